using System.Text.Json;
using Samples.Tests.Loopback;
using Xunit.Abstractions;

namespace Samples.Tests;

/// <summary>Every sample optimizes itself on the pocket model, as its user starts it, with a budget that is too small to gain much.</summary>
public sealed class OptimizationTests(ITestOutputHelper log)
{
    [Theory]
    [InlineData("AmazonNextItem")]
    [InlineData("BigCodeBench")]
    [InlineData("HotpotQa")]
    [InlineData("PubMedQa")]
    [InlineData("StarkPrime")]
    public async Task A_sample_changes_what_makes_it_better_and_nothing_else(string sample)
    {
        var json = await OptimizeAsync(sample, runs: 60);

        ChangesAreGains(json);
        json.GetProperty("systemRuns").GetDouble().ShouldBeInRange(1, 60);
        json.GetProperty("decidingExamples").GetInt32().ShouldBe(8);
        json.GetProperty("calls").GetInt32().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task The_papers_loop_spends_a_larger_budget_likewise()
    {
        var json = await OptimizeAsync("PubMedQa", runs: 200, "--engine", "Paper");

        ChangesAreGains(json);
        json.GetProperty("systemRuns").GetDouble().ShouldBeInRange(60, 200);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_configuration()
    {
        var once = await OptimizeAsync("PubMedQa", runs: 60);
        var again = await OptimizeAsync("PubMedQa", runs: 60);

        once.GetProperty("changes").GetArrayLength().ShouldBeGreaterThan(0);
        $"{again.GetProperty("configuration")}".ShouldBe($"{once.GetProperty("configuration")}");
        again.GetProperty("final").GetDouble().ShouldBe(once.GetProperty("final").GetDouble());
    }

    private static void ChangesAreGains(JsonElement json)
    {
        double gain = json.GetProperty("final").GetDouble() - json.GetProperty("initial").GetDouble();
        if (json.GetProperty("changes").GetArrayLength() == 0)
            gain.ShouldBe(0);
        else
            gain.ShouldBeGreaterThan(0);
    }

    private async Task<JsonElement> OptimizeAsync(string sample, int runs, params string[] options)
    {
        string Data(string name) => Path.Combine(AppContext.BaseDirectory, "samples", sample, name);
        var run = await SampleProgram.RunAsync(
            sample,
            [
                "optimize", "--train", Data("train.jsonl"), "--validation", Data("validation.jsonl"), "--runs", $"{runs}", "--deciding-examples", "8",
                "--seed", "4", "--json", .. options,
            ]);
        log.WriteLine(run.Output);
        run.ExitCode.ShouldBe(0, run.Error);
        return run.Json;
    }
}
