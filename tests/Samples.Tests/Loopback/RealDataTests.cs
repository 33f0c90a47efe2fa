using Optimas.Pocket;
using Xunit.Abstractions;

namespace Samples.Tests.Loopback;

/// <summary>
/// Every sample reads the real data of its benchmark and runs on it, against a server over HTTP. The pocket model knows nothing of the real
/// world, so the scores are poor; but nothing fails.
/// </summary>
public sealed class RealDataTests(ITestOutputHelper log)
{
    private const int Examples = 3, ContextTokens = 800;

    /// <summary>Sample, its data, and what else its command line needs; <c>data:</c> stands for the folder of real data.</summary>
    public static TheoryData<string, string, string[]> Samples => new()
    {
        { "AmazonNextItem", "amazon/val.jsonl", [] },
        { "BigCodeBench", "bigcodebench/val.jsonl", [] },
        { "HotpotQa", "hotpotqa/val.jsonl", ["--embedding-model", "words"] },
        { "PubMedQa", "pubmedqa/val.jsonl", [] },
        { "StarkPrime", "stark_prime/val.jsonl", ["--kb", "data:stark_prime"] },
    };

    [RealDataTheory("amazon/val.jsonl"), MemberData(nameof(Samples))]
    public async Task A_sample_runs_on_real_data_against_a_server(string sample, string data, string[] options)
    {
        await using var chat = new PocketChatClient();
        await using var server = await ModelServer.StartAsync(chat, ContextTokens);

        var run = await SampleProgram.RunAsync(
            sample,
            [
                "evaluate", "--data", PathOf($"data:{data}"), "--limit", $"{Examples}", "--endpoint", server.Endpoint, "--model", "pocket", "--json",
                .. options.Select(PathOf),
            ]);

        log.WriteLine(run.Output);
        server.Failures.ShouldBeEmpty();
        run.Error.ShouldBeEmpty();
        run.ExitCode.ShouldBe(0);
        server.Chats.ShouldBeGreaterThanOrEqualTo(Examples);
        run.Json.GetProperty("examples").GetInt32().ShouldBe(Examples);
        run.Json.GetProperty("failures").GetInt32().ShouldBe(0);
    }

    private static string PathOf(string option) => option.StartsWith("data:", StringComparison.Ordinal)
        ? Path.GetFullPath(Path.Combine(SharedData.PathOf("amazon/val.jsonl"), "..", "..", option["data:".Length..]))
        : option;
}
