using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Optimas.Generators.Emitting;
using Optimas.Generators.Model;
using Optimas.Generators.Parsing;

namespace Optimas.Generators;

/// <summary>
/// Adds to each annotated type its wiring, tracing, configuration and optimization. It reports nothing: the analyzers do, from the same
/// parser, and a type with errors gets no members but the bodies without which the compiler would not come to the analyzers.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class CompoundSystemGenerator : IIncrementalGenerator
{
    private const string AttributeName = "Optimas.CompoundSystemAttribute`2";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var parsed = context.SyntaxProvider.ForAttributeWithMetadataName(
            AttributeName,
            static (node, _) => node is TypeDeclarationSyntax,
            static (attributed, cancellationToken) =>
            {
                var result = SystemParser.Parse(
                    (INamedTypeSymbol)attributed.TargetSymbol, attributed.SemanticModel.Compilation, cancellationToken);
                return (result.Model, result.Unfinished);
            });
        var systems = parsed
            .Where(static result => result.Model is not null)
            .Select(static (result, _) => result.Model!)
            .WithTrackingName(TrackingNames.Systems);
        var unfinished = parsed.Where(static result => result.Unfinished is not null).Select(static (result, _) => result.Unfinished!);

        // Files are told apart without regard to case, so names that differ only there need more: rarely any, and the same in most edits.
        var clashing = parsed.Where(static result => result.Model is not null || result.Unfinished is not null)
            .Select(static (result, _) => (result.Model?.Type ?? result.Unfinished!.Type).HintName).Collect()
            .Select(static (names, _) => (EquatableArray<string>)names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase)
                .SelectMany(same => same.Distinct(StringComparer.Ordinal).OrderBy(n => n, StringComparer.Ordinal).Skip(1))
                .ToImmutableArray());
        var files = systems.Combine(clashing).Select(static (pair, _) => new SystemFiles(pair.Left, NameOfFiles(pair.Left.Type, pair.Right)));

        var services = context.CompilationProvider
            .Select(static (compilation, _) => new ServiceReferences(
                compilation.GetTypeByMetadataName("Microsoft.Extensions.DependencyInjection.IServiceCollection") is not null,
                compilation.GetTypeByMetadataName("Microsoft.Extensions.Options.IOptionsMonitor`1") is not null,
                compilation.GetTypeByMetadataName("Microsoft.Extensions.Logging.LoggerExtensions") is not null))
            .WithTrackingName(TrackingNames.Services);

        context.RegisterSourceOutput(files, static (output, files) => EmitMembers(output, files));
        context.RegisterSourceOutput(files.Combine(services), static (output, pair) => EmitRegistration(output, pair.Left, pair.Right));
        context.RegisterSourceOutput(unfinished.Combine(clashing), static (output, pair) =>
            Add(output, NameOfFiles(pair.Left.Type, pair.Right), "Prompts", UnfinishedEmitter.Emit(pair.Left)));
    }

    private static string NameOfFiles(TypeModel type, EquatableArray<string> clashing)
    {
        string name = type.HintName;
        int at = clashing.ToList().IndexOf(name);
        // No identifier starts with a digit, so this is no other system's name.
        return at < 0 ? name : $"{name}.{at + 2}";
    }

    private static void EmitMembers(SourceProductionContext output, SystemFiles files)
    {
        var system = files.System;
        Add(output, files.Name, "Configuration", ConfigurationEmitter.Emit(system));
        Add(output, files.Name, "Graph", GraphEmitter.Emit(system));
        Add(output, files.Name, "Trace", TraceEmitter.Emit(system));
        Add(output, files.Name, "Binding", BindingEmitter.Emit(system));
        Add(output, files.Name, "Run", RunEmitter.Emit(system));
        Add(output, files.Name, "Optimize", OptimizeEmitter.Emit(system));
        if (system.Components.Any(c => c.Prompt is not null))
            Add(output, files.Name, "Prompts", PromptEmitter.Emit(system));
    }

    private static void EmitRegistration(SourceProductionContext output, SystemFiles files, ServiceReferences services)
    {
        if (services.HasServiceCollection && DependencyInjectionEmitter.Emit(files.System, services.HasOptions, services.HasLogging) is { } source)
            Add(output, files.Name, "DependencyInjection", source);
    }

    private static void Add(SourceProductionContext output, string name, string concern, string source)
    {
        output.CancellationToken.ThrowIfCancellationRequested();
        output.AddSource($"{name.Replace("@", "")}.{concern}.g.cs", SourceText.From(source, Encoding.UTF8));
    }

    /// <summary>A system and what the names of its files start with.</summary>
    private sealed record SystemFiles(SystemModel System, string Name);

    private readonly record struct ServiceReferences(bool HasServiceCollection, bool HasOptions, bool HasLogging);
}
