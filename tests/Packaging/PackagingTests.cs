namespace Optimas.Packaging.Tests;

/// <summary>The packages as a user gets them: restored into an application outside the repository.</summary>
public sealed class PackagingTests(PackedApplication application) : IClassFixture<PackedApplication>
{
    private const string ExpectedOutput = """
        default 7
        configured 14
        traced 7
        optimized 0 1 3
        client OpenAICompatibleChatClient

        """;

    [Theory]
    [InlineData("lib/net10.0/Optimas.dll")]
    [InlineData("lib/net10.0/Optimas.xml")]
    [InlineData("analyzers/dotnet/cs/Optimas.Generators.dll")]
    [InlineData("analyzers/dotnet/cs/Optimas.CodeFixes.dll")]
    [InlineData("build/Optimas.targets")]
    [InlineData("README.md")]
    public void Package_holds(string file) => application.Files("Optimas").ShouldContain(file);

    [Fact]
    public void Package_holds_one_library_and_no_assembly_of_Roslyn() =>
        application.Files("Optimas").Count(f => f.EndsWith(".dll", StringComparison.Ordinal)).ShouldBe(3);

    [Fact]
    public void Application_builds_without_a_warning_of_the_trim_and_AOT_analyzers_or_any_other()
    {
        application.Build.ShouldSucceed();
        application.Build.Output.ShouldNotContain(": warning ");
    }

    [Fact]
    public async Task Application_runs()
    {
        application.Build.ShouldSucceed();
        string program = Path.Combine(application.Folder, "bin", "Release", "net10.0", "Application.dll");
        (await CommandLine.DotnetAsync(application.Folder, program)).ShouldSucceed().Output.ShouldBe(ExpectedOutput);

        var graph = await CommandLine.DotnetAsync(application.Folder, program, "graph");
        graph.ShouldSucceed().Output.ShouldContain("Scaled<br/><i>Factor</i>");
    }

    [Fact]
    public async Task Trimmed_application_publishes_without_a_warning_and_runs() =>
        (await CommandLine.RunAsync(await application.PublishTrimmedAsync(), application.Folder)).ShouldSucceed().Output.ShouldBe(ExpectedOutput);

    [Fact]
    public async Task A_program_that_references_the_learning_package_builds_the_native_half_and_runs()
    {
        var run = await application.RunProgramAsync("Learner", "Optimas.Learning", """
            using System;
            using Optimas.Learning;
            using TorchSharp;

            var config = new DecoderConfig
            {
                Family = DecoderFamily.Llama, VocabularySize = 16, HiddenSize = 8, IntermediateSize = 16, Layers = 1, Heads = 2, KeyValueHeads = 1,
                HeadSize = 4, MaxPositions = 8,
            };
            using var model = DecoderModel.Create(config, 0.02, 1, torch.ScalarType.Float32, torch.CPU);
            Console.WriteLine($"{model.Weights.Count} tensors on libtorch {torch.__version__}");
            """);

        run.ShouldSucceed();
        run.Output.ShouldContain("tensors on libtorch");
    }

    [Fact]
    public async Task Parameter_without_a_producer_is_an_error_where_it_stands()
    {
        var build = await application.BuildVariantAsync("broken", source => source.Replace("Scaled(int length,", "Scaled(int lenght,", StringComparison.Ordinal));
        build.ExitCode.ShouldNotBe(0);
        build.Output.ShouldMatch(@"Program\.cs\(\d+,\d+\): error OPT002: .*lenght.*Length");
    }

    [Fact]
    public async Task Configuration_saved_for_another_signature_is_a_warning()
    {
        const string Saved = """
            {
              "system": "Counter",
              "signature": { "Scaled.Factor": "int: 1, 2, 4" },
              "components": { "Scaled": { "Factor": 4 } }
            }
            """;
        var build = await application.BuildVariantAsync("stale", source => source, ("configuration.json", Saved));
        build.ShouldSucceed().Output.ShouldMatch(@"configuration\.json\(3,\d+\): warning OPT018: .*Scaled\.Factor was int: 1, 2, 4 and is int: 1, 2, 3");
    }
}
