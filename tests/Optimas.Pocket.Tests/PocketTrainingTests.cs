using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Optimas.Learning;

namespace Optimas.Pocket.Tests;

/// <summary>A training of a few tiny steps.</summary>
public sealed class PocketTrainingTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("optimas-pocket-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_training_writes_a_model_that_can_be_asked()
    {
        var training = Training("whole");
        var losses = new List<double>();

        double loss = await training.RunAsync(new Steps(s => losses.Add(s.Loss)), CancellationToken.None);

        losses.Count.ShouldBe(training.Steps);
        loss.ShouldBeInRange(1, losses[0]);
        Directory.GetFiles(training.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .ShouldBe(["config.json", "generation_config.json", "model.safetensors", "tokenizer.json", "training.json"]);
        var record = Record(training).ShouldHaveSingleItem()!;
        ((string?)record["model"]).ShouldBe(PocketChatClient.Small);
        ((int)record["steps"]!).ShouldBe(training.Steps);
        ((double)record["heldOutLoss"]!).ShouldBe(loss, 1e-3);

        await using var chat = new PocketChatClient(new() { ModelFolder = Path.Combine(_root, "whole") });
        var response = await chat.GetResponseAsync("Hello", new() { ModelId = PocketChatClient.Small, MaxOutputTokens = 8, Seed = 1 });
        response.Usage!.OutputTokenCount.ShouldNotBeNull().ShouldBeInRange(1, 8);
    }

    [Fact]
    public async Task A_training_that_was_cancelled_goes_on_to_the_same_weights()
    {
        await Training("unbroken").RunAsync(new Steps(_ => { }), CancellationToken.None);
        var broken = Training("broken");
        using (var cancelling = new CancellationTokenSource())
        {
            await Should.ThrowAsync<OperationCanceledException>(() => broken.RunAsync(
                new Steps(s =>
                {
                    if (s.Number == 3)
                        cancelling.Cancel();
                }),
                cancelling.Token));
        }

        File.Exists(Weights(broken)).ShouldBeFalse();
        var numbers = new List<long>();
        await broken.RunAsync(new Steps(s => numbers.Add(s.Number)), CancellationToken.None);

        numbers.ShouldBe([4, 5, 6]);
        File.ReadAllBytes(Weights(broken)).ShouldBe(File.ReadAllBytes(Weights(Training("unbroken"))));
    }

    [Fact]
    public async Task A_training_from_a_finished_model_keeps_its_record_and_its_tokenizer()
    {
        var first = Training("first") with { Steps = 2 };
        await first.RunAsync(new Steps(_ => { }), CancellationToken.None);
        var second = Training("second") with { Steps = 3, Seed = 2, Start = first.Folder };
        await second.RunAsync(new Steps(_ => { }), CancellationToken.None);

        Record(second).Select(r => (int)r!["steps"]!).ShouldBe([2, 3]);
        JsonNode.DeepEquals(Record(second)[0], Record(first)[0]).ShouldBeTrue();
        File.ReadAllBytes(Path.Combine(second.Folder, "tokenizer.json")).ShouldBe(File.ReadAllBytes(Path.Combine(first.Folder, "tokenizer.json")));
        File.ReadAllBytes(Weights(second)).ShouldNotBe(File.ReadAllBytes(Weights(first)));
    }

    [Fact]
    public async Task An_unknown_model_is_refused()
    {
        var failure = await Should.ThrowAsync<ArgumentException>(
            () => (Training("unknown") with { Model = "pocket-max" }).RunAsync(new Steps(_ => { }), CancellationToken.None));

        failure.Message.ShouldContain("There is no model pocket-max; there are pocket and pocket-mini.");
    }

    private static string Weights(PocketTraining training) => Path.Combine(training.Folder, "model.safetensors");

    private static JsonArray Record(PocketTraining training) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(training.Folder, PocketTraining.RecordFileName)))!.AsArray();

    private PocketTraining Training(string name) => new()
    {
        Model = PocketChatClient.Small,
        Folder = Path.Combine(_root, name, PocketChatClient.Small),
        Steps = 6,
        TokensPerStep = 2048,
        TokenizerTexts = 3000,
        HeldOutTexts = 16,
    };

    private sealed class Steps(Action<TrainingStep> report) : IProgress<TrainingStep>
    {
        public void Report(TrainingStep value) => report(value);
    }
}
