using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning.Tests.Reinforcement;

public sealed class LanguageModelPolicyTests(Xunit.Abstractions.ITestOutputHelper output)
{
    [Fact]
    public async Task A_language_model_learns_what_the_local_reward_wants()
    {
        await using var writer = new Writer();
        var trainer = writer.Trainer();
        var watch = Stopwatch.StartNew();
        double before = await writer.MeanAsync(null);

        string? weights = null;
        for (int round = 0; round < 12; round++)
        {
            // Where all texts of a round are as good there is nothing to learn.
            if (await trainer.TrainAsync(writer.Request(trainer, weights, round), default) is not { } trained)
                continue;
            if (weights is not null)
                await trainer.DiscardAsync(weights, default);
            weights = trained.Weights;
        }

        double after = await writer.MeanAsync(weights);
        output.WriteLine($"{before:0.000} → {after:0.000} in {watch.Elapsed.TotalSeconds:0.0} s");
        watch.Elapsed.TotalSeconds.ShouldBeLessThan(60);
        before.ShouldBeLessThan(0.25);
        after.ShouldBeGreaterThan(before + 0.4);
        writer.Names.ShouldBe([weights!]);
    }

    [Fact]
    public async Task A_round_goes_on_from_the_accepted_adapter_and_a_rejected_one_leaves_no_trace()
    {
        await using var writer = new Writer();
        var trainer = writer.Trainer();
        string accepted = (await trainer.TrainAsync(writer.Request(trainer, null, 1), default))!.Weights;
        string[] files = writer.Files;
        byte[][] contents = [.. files.Select(File.ReadAllBytes)];
        string reply = await writer.ReplyAsync(1, accepted, 5, default);

        string rejected = (await trainer.TrainAsync(writer.Request(trainer, accepted, 2), default))!.Weights;
        rejected.ShouldNotBe(accepted);
        Distance(writer, accepted, rejected).ShouldBeLessThan(Distance(writer, null, rejected), "it goes on from what was accepted");
        await trainer.DiscardAsync(rejected, default);

        writer.Files.ShouldBe(files);
        files.Select(File.ReadAllBytes).Zip(contents).ShouldAllBe(p => p.First.SequenceEqual(p.Second));
        (await writer.ReplyAsync(1, accepted, 5, default)).ShouldBe(reply);
        Should.Throw<CheckpointException>(() => writer.Adapters.Get(rejected));
        // The value head and the moments are part of what it goes on from.
        var other = writer.Trainer();
        (await other.TrainAsync(writer.Request(other, accepted, 2), default))!.Weights.ShouldBe(rejected);
        (await other.TrainAsync(writer.Request(other, accepted, 2), default))!.Weights.ShouldBe(rejected, "a resumed optimization trains a round again");
        await other.DiscardAsync(rejected, default);
        File.Delete(Path.Combine(writer.Folder, accepted, "training.safetensors"));
        (await other.TrainAsync(writer.Request(other, accepted, 2), default))!.Weights.ShouldNotBe(rejected);
    }

    [Fact]
    public async Task The_adapter_is_one_that_peft_reads()
    {
        await using var writer = new Writer();
        var trainer = writer.Trainer();
        string weights = (await trainer.TrainAsync(writer.Request(trainer, null, 1), default))!.Weights;
        using var adapter = LoraAdapter.Load(Path.Combine(writer.Folder, weights), writer.Model.Network.Config, CPU);
        adapter.Config.Rank.ShouldBe(8);
        Directory.GetFiles(Path.Combine(writer.Folder, weights)).Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .ShouldBe(["adapter_config.json", "adapter_model.safetensors", "training.safetensors"]);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_weights_at_any_parallelism()
    {
        async Task<string> RunAsync(int parallelism, long seed)
        {
            await using var writer = new Writer();
            var trainer = writer.Trainer();
            return (await trainer.TrainAsync(writer.Request(trainer, null, seed, parallelism), default))!.Weights;
        }

        string first = await RunAsync(1, 5);
        (await RunAsync(8, 5)).ShouldBe(first);
        (await RunAsync(8, 6)).ShouldNotBe(first);
    }

    [Fact]
    public async Task The_divergence_from_the_base_is_bounded_by_its_coefficient()
    {
        async Task<(double Kl, double Reward)> RunAsync(double coefficient)
        {
            await using var writer = new Writer();
            var reports = new List<PpoReport>();
            var trainer = writer.Trainer(Writer.Options with { KlCoefficient = coefficient, LearningRate = 0.003 }, reports);
            string? weights = null;
            for (int round = 0; round < 5; round++)
                weights = (await trainer.TrainAsync(writer.Request(trainer, weights, round), default))?.Weights ?? weights;
            return (reports[^1].KlToBase, reports[^1].MeanReward);
        }

        var loose = await RunAsync(0.001);
        var tight = await RunAsync(5);
        output.WriteLine($"{loose} {tight}");
        tight.Kl.ShouldBeInRange(0, 0.1);
        loose.Kl.ShouldBeGreaterThan(5 * tight.Kl);
        loose.Reward.ShouldBeGreaterThan(tight.Reward);
    }

    [Fact]
    public async Task Equal_rewards_change_nothing()
    {
        await using var writer = new Writer();
        var trainer = writer.Trainer();
        var request = Rounds.Request(trainer, 4, null, 1, async (input, name, seed, ct) =>
        {
            await writer.ReplyAsync(input, name, seed, ct);
            return 0.25;
        });
        (await trainer.TrainAsync(request, default)).ShouldBeNull();
        writer.Names.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_failed_rollout_wrote_becomes_less_likely()
    {
        await using var writer = new Writer();
        var trainer = writer.Trainer();
        string? weights = null;
        for (int round = 0; round < 8; round++)
        {
            var request = Rounds.Request(trainer, 4, weights, round, async (input, name, seed, ct) =>
                Writer.Score(await writer.ReplyAsync(input, name, seed, ct)) > 0 ? 1 : null);
            weights = (await trainer.TrainAsync(request, default))?.Weights ?? weights;
        }

        double before = await writer.MeanAsync(null, r => Writer.Score(r) > 0 ? 1 : 0), after = await writer.MeanAsync(weights, r => Writer.Score(r) > 0 ? 1 : 0);
        after.ShouldBeGreaterThan(before + 0.2);
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public async Task Extreme_rewards_leave_finite_weights(double extreme)
    {
        await using var writer = new Writer();
        var trainer = writer.Trainer();
        var request = Rounds.Request(trainer, 4, null, 1, async (input, name, seed, ct) =>
            Writer.Score(await writer.ReplyAsync(input, name, seed, ct)) is var score && score > 0.2 ? extreme : score);

        string weights = (await trainer.TrainAsync(request, default))!.Weights;

        using var scope = NewDisposeScope();
        writer.Adapters.Get(weights).NamedParameters().ShouldAllBe(p => p.Parameter.isfinite().all().item<bool>());
    }

    [Theory]
    [InlineData(5)]
    [InlineData(40)]
    [InlineData(63)]
    public async Task Cancelled_in_the_middle_it_leaves_the_store_clean(int rollouts)
    {
        await using var writer = new Writer();
        using var cancelling = new CancellationTokenSource();
        var trainer = writer.Trainer();
        int count = 0;
        var request = Rounds.Request(trainer, 4, null, 1, async (input, name, seed, ct) =>
        {
            if (Interlocked.Increment(ref count) == rollouts)
                await cancelling.CancelAsync();
            return Writer.Score(await writer.ReplyAsync(input, name, seed, ct));
        });

        await Should.ThrowAsync<OperationCanceledException>(() => trainer.TrainAsync(request, cancelling.Token));

        writer.Names.ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_the_configuration_says_temperature_zero_rollouts_explore()
    {
        await using var writer = new Writer();
        var trainer = writer.Trainer();
        var replies = new System.Collections.Concurrent.ConcurrentBag<string>();
        var request = Rounds.Request(trainer, 4, null, 1, async (input, name, seed, ct) =>
        {
            string reply = await writer.ReplyAsync(0, name, seed, ct, temperature: 0);
            replies.Add(reply);
            return Writer.Score(reply);
        });

        (await trainer.TrainAsync(request, default)).ShouldNotBeNull();

        replies.Distinct().Count().ShouldBeGreaterThan(10);
        (await writer.ReplyAsync(0, null, 1, default, temperature: 0)).ShouldBe(await writer.ReplyAsync(0, null, 2, default, temperature: 0));
    }

    [Fact]
    public async Task A_component_that_writes_elsewhere_is_an_error_that_says_so()
    {
        await using var writer = new Writer();
        var trainer = writer.Trainer();
        var request = Rounds.Request(trainer, 4, null, 1, (input, _, seed, _) => Task.FromResult<double?>(seed % 7));
        (await Should.ThrowAsync<InvalidOperationException>(() => trainer.TrainAsync(request, default))).Message.ShouldContain("LocalChatClient");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.6)]
    public async Task Packed_probabilities_are_those_that_each_text_has_alone(double temperature)
    {
        await using var writer = new Writer();
        using var scope = NewDisposeScope();
        using var none = no_grad();
        using var head = new ValueHead(writer.Model.Network.Config.HiddenSize, CPU);
        using var adapter = LoraAdapter.Create(new() { Rank = 4, Alpha = 8 }, writer.Model.Network.Config, CPU, 1);
        foreach (var (_, parameter) in adapter.NamedParameters())
            parameter.fill_(0.05);
        RecordedGeneration Text(int[] prompt, params int[] reply) =>
            new(new([.. prompt], SamplingOptions.Default with { Temperature = temperature }, adapter), [.. reply]);
        int[] one = [5, 6, 7, 8], other = [9];
        RecordedGeneration[] texts = [Text(one, 1, 2, 3), Text(other, 4), Text(one, 9), Text(one, 1, 3, 3, 3), Text(other, 5, 6)];
        // The last rollout wrote twice.
        var policy = new WrittenTexts(writer.Model.Network, adapter, head, [[texts[0]], [texts[1]], [texts[2]], [texts[3], texts[4]]]);
        policy.GroupOf(2).ShouldBe(policy.GroupOf(0));
        policy.StepsOf(3).ShouldBe(6);
        policy.ActionsOf(3).ShouldBe([1, 3, 3, 3, 5, 6]);

        var (logits, values) = policy.Evaluate([3, 1, 0, 2]);

        var expected = new[] { texts[3], texts[4], texts[1], texts[0], texts[2] }.Select(t =>
        {
            var hidden = writer.Model.Network.Hidden(PackedBatch.Of([[.. t.Request.Prompt, .. t.Tokens]], CPU), adapter);
            return writer.Model.Network.Logits(hidden.narrow(0, t.Request.Prompt.Length - 1, t.Tokens.Length)) / temperature;
        }).ToArray();
        logits.ShouldBeWithin(cat(expected, 0), 1e-4, "logits");
        values!.shape.ShouldBe([11]);
        policy.EvaluateBase([0]).shape.ShouldBe([3, 260]);
    }

    // How far apart two adapters are, of which null is a new one's zero change.
    private static double Distance(Writer writer, string? one, string other)
    {
        using var scope = NewDisposeScope();
        double sum = 0;
        var others = writer.Adapters.Get(other).NamedParameters().ToArray();
        var ones = one is null ? null : writer.Adapters.Get(one).NamedParameters().ToArray();
        for (int i = 0; i < others.Length; i++)
        {
            // B alone: A is random and hardly moves.
            if (others[i].Name.Contains("lora_B", StringComparison.Ordinal))
                sum += (ones is null ? others[i].Parameter.pow(2) : (others[i].Parameter - ones[i].Parameter).pow(2)).sum().item<float>();
        }

        return sum;
    }
}
