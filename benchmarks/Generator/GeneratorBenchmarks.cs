using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Optimas.Generators;

namespace GeneratorBenchmarks;

/// <summary>
/// The generator in a driver of its own, as the compiler runs it: from nothing, and after edits of one character. The compilations, edited
/// ones included, are made before the clock starts; what binding them takes is part of the time, as it is in an editor.
/// </summary>
[MemoryDiagnoser]
public class GeneratorBenchmarks
{
    private string _system = null!;
    private CSharpCompilation _original = null!;
    private CSharpCompilation _edited = null!;
    private CSharpGeneratorDriver _warm = null!;

    /// <summary>Components of the system.</summary>
    [Params(5, 50, 500)]
    public int Components { get; set; }

    /// <summary>Other files of the compilation.</summary>
    [Params(0, 1000)]
    public int Unrelated { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _system = Sources.System(Components);
        _original = Sources.Compile(_system, Unrelated);
        var warm = Create().RunGenerators(_original);
        var result = warm.GetRunResult();
        if (result.GeneratedTrees.Length == 0 || result.Results[0].Exception is not null)
            throw new InvalidOperationException("The generator gave nothing.", result.Results[0].Exception);
        _warm = (CSharpGeneratorDriver)warm;
    }

    // A compilation keeps what was bound in it, so each measured run gets a fresh one.
    [IterationSetup(Target = nameof(Cold))]
    public void SetUpCold() => _edited = Sources.Compile(_system, Unrelated);

    [IterationSetup(Target = nameof(EditUnrelatedFile))]
    public void SetUpUnrelated() => _edited = Unrelated == 0
        ? _original.AddSyntaxTrees(CSharpSyntaxTree.ParseText(Sources.Unrelated(0), Sources.ParseOptions, "Added.cs"))
        : Sources.Edit(_original, "Unrelated0.cs", Sources.Unrelated(0, constant: 2));

    [IterationSetup(Target = nameof(EditBody))]
    public void SetUpBody() => _edited = Sources.Edit(_original, "System.cs", Sources.System(Components, body: 2));

    [IterationSetup(Target = nameof(EditModel))]
    public void SetUpModel() => _edited = Sources.Edit(_original, "System.cs", Sources.System(Components, candidates: "1, 3"));

    /// <summary>A new driver, as in a build.</summary>
    [Benchmark]
    public object Cold() => Create().RunGenerators(_edited);

    /// <summary>One character of a file without a system; added where there is none.</summary>
    [Benchmark]
    public object EditUnrelatedFile() => _warm.RunGenerators(_edited);

    /// <summary>One character of a component's body: the model stays, so the output is cached.</summary>
    [Benchmark]
    public object EditBody() => _warm.RunGenerators(_edited);

    /// <summary>One character of a hyperparameter's candidates: everything is emitted anew.</summary>
    [Benchmark]
    public object EditModel() => _warm.RunGenerators(_edited);

    private static CSharpGeneratorDriver Create() => CSharpGeneratorDriver.Create(
        [new CompoundSystemGenerator().AsSourceGenerator()], parseOptions: Sources.ParseOptions);
}
