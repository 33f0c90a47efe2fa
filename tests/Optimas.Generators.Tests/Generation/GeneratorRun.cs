using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Optimas.Generators.Tests.Generation;

/// <summary>A run of the generator over a compilation, which can be edited and run again.</summary>
internal sealed class GeneratorRun
{
    private readonly GeneratorDriver _driver;
    private readonly CSharpCompilation _compilation;
    private readonly Compilation _output;

    private GeneratorRun(GeneratorDriver driver, CSharpCompilation compilation)
    {
        _compilation = compilation;
        _driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out _output, out var diagnostics);
        diagnostics.ShouldBeEmpty();
        Result = _driver.GetRunResult().Results.Single();
        if (Result.Exception is { } exception)
            throw new InvalidOperationException("The generator failed.", exception);
    }

    public GeneratorRunResult Result { get; }

    /// <summary>The generated sources by hint name.</summary>
    public IReadOnlyDictionary<string, string> Sources => Result.GeneratedSources.ToDictionary(s => s.HintName, s => s.SourceText.ToString());

    /// <summary>Errors and warnings of the compilation with the generated sources in it, but for documentation that test sources lack.</summary>
    public IReadOnlyList<string> Problems => [.. _output.GetDiagnostics()
        .Where(d => d.Severity >= DiagnosticSeverity.Warning && !d.IsSuppressed)
        .Where(d => d.Id != "CS1591" || d.Location.SourceTree?.FilePath.StartsWith("Source", StringComparison.Ordinal) != true)
        .Select(d => $"{d}\n    {d.Location.SourceTree?.GetText().Lines[d.Location.GetLineSpan().StartLinePosition.Line]}")];

    public static GeneratorRun Of(params IEnumerable<string> sources) => Of(TestCompilation.Create(sources));

    public static GeneratorRun Of(CSharpCompilation compilation) => new(
        CSharpGeneratorDriver.Create(
            [new CompoundSystemGenerator().AsSourceGenerator()],
            parseOptions: TestCompilation.ParseOptions,
            driverOptions: new(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true)),
        compilation);

    /// <summary>The run after an edit of one source, which the driver takes as an increment.</summary>
    public GeneratorRun Edit(int source, Func<string, string> edit)
    {
        var before = _compilation.SyntaxTrees.Single(t => t.FilePath == $"Source{source}.cs");
        string text = before.ToString(), edited = edit(text);
        edited.ShouldNotBe(text, "an edit has to change something");
        return new(_driver, _compilation.ReplaceSyntaxTree(before, TestCompilation.Parse(edited, before.FilePath)));
    }

    /// <summary>The run after a file was added.</summary>
    public GeneratorRun Add(string source, string path) => new(_driver, _compilation.AddSyntaxTrees(TestCompilation.Parse(source, path)));

    /// <summary>Why each output of a tracked step is what it is.</summary>
    public IReadOnlyList<IncrementalStepRunReason> Reasons(string step) =>
        [.. Result.TrackedSteps[step].SelectMany(s => s.Outputs).Select(o => o.Reason)];

    /// <summary>Why each generated source is what it is.</summary>
    public IReadOnlyList<IncrementalStepRunReason> OutputReasons() =>
        [.. Result.TrackedOutputSteps.Values.SelectMany(steps => steps).SelectMany(s => s.Outputs).Select(o => o.Reason)];
}
