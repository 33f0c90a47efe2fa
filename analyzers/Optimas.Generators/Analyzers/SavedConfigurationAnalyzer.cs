using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Optimas.Generators.Diagnostics;
using Optimas.Generators.Model;
using Optimas.Generators.Parsing;

namespace Optimas.Generators.Analyzers;

/// <summary>Configurations among the project's additional files that were optimized for another signature: OPT018.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SavedConfigurationAnalyzer : DiagnosticAnalyzer
{
    // The keys that ConfigurationJson writes.
    private const string SystemKey = "system";
    private const string SignatureKey = "signature";
    private const string ComponentsKey = "components";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.StaleConfiguration];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(static start =>
        {
            var saved = Read(start.Options.AdditionalFiles, start.CancellationToken);
            if (saved.Count > 0)
                start.RegisterSymbolAction(symbol => Analyze(symbol, saved), SymbolKind.NamedType);
        });
    }

    private static List<SavedConfiguration> Read(ImmutableArray<AdditionalText> files, CancellationToken ct)
    {
        var saved = new List<SavedConfiguration>();
        foreach (var file in files)
        {
            if (!file.Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || file.GetText(ct) is not { } text)
                continue;
            string content = text.ToString();
            if (!content.Contains($"\"{SignatureKey}\""))
                continue;
            if (JsonValue.Parse(content) is { } json && json[SystemKey]?.Text is { } system && json[SignatureKey] is { } signature)
                saved.Add(new(file.Path, text, system, signature, json[ComponentsKey]));
        }

        return saved;
    }

    private static void Analyze(SymbolAnalysisContext context, List<SavedConfiguration> saved)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!saved.Exists(s => s.System == type.Name)
            || ParsedSystems.Of(type, context.Compilation, context.CancellationToken).Model is not { } system)
            return;
        foreach (var configuration in saved)
        {
            if (configuration.System == type.Name && Drift(configuration, system) is { } diagnostic && !FitsNamesake(context, configuration))
                context.ReportDiagnostic(diagnostic);
        }
    }

    // A configuration says its system's name without the namespace, and several systems may have it.
    private static bool FitsNamesake(SymbolAnalysisContext context, SavedConfiguration configuration) => context.Compilation
        .GetSymbolsWithName(configuration.System, SymbolFilter.Type, context.CancellationToken)
        .OfType<INamedTypeSymbol>()
        .Where(type => !SymbolEqualityComparer.Default.Equals(type, context.Symbol))
        .Select(type => ParsedSystems.Of(type, context.Compilation, context.CancellationToken).Model)
        .Any(system => system is not null && Drift(configuration, system) is null);

    private static Diagnostic? Drift(SavedConfiguration configuration, SystemModel system)
    {
        var stored = new SortedDictionary<string, JsonValue>(StringComparer.Ordinal);
        foreach (var (field, declares) in configuration.Signature.Members)
            stored[field] = declares;
        var now = SystemSignature.Of(system).ToDictionary(e => e.Key, e => e.Value, StringComparer.Ordinal);
        var sentences = new List<string>();
        TextSpan? first = null;
        foreach (string field in stored.Keys.Union(now.Keys).OrderBy(f => f, StringComparer.Ordinal))
        {
            bool was = stored.TryGetValue(field, out var before), still = now.TryGetValue(field, out string? after);
            if (was && still && before.Text == after)
                continue;
            string what = !still ? $"{field} is gone" : !was ? $"{field} is new" : $"{field} was {before.Text} and is {after}";
            sentences.Add(what + Judge(configuration, system, field));
            if (was)
                first ??= before.Span;
        }

        if (sentences.Count == 0)
            return null;
        var span = first ?? new TextSpan(configuration.Signature.Span.Start, 1);
        var location = Location.Create(configuration.Path, span, configuration.Text.Lines.GetLinePositionSpan(span));
        return Diagnostic.Create(Descriptors.StaleConfiguration, location, system.Type.Name, string.Join("; ", sentences));
    }

    // What loading the file says too.
    private static string Judge(SavedConfiguration configuration, SystemModel system, string field)
    {
        int dot = field.IndexOf('.');
        if (dot < 0 || configuration.Components?[field.Substring(0, dot)]?[field.Substring(dot + 1)] is not { } value)
            return "";
        var saved = new SavedValue(value, configuration.Text.ToString(value.Span));
        var declared = system.Components.FirstOrDefault(c => c.Name == field.Substring(0, dot))?.Fields.FirstOrDefault(f => f.Name == field.Substring(dot + 1));
        return declared is null ? $": its value {saved.Shown} has no place" : $": its value {saved.Shown} is {(saved.IsLegal(declared) ? "still" : "no longer")} legal";
    }

    private sealed record SavedConfiguration(string Path, SourceText Text, string System, JsonValue Signature, JsonValue? Components);
}
