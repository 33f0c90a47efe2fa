using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Optimas.Generators.Analyzers;
using Optimas.Generators.Diagnostics;

namespace Optimas.Generators.Tests.Diagnostics;

/// <summary>All analyzers over a compilation with the generator's output in it, as a build runs them.</summary>
internal static class Analysis
{
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
        [.. typeof(SystemAnalyzer).Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .Select(t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!)];

    public static Task<ImmutableArray<Diagnostic>> RunAsync(params string[] sources) => RunAsync(TestCompilation.Create(sources));

    /// <summary>What the analyzers report, by place.</summary>
    public static async Task<ImmutableArray<Diagnostic>> RunAsync(Compilation compilation, params AdditionalText[] files)
    {
        // A failing analyzer is reported as AD0001, which no test expects.
        var analyzed = Generated(compilation).WithAnalyzers(Analyzers, new AnalyzerOptions([.. files]));
        var diagnostics = await analyzed.GetAnalyzerDiagnosticsAsync();
        return [.. diagnostics.OrderBy(d => d.Location.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(d => d.Location.SourceSpan.Start).ThenBy(d => d.Id, StringComparer.Ordinal)];
    }

    /// <summary>The compilation with what the generator adds to it.</summary>
    public static Compilation Generated(Compilation compilation)
    {
        CSharpGeneratorDriver.Create([new CompoundSystemGenerator().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out var diagnostics);
        diagnostics.ShouldBeEmpty();
        return output;
    }

    /// <summary>Errors and warnings of the compiler, except that test sources have no documentation.</summary>
    public static IReadOnlyList<string> CompilerProblems(Compilation compilation) =>
        [.. compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning && d.Id != "CS1591").Select(d => d.ToString())];

    /// <summary>Diagnostics as a failing test shows them: ready to be pasted as an expectation.</summary>
    public static string Show(IEnumerable<Diagnostic> diagnostics)
    {
        string[] lines = [.. diagnostics.Select(d =>
        {
            string at = d.Location.IsInSource ? d.Location.SourceTree!.GetText().ToString(d.Location.SourceSpan) : d.Location.ToString();
            return $"    {d.Id} at [|{at}|]: {d.GetMessage(null)}";
        })];
        return lines.Length == 0 ? "    none" : string.Join('\n', lines);
    }

    internal sealed class File(string path, string content) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(content);
    }
}
