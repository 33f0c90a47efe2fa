using Subject;

namespace Optimas.Cli.Tests;

/// <summary><c>optimas export</c>, of a stored run and of a file.</summary>
public sealed class ExportTests(StoredRuns runs) : IClassFixture<StoredRuns>
{
    [Fact]
    public async Task A_runs_best_configuration_is_JSON_with_the_provenance_of_its_result()
    {
        var run = await RunsTests.SucceedAsync("export", runs.Ids[0], "--store", runs.Store);

        Pipeline.Configuration.FromJson(run.Output).ShouldBe(runs.Results[0].Configuration);
        var known = runs.Results[0].Provenance;
        var provenance = ConfigurationJson.ReadProvenance(run.Output)!;
        provenance.Initial!.Value.ShouldBe(known.Initial!.Value, 1e-12);
        provenance.Final!.Value.ShouldBe(known.Final!.Value, 1e-12);
        provenance.Run.ShouldBe(runs.Ids[0]);
        (provenance with { Initial = known.Initial, Final = known.Final, Finished = known.Finished, OptimasVersion = known.OptimasVersion }).ShouldBe(known);

        var newest = await RunsTests.SucceedAsync("export", "--store", runs.Store);
        Pipeline.Configuration.FromJson(newest.Output).ShouldBe(runs.Results[1].Configuration);
    }

    [Fact]
    public async Task Another_configuration_of_the_run_has_no_scores()
    {
        string start = new Storage.RunReader(runs.Store).Run(runs.Ids[0], default).Start;

        var run = await RunsTests.SucceedAsync("export", runs.Ids[0], "--store", runs.Store, "--configuration", start);

        Pipeline.Configuration.FromJson(run.Output).ShouldBe(Pipeline.Configuration.Default);
        ConfigurationJson.ReadProvenance(run.Output)!.Final.ShouldBeNull();
    }

    [Fact]
    public async Task As_CSharp_it_is_a_constant_that_says_where_it_comes_from()
    {
        string file = runs.At("Best.cs");
        (await RunsTests.SucceedAsync(
            "export", runs.Ids[0][^4..], "--store", runs.Store, "--as", "csharp", "--out", file, "--namespace", "Deployed", "--class", "Best", "--using", "Subject", "--public"))
            .Output.ShouldBe($"written to {file}\n");

        string source = await File.ReadAllTextAsync(file);
        source.ShouldContain("using Subject;\n\nnamespace Deployed;\n");
        source.ShouldContain($"<remarks>run {runs.Ids[0]}, seed 5, score ");
        source.ShouldContain("public static class Best\n");
        source.ShouldContain("public static Pipeline.Configuration Value { get; } = new()\n");
        source.ShouldContain($"Count = {runs.Results[0].Configuration.Words.Count},\n");

        // A file gives the same as the run that it was saved from, but for what only one of them knows.
        string saved = runs.At("configuration.json");
        await runs.Results[0].SaveAsync(saved);
        var fromFile = await RunsTests.SucceedAsync("export", saved, "--as", "csharp", "--namespace", "Deployed", "--class", "Best", "--using", "Subject", "--public");
        WithoutRemarks(fromFile.Output).ShouldBe(WithoutRemarks(source));

        static string WithoutRemarks(string text) => string.Join('\n', text.Split('\n').Where(l => !l.Contains("<remarks>", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_is_wrong_is_said_on_one_line()
    {
        string file = runs.At("broken.json");
        await File.WriteAllTextAsync(file, "{");
        (await RunsTests.FailAsync("export", file)).ShouldContain($"{file}: The configuration is not valid JSON");
        (await RunsTests.FailAsync("export", runs.At("missing.json"))).ShouldContain("There is no file ");
        string folder = Path.GetDirectoryName(runs.Store)!;
        (await RunsTests.FailAsync("export", folder)).ShouldContain($"--store {folder}");
        (await RunsTests.FailAsync("export", file, "--store", runs.Store)).ShouldContain("--store and --configuration are for runs");
        (await RunsTests.FailAsync("export", runs.Ids[0], "--store", runs.Store, "--configuration", "xyz")).ShouldContain("is not the hash of a configuration");
        (await RunsTests.FailAsync("export", runs.Ids[0], "--store", runs.Store, "--configuration", "00ff")).ShouldContain("has no configuration 00ff");
        (await RunsTests.FailAsync("export", runs.Ids[0], "--store", runs.Store, "--as", "csharp", "--class", "1st")).ShouldContain("\"1st\" is no C# name");
    }
}
