using System.Text.Json;

namespace Optimas.Hosting.Tests;

/// <summary>What each verb does, prints and writes.</summary>
public sealed class VerbTests : DataFolder
{
    [Fact]
    public async Task Run_prints_the_trajectory_and_its_JSON()
    {
        var run = await HostRun.SucceedAsync("run", "--input", """{"text": "a,b"}""", "--json");

        run.Output.ShouldContain("── Words");
        run.Output.ShouldContain("── Shout");
        var slots = run.Json.GetProperty("slots");
        slots.GetProperty("Words").GetProperty("output").EnumerateArray().Select(w => w.GetString()).ShouldBe(["a", "b"]);
        slots.GetProperty("Shout").GetProperty("output").GetString().ShouldBe("b");
        run.Json.GetProperty("input").GetProperty("text").GetString().ShouldBe("a,b");
    }

    [Fact]
    public async Task Run_uses_the_configuration_that_it_is_given()
    {
        string config = await SaveAsync("c.json", Shouter.Configuration.Default with { Shout = new() { Times = 3, Upper = true } });

        var run = await HostRun.SucceedAsync("run", "--input", """{"text": "a,b"}""", "--config", config, "--json");

        run.Json.GetProperty("slots").GetProperty("Shout").GetProperty("output").GetString().ShouldBe("B B B");
    }

    [Fact]
    public async Task Without_json_no_line_is_JSON()
    {
        var run = await HostRun.SucceedAsync("evaluate", "--data", Train);

        run.Output.TrimEnd().Split('\n').ShouldBe(["0.000 ± 0.000 on 24 examples, 0 failed"]);
    }

    [Fact]
    public async Task Evaluate_reports_mean_error_and_failures()
    {
        string data = Write("some.jsonl", Example("1", "a", "b a") + Example("2", "b", "b") + "\n" + Example("3", "fail", "a") + Example("4", "c", "d"));

        var json = (await HostRun.SucceedAsync("evaluate", "--data", data, "--json")).Json;

        double[] scores = [1 / 3.0, 1, 0, 1 / 3.0];
        double mean = scores.Average();
        json.GetProperty("mean").GetDouble().ShouldBe(mean, 1e-12);
        json.GetProperty("standardError").GetDouble().ShouldBe(Math.Sqrt(scores.Sum(s => (s - mean) * (s - mean)) / 3 / 4), 1e-12);
        json.GetProperty("examples").GetInt32().ShouldBe(4);
        json.GetProperty("failures").GetInt32().ShouldBe(1);
        json.GetProperty("systemRuns").GetDouble().ShouldBe(4, 1e-12);
        json.GetProperty("calls").GetInt32().ShouldBe(0);
        json.GetProperty("seconds").GetDouble().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Optimize_writes_a_configuration_that_evaluate_reads_back()
    {
        var run = await HostRun.SucceedAsync(
            "optimize", "--train", Train, "--validation", Validation, "--seed", "3", "--runs", "200", "--out", At("out"), "--json");

        var json = run.Json;
        json.GetProperty("initial").GetDouble().ShouldBe(0);
        double final = json.GetProperty("final").GetDouble();
        final.ShouldBe(1);
        json.GetProperty("systemRuns").GetDouble().ShouldBeInRange(1, 200);
        json.GetProperty("seconds").GetDouble().ShouldBeGreaterThan(0);
        json.GetProperty("changes").GetArrayLength().ShouldBe(3);
        var configuration = Shouter.Configuration.FromJson(json.GetProperty("configuration").GetRawText());
        configuration.ShouldBe(await Shouter.Configuration.LoadAsync(At("out/configuration.json")));
        configuration.ShouldBe(Shouter.Configuration.Default with { Words = new() { Separator = ";" }, Shout = new() { Times = 2, Upper = true } });

        foreach (string data in new[] { Train, Validation })
        {
            var evaluated = await HostRun.SucceedAsync("evaluate", "--data", data, "--config", At("out/configuration.json"), "--json");
            evaluated.Json.GetProperty("mean").GetDouble().ShouldBe(final);
        }
    }

    [Theory]
    [InlineData("Racing")]
    [InlineData("Paper")]
    public async Task Same_seed_gives_the_same_configuration_at_any_parallelism(string engine)
    {
        async Task<string> Optimize(string parallelism)
        {
            var run = await HostRun.SucceedAsync(
                "optimize", "--train", Train, "--validation", Validation, "--seed", "5", "--runs", "120", "--engine", engine, "--parallelism", parallelism, "--json");
            return $"{run.Json.GetProperty("configuration")} {run.Json.GetProperty("systemRuns")} {run.Json.GetProperty("final")}";
        }

        string once = await Optimize("8");

        (await Optimize("8")).ShouldBe(once);
        (await Optimize("1")).ShouldBe(once);
    }

    [Fact]
    public async Task Optimize_starts_from_the_configuration_that_it_is_given()
    {
        string config = await SaveAsync("c.json", Shouter.Configuration.Default with { Shout = new() { Times = 2 } });

        var run = await HostRun.SucceedAsync(
            "optimize", "--train", Train, "--validation", Validation, "--config", config, "--runs", "100", "--json");

        run.Json.GetProperty("changes").EnumerateArray().ShouldNotContain(c => c.GetString()!.StartsWith("Shout.Times: 1 ", StringComparison.Ordinal));
        run.Output.ShouldContain("start: 0.");
    }

    [Fact]
    public async Task Alignment_reports_an_interval_per_component()
    {
        var json = (await HostRun.SucceedAsync("alignment", "--data", Train, "--inputs", "24", "--seed", "1", "--json")).Json;

        json.GetProperty("systemRuns").GetDouble().ShouldBeGreaterThan(0);
        var components = json.GetProperty("components").EnumerateObject().ToList();
        components.ShouldNotBeEmpty();
        foreach (var component in components)
        {
            foreach (string rule in new[] { "localReward", "lengthRule" })
            {
                if (component.Value.GetProperty(rule) is not { ValueKind: JsonValueKind.Object } accuracy)
                    continue;
                double value = accuracy.GetProperty("accuracy").GetDouble();
                value.ShouldBeInRange(accuracy.GetProperty("low").GetDouble(), accuracy.GetProperty("high").GetDouble());
                accuracy.GetProperty("pairs").GetInt32().ShouldBeGreaterThan(0);
            }
        }
    }

    [Fact]
    public async Task Graph_is_Mermaid()
    {
        var run = await HostRun.SucceedAsync("graph", "--json");

        run.Output.ShouldStartWith("flowchart LR\n");
        run.Json.GetProperty("mermaid").GetString().ShouldBe(Shouter.Graph.ToMermaid());
        run.Json.GetProperty("signatureHash").GetString().ShouldBe(Shouter.Graph.SignatureHash);
    }

    [Fact]
    public async Task Config_show_prints_every_field()
    {
        var shown = await HostRun.SucceedAsync("config", "show", "--json");
        shown.Output.Split('\n').Take(3).ShouldBe(["Words.Separator = \",\"", "Shout.Times = 1", "Shout.Upper = false"]);
        shown.Json.GetProperty("components").GetProperty("Shout").GetProperty("Times").GetInt32().ShouldBe(1);

        string config = await SaveAsync("c.json", Shouter.Configuration.Default with { Shout = new() { Times = 3 } });
        (await HostRun.SucceedAsync("config", "show", config)).Output.ShouldContain("Shout.Times = 3");
    }

    [Fact]
    public async Task Config_diff_prints_the_fields_that_differ()
    {
        string before = await SaveAsync("a.json", Shouter.Configuration.Default);
        string after = await SaveAsync("b.json", Shouter.Configuration.Default with { Shout = new() { Times = 3, Upper = true } });

        var diff = await HostRun.SucceedAsync("config", "diff", before, after, "--json");
        diff.Json.EnumerateArray().Select(c => c.GetString()).ShouldBe(["Shout.Times: 1 → 3", "Shout.Upper: false → true"]);
        (await HostRun.SucceedAsync("config", "diff", before, before)).Output.ShouldBe("no difference\n");
    }

    [Fact]
    public async Task Without_arguments_the_demonstration_runs()
    {
        var run = await HostRun.RunAsync([], null, CancellationToken.None, new(Train, Validation, 200, 3));

        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain("before 0.000, after 1.000");
        run.Output.ShouldMatch(@"spent \d+\.\d system runs");
        run.Output.ShouldContain("  Words.Separator: \",\" → \";\"");
    }

    [Fact]
    public async Task Help_names_every_verb()
    {
        var run = await HostRun.SucceedAsync("--help");

        foreach (string verb in new[] { "run", "evaluate", "optimize", "alignment", "graph", "config" })
            run.Output.ShouldContain($"  {verb} ");
    }

    [Fact]
    public async Task Making_the_system_sees_the_data_files_and_the_options_of_the_program()
    {
        HostArguments? seen = null;

        await HostRun.RunAsync(["evaluate", "--data", Train, "--corpus", "a.txt", "b.txt"], a => seen = a, CancellationToken.None);

        seen!.DataFiles.ShouldBe([Train]);
        seen.Values["--corpus"].ShouldBe(["a.txt", "b.txt"]);

        await HostRun.RunAsync(["optimize", "--train", Train, "--validation", Validation, "--runs", "20"], a => seen = a, CancellationToken.None);

        seen.DataFiles.ShouldBe([Train, Validation]);
        seen.Values.ShouldBeEmpty();
        seen.OutputFolder.ShouldBeNull();

        await HostRun.RunAsync(
            ["optimize", "--train", Train, "--validation", Validation, "--runs", "20", "--out", At("out")], a => seen = a, CancellationToken.None);

        seen.OutputFolder.ShouldBe(At("out"));
        seen.ConfigurationFile.ShouldBeNull();

        string config = await SaveAsync("c.json", Shouter.Configuration.Default);
        await HostRun.RunAsync(["evaluate", "--data", Train, "--config", config], a => seen = a, CancellationToken.None);

        seen.ConfigurationFile.ShouldBe(config);
    }

    [Fact]
    public async Task Limit_uses_the_first_examples_of_a_file()
    {
        string data = Write("some.jsonl", Example("1", "a", "b a") + Example("2", "b", "b") + Example("3", "c", "d"));

        (await EvaluateAsync("2")).GetProperty("examples").GetInt32().ShouldBe(2);
        (await EvaluateAsync("1")).GetProperty("mean").GetDouble().ShouldBe(1 / 3.0, 1e-12);
        (await EvaluateAsync("100")).GetProperty("examples").GetInt32().ShouldBe(3);
        (await HostRun.RunAsync("evaluate", "--data", data, "--limit", "0")).Error.ShouldContain("--limit must be 1 or larger, but is 0.");
        (await HostRun.SucceedAsync(
            "optimize", "--train", Train, "--validation", Validation, "--runs", "30", "--limit", "5", "--deciding-examples", "10")).ExitCode.ShouldBe(0);
        (await HostRun.SucceedAsync("alignment", "--data", Train, "--limit", "6")).ExitCode.ShouldBe(0);

        async Task<JsonElement> EvaluateAsync(string limit) =>
            (await HostRun.SucceedAsync("evaluate", "--data", data, "--limit", limit, "--json")).Json;
    }

    private async Task<string> SaveAsync(string name, Shouter.Configuration configuration)
    {
        await configuration.SaveAsync(At(name));
        return At(name);
    }
}
