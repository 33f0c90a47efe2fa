using AmazonNextItem;
using Microsoft.Extensions.AI;
using Optimas;
using Optimas.Learning;
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
        var examples = await SessionData.ReadAsync(Data("test.jsonl"), CancellationToken.None);
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
    public async Task Weights_are_trained()
    {
        string folder = Directory.CreateTempSubdirectory("next-item-").FullName;
        try
        {
            var run = await SampleProgram.RunAsync(
                "AmazonNextItem",
                [
                    "optimize", "--train", Data("train.jsonl"), "--validation", Data("validation.jsonl"), "--limit", "30", "--runs", "250",
                    "--deciding-examples", "20", "--seed", "3", "--out", folder,
                ]);

            run.Error.ShouldBeEmpty();
            run.ExitCode.ShouldBe(0);
            run.Output.ShouldContain("trained ");
            run.Output.ShouldContain("in 64 rollouts, 0 failed");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Weights_are_found_beside_the_configuration_and_kept_with_what_a_run_writes()
    {
        const string Name = "made-here";
        string folder = Directory.CreateTempSubdirectory("next-item-").FullName, first = Path.Combine(folder, "first"), second = Path.Combine(folder, "second");
        try
        {
            await using (var chat = new PocketChatClient(new() { AdapterFolder = Path.Combine(first, "adapters") }))
            {
                using var adapter = LoraAdapter.Create(new() { Rank = 4, Alpha = 8 }, chat.GetService<LanguageModel>()!.Network.Config, TorchSharp.torch.CPU, 1);
                await chat.GetService<AdapterStore>()!.SaveAsync(Name, adapter, CancellationToken.None);
            }

            var start = NextItemSystem.Configuration.Default;
            start = start with { Session = start.Session with { Weights = Name } };
            await start.SaveAsync(Path.Combine(first, "configuration.json"), CancellationToken.None);

            (await EvaluateAsync(first)).Json.GetProperty("failures").GetInt32().ShouldBe(0);

            var run = await SampleProgram.RunAsync(
                "AmazonNextItem",
                [
                    "optimize", "--train", Data("train.jsonl"), "--validation", Data("validation.jsonl"), "--limit", "8", "--runs", "20",
                    "--deciding-examples", "8", "--config", Path.Combine(first, "configuration.json"), "--out", second,
                ]);
            run.Error.ShouldBeEmpty();
            (await File.ReadAllTextAsync(Path.Combine(second, "configuration.json"))).ShouldContain(Name);
            (await EvaluateAsync(second)).Json.GetProperty("failures").GetInt32().ShouldBe(0);

            Directory.Delete(Path.Combine(second, "adapters"), recursive: true);
            var lost = await EvaluateAsync(second);
            lost.ExitCode.ShouldNotBe(0);
            lost.Error.ShouldContain($"has no adapter called {Name}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Data(string file) => Path.Combine(s_data, file);

    private static Task<SampleProgram> EvaluateAsync(string folder) => SampleProgram.RunAsync(
        "AmazonNextItem", "evaluate", "--data", Data("validation.jsonl"), "--limit", "10", "--config", Path.Combine(folder, "configuration.json"), "--json");
}
