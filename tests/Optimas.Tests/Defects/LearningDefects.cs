using Microsoft.Extensions.AI;
using Optimas.Runtime;
using Optimas.Tests.Generated;
using Optimas.Tests.Systems;

namespace Optimas.Tests.Defects;

/// <summary>Defects of other implementations in preferences, local rewards and acceptance; each test shows that the one it is named for is absent.</summary>
public sealed class LearningDefects
{
    private static HandSystem<string, string> Guessing() => new HandBound<string, string>("Guessing")
        .Add("Guess", ["input"], c => $"guess {c.Value<int>("Which")}", [Parameters.OneOf("Which", 0, 0, 1, 2, 3, 4)])
        .Add("Answer", ["Guess"], c => c.Output<string>(0))
        .Build();

    private static async Task<PreferenceBatch<string, string>> CollectAsync(Func<string, double> reward, int inputs = 3)
    {
        var system = Guessing();
        var collector = new PreferenceCollector<string, string>(system.System, new());
        return await collector.CollectAsync(
            0,
            system.Default,
            [.. Enumerable.Range(1, 4).Select(v => system.Default.GetComponent(0)!.WithValue(0, v))],
            [.. Enumerable.Range(0, inputs).Select(i => new PreferenceInput<string, string>($"e{i}", $"input {i}", (trace, _) => new(reward(trace.Output))))],
            default);
    }

    [Fact]
    public async Task Half_of_the_valid_preference_pairs_discarded()
    {
        // Five distinct outputs with five distinct rewards are ten pairs, whichever of the two was sampled first.
        var rising = await CollectAsync(output => output[^1] - '0');
        var falling = await CollectAsync(output => '9' - output[^1]);

        rising.Pairs.Length.ShouldBe(3 * 10);
        falling.Pairs.Length.ShouldBe(3 * 10);
        rising.Pairs.Select(p => (p.Preferred.Output, p.Rejected.Output)).Order()
            .ShouldBe(falling.Pairs.Select(p => (p.Rejected.Output, p.Preferred.Output)).Order());
        rising.Pairs.ShouldAllBe(p => p.Gap > 0);
        (await CollectAsync(_ => 1)).Pairs.ShouldBeEmpty("without a gap there is no preference");
    }

    [Fact]
    public async Task The_gold_answer_injected_as_a_preferred_output()
    {
        const string Gold = "guess 7";
        // No configuration gives the gold answer; the reward knows it, the pairs must not.
        var batch = await CollectAsync(output => output == Gold ? 1 : (output[^1] - '0') / 10.0);

        var produced = Enumerable.Range(0, 5).Select(v => $"guess {v}").ToHashSet();
        batch.Pairs.ShouldNotBeEmpty();
        batch.Pairs.ShouldAllBe(p => produced.Any(p.Preferred.Output.EndsWith) && produced.Any(p.Rejected.Output.EndsWith));
        batch.Trajectories.ShouldAllBe(t => produced.Contains(t.Trace.Output));
    }

    [Theory]
    [InlineData(OptimizationEngine.Racing)]
    [InlineData(OptimizationEngine.Paper)]
    public async Task Lrf_guided_selection_registered_for_no_component_and_so_never_applied(OptimizationEngine engine)
    {
        string[] colours = ["red", "blue"];
        var system = new HandBound<string, string>("Colours")
            .Add("Shelf", ["input"], c => $"the {c.Value<string>("Colour")} shelf", [Parameters.PerInput("Colour", "red", colours)])
            .Add("Answer", ["Shelf"], c => c.Output<string>(0))
            .Build();
        Example<string, string>[] examples =
            [.. Enumerable.Range(0, 40).Select(i => new Example<string, string>($"{i}", $"Where is {colours[i % 2]} item {i}?", colours[i % 2]))];
        var metric = Metric.Create<string, string>((label, output) => output.Contains(label, StringComparison.Ordinal) ? 1 : 0);

        var result = await system.OptimizeAsync(
            examples, examples, metric, new() { Engine = engine, Seed = 1, Budget = new() { SystemRuns = 500 }, DecidingExamples = 20 });

        // It was applied: the configuration selects, and under it one value is chosen for some inputs and another one for others.
        result.Configuration.GetComponent(0)!.Selector.ShouldNotBeNull();
        var chosen = new HashSet<object?>();
        foreach (var example in examples)
            chosen.Add((await system.RunAsync(example.Input, result.Configuration))["Shelf"]!.Configuration!.GetValue(0));
        chosen.Count.ShouldBe(2);
        result.Final.ShouldBeGreaterThan(0.9);
    }

    [Theory]
    [InlineData(OptimizationEngine.Racing)]
    [InlineData(OptimizationEngine.Paper)]
    public async Task An_unchanged_configuration_accepted_on_noise(OptimizationEngine engine)
    {
        // Very noisy outputs and a candidate that changes nothing about them: run afresh, it would beat its own score half of the time.
        var calls = 0;
        var system = new HandBound<int, double>("Noisy")
            .Add("Same", ["input"], c => c.Input % 3, [Parameters.OneOf("Knob", 0, 0, 1, 2, 3, 4, 5)])
            .Add("Noise", ["Same"], _ => new SeededRandom(Interlocked.Increment(ref calls), "unrepeatable").NextDouble())
            .Build();
        for (int seed = 0; seed < 5; seed++)
        {
            Example<int, int>[] examples = [.. Enumerable.Range(0, 20).Select(i => new Example<int, int>($"{i}", i, 0))];

            var result = await system.OptimizeAsync(
                examples, examples, Metric.Create<double, int>((_, output) => output),
                new() { Engine = engine, Seed = seed, Budget = new() { SystemRuns = 120 }, DecidingExamples = 10, StageOneInputs = 2 });

            result.Events.OfType<CandidateAccepted>().ShouldBeEmpty();
            result.Final.ShouldBe(result.Initial);
        }
    }

    [Theory]
    [InlineData(OptimizationEngine.Racing)]
    [InlineData(OptimizationEngine.Paper)]
    public async Task A_fresh_adapter_on_every_ppo_round_so_progress_is_lost(OptimizationEngine engine)
    {
        // Steps so small that no single round gets far: only rounds that go on from the one before do.
        var policied = new Policied();
        var trainer = new PolicyTrainer(policied.Policy, stepSize: 0.6);
        var options = Policied.Options(engine, trainer, runs: 2500, seed: 2);

        var result = await Policied.OptimizeAsync(policied.System(), options);

        string?[] accepted = [null, .. result.Events.OfType<CandidateAccepted>().Select(e => (string?)e.Changes.Single().After)];
        double[] best = [.. accepted.Select(w => policied.Policy.Named(w).Probabilities[^1])];
        best.Length.ShouldBeGreaterThan(3);
        best.ShouldBe(best.Order());
        best[^1].ShouldBeGreaterThan(best[0] + 2 * best.Zip(best.Skip(1), (before, after) => after - before).Max());
        trainer.Requests.Select(r => r.Weights).ShouldBeSubsetOf(accepted);
        trainer.Requests.Select(r => r.Weights).Distinct().Count().ShouldBeGreaterThan(3);
    }

    [Theory]
    [InlineData(OptimizationEngine.Racing)]
    [InlineData(OptimizationEngine.Paper)]
    public async Task Training_on_another_prompt_than_the_one_served(OptimizationEngine engine)
    {
        var rollingOut = new AsyncLocal<bool>();
        var inRollouts = new List<(IReadOnlyList<ChatMessage> Messages, ChatOptions Options)>();
        var chat = new ScriptedChat((messages, options) =>
        {
            if (rollingOut.Value)
            {
                lock (inRollouts)
                    inRollouts.Add((messages, options!));
            }

            return options!.AdditionalProperties?.GetValueOrDefault(PromptedCall.WeightsProperty) is "coached" || options.Seed % 2 == 0 ? "gladly" : "no";
        });
        var system = new Coached(chat).AsSystem();
        // The prompt in force is not the one that the annotation declares, and so is what else goes into the call.
        var start = Coached.Configuration.Default with
        {
            Reply = Coached.Configuration.Default.Reply with { Prompt = "Reply kindly about {topic}.", Temperature = 0.7f, ModelId = "small" },
        };
        Example<string, int>[] examples = [.. Enumerable.Range(0, 30).Select(i => new Example<string, int>($"{i}", $"question {i}", i))];
        var trainer = new CoachingTrainer(rollingOut);

        var result = await Optimizer.OptimizeAsync<string, string, int, Coached.Configuration>(
            system,
            examples[..15],
            examples[15..],
            Metric.Create<string, int>((_, output) => output == "gladly" ? 1 : 0),
            new() { Engine = engine, Start = start, WeightTrainer = trainer, Budget = new() { SystemRuns = 300 }, DecidingExamples = 10 },
            progress: null,
            default);

        result.Configuration.ShouldBe(start with { Reply = start.Reply with { Weights = "coached" } });
        inRollouts.Count.ShouldBeGreaterThanOrEqualTo(trainer.RolloutsPerRound);
        foreach (var (messages, options) in inRollouts)
        {
            string input = examples.Single(e => messages[1].Text.Contains($"the topic of {e.Input}\n", StringComparison.Ordinal)
                || messages[1].Text.EndsWith($"the topic of {e.Input}", StringComparison.Ordinal)).Input;
            int before = chat.Asked.Count;
            await system.ExecuteAsync(input, result.Configuration, prefix: null, ExecutionRequest.Default, default);
            var served = chat.Asked[before];
            messages.Select(m => (m.Role, m.Text)).ShouldBe(served.Messages.Select(m => (m.Role, m.Text)));
            messages[0].Text.ShouldBe($"Reply kindly about the topic of {input}.");
            (options.Temperature, options.ModelId, options.MaxOutputTokens).ShouldBe((0.7f, "small", null));
        }

        // Both the weights in force and those being trained were rolled out, each call with a seed of its own.
        inRollouts.Select(r => r.Options.AdditionalProperties?.GetValueOrDefault(PromptedCall.WeightsProperty)).Distinct().ShouldBe([null, "coached"], ignoreOrder: true);
        inRollouts.Select(r => r.Options.Seed).Distinct().Count().ShouldBe(inRollouts.Count);
    }

    [Fact]
    public async Task State_that_cant_be_reloaded()
    {
        var system = Guessing();
        var trace = await system.RunAsync("x");
        var batch = await CollectAsync(output => output[^1] - '0', inputs: 12);
        var model = new HashedRewardModel();
        await model.FitAsync(batch.Pairs, [], default);
        var reward = model.Reward(0)!;
        var configuration = (HandConfiguration)system.Default.WithComponent(0, system.Default.GetComponent(0)!.WithValue(0, 3) with { Selector = new(reward) });

        // The configuration with its reward, the trajectory, and the model itself.
        var read = ConfigurationJson.Read(configuration.ToJson(), system.Default);
        read.ShouldBe(configuration);
        system.System.ToJson(system.System.FromJson(system.System.ToJson(trace))).ShouldBe(system.System.ToJson(trace));
        using var saved = new MemoryStream();
        await model.SaveAsync(saved, default);
        saved.Position = 0;
        var again = new HashedRewardModel();
        await again.LoadAsync(saved, default);
        foreach (var pair in batch.Pairs)
        {
            double score = await reward.ScoreAsync(pair.Preferred, default);
            (await again.Reward(0)!.ScoreAsync(pair.Preferred, default)).ShouldBe(score);
            (await read.GetComponent(0)!.Selector!.Reward.ScoreAsync(pair.Preferred, default)).ShouldBe(score);
        }

        var fresh = batch.Pairs[..5];
        await model.AdaptAsync(0, fresh, batch.Pairs, [], default);
        await again.AdaptAsync(0, fresh, batch.Pairs, [], default);
        (await again.Reward(0)!.ScoreAsync(fresh[0].Preferred, default)).ShouldBe(
            await model.Reward(0)!.ScoreAsync(fresh[0].Preferred, default), "training goes on from where it stood");
    }

    /// <summary>Learns one thing, and rolls out before and after.</summary>
    private sealed class CoachingTrainer(AsyncLocal<bool> rollingOut) : IWeightTrainer
    {
        public int InputsPerRound => 4;

        public int RolloutsPerRound => 16;

        public async Task<TrainedWeights?> TrainAsync(WeightTrainingRequest request, CancellationToken cancellationToken)
        {
            if (request.Weights is not null)
                return null;
            rollingOut.Value = true;
            var means = new List<double>();
            foreach (string? weights in new[] { request.Weights, "coached" })
            {
                var rewards = new List<double>();
                for (int i = 0; i < 8; i++)
                    rewards.Add((await request.Rollouts.RunAsync(i % request.Rollouts.Inputs, weights, means.Count * 8 + i, cancellationToken))!.Reward);
                means.Add(rewards.Average());
            }

            return new("coached", means[0], means[1]);
        }

        public ValueTask DiscardAsync(string weights, CancellationToken cancellationToken) => throw new NotSupportedException("It is accepted.");
    }
}
