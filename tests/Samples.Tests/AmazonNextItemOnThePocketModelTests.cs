using AmazonNextItem;
using Optimas;
using Optimas.Pocket;
using Samples.Tests.Loopback;

namespace Samples.Tests;

/// <summary>The system on the real pocket model, offline.</summary>
public sealed class AmazonNextItemOnThePocketModelTests
{
    private static readonly string s_data = Path.Combine(AppContext.BaseDirectory, "samples", "AmazonNextItem");

    [Fact]
    public async Task Instructions_written_by_hand_score_above_the_default_ones()
    {
        await using var chat = new PocketChatClient();
        var examples = await SessionData.ReadAsync(Path.Combine(s_data, "test.jsonl"), CancellationToken.None);
        var evaluator = new Evaluator<ShopVisit, string, NextView>(
            new NextItemSystem(chat, chat).AsSystem(), new ChoiceAccuracy(), EvaluationOptions.Default with { Seed = 1 });
        var start = NextItemSystem.Configuration.Default;
        var asked = start with
        {
            Session = start.Session with { Prompt = $"{start.Session.Prompt} Focus on the last three products. Name the feature that repeats most." },
            Profiles = start.Profiles with { Prompt = $"{start.Profiles.Prompt} Say what each one shares with the session. Say no to any product of the wrong kind." },
            NextItem = start.NextItem with { Prompt = $"{start.NextItem.Prompt} Follow the comments. Reply with only the number." },
        };

        var before = await evaluator.EvaluateAsync(start, examples, CancellationToken.None);
        var after = await evaluator.EvaluateAsync(asked, examples, CancellationToken.None);

        before.Failures.ShouldBe(0);
        after.Failures.ShouldBe(0);
        before.Mean.ShouldBeInRange(0.3, 0.6);
        after.Mean.ShouldBeGreaterThan(before.Mean + 0.08);
    }

    [Fact]
    public async Task Weights_are_trained_and_found_again_beside_the_configuration()
    {
        string folder = Directory.CreateTempSubdirectory("next-item-").FullName;
        try
        {
            string[] data = ["--train", Path.Combine(s_data, "train.jsonl"), "--validation", Path.Combine(s_data, "validation.jsonl")];

            var run = await SampleProgram.RunAsync(
                "AmazonNextItem", ["optimize", .. data, "--limit", "30", "--runs", "250", "--deciding-examples", "20", "--seed", "3", "--out", folder]);

            run.Error.ShouldBeEmpty();
            run.ExitCode.ShouldBe(0);
            run.Output.ShouldContain("trained ");
            run.Output.ShouldContain("in 64 rollouts, 0 failed");

            var again = await SampleProgram.RunAsync(
                "AmazonNextItem",
                ["evaluate", "--data", data[1], "--limit", "10", "--config", Path.Combine(folder, "configuration.json"), "--json"]);

            again.Error.ShouldBeEmpty();
            again.Json.GetProperty("failures").GetInt32().ShouldBe(0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
