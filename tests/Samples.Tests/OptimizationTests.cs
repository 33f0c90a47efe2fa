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
    public async Task A_sample_does_not_get_worse(string sample)
    {
        var json = await OptimizeAsync(sample);

        json.GetProperty("final").GetDouble().ShouldBeGreaterThanOrEqualTo(json.GetProperty("initial").GetDouble());
        json.GetProperty("systemRuns").GetDouble().ShouldBeInRange(1, 60);
        json.GetProperty("decidingExamples").GetInt32().ShouldBe(8);
        json.GetProperty("calls").GetInt32().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_configuration()
    {
        string once = $"{(await OptimizeAsync("PubMedQa")).GetProperty("configuration")}";

        $"{(await OptimizeAsync("PubMedQa")).GetProperty("configuration")}".ShouldBe(once);
    }

    private async Task<JsonElement> OptimizeAsync(string sample)
    {
        string Data(string name) => Path.Combine(AppContext.BaseDirectory, "samples", sample, name);
        var run = await SampleProgram.RunAsync(
            sample,
            "optimize", "--train", Data("train.jsonl"), "--validation", Data("validation.jsonl"), "--runs", "60", "--deciding-examples", "8", "--seed", "4", "--json");
        log.WriteLine(run.Output);
        run.ExitCode.ShouldBe(0, run.Error);
        return run.Json;
    }
}
