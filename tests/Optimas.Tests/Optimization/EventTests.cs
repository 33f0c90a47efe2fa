using Optimas.Tests.Systems;

namespace Optimas.Tests.Optimization;

public sealed class EventTests
{
    [Theory]
    [InlineData(OptimizationEngine.Racing, OptimizationControl.None)]
    [InlineData(OptimizationEngine.Racing, OptimizationControl.GateOnly)]
    [InlineData(OptimizationEngine.Racing, OptimizationControl.RandomJointSearch)]
    [InlineData(OptimizationEngine.Paper, OptimizationControl.None)]
    [InlineData(OptimizationEngine.Paper, OptimizationControl.NoScreen)]
    public async Task Events_tell_the_story_in_order(OptimizationEngine engine, OptimizationControl control)
    {
        var system = Tuning.System(noise: 0.05);
        var heard = new List<OptimizationEvent>();

        var result = await system.OptimizeAsync(
            Tuning.Examples("train", 30),
            Tuning.Examples("validation", 30),
            Tuning.Metric,
            new() { Engine = engine, Control = control, Seed = 4, Budget = new() { SystemRuns = 150 }, DecidingExamples = 12, StageOneInputs = 3 },
            new Listener(heard.Add));

        heard.ShouldBe(result.Events);
        var planned = heard[0].ShouldBeOfType<OptimizationPlanned>();
        planned.Spent.SystemRuns.ShouldBe(0);
        planned.SearchedFields.ShouldBe(["Words.Count", "Ranking.Rate", "Answer.Model"]);
        planned.LeastSystemRuns.ShouldBeInRange(12, 150);
        var baseline = heard[1].ShouldBeOfType<BaselineEvaluated>();
        baseline.Mean.ShouldBe(result.Initial, 1e-12);
        baseline.Spent.SystemRuns.ShouldBe(12);
        heard[^1].ShouldBeOfType<OptimizationFinished>().Mean.ShouldBe(result.Final, 1e-12);
        heard.OfType<ComponentPicked>().Select(e => e.Step).ShouldBe(Enumerable.Range(1, heard.OfType<ComponentPicked>().Count()));
        double mean = result.Initial;
        string? turn = null;
        for (int i = 0; i < heard.Count; i++)
        {
            if (i > 0)
                heard[i].Spent.SystemRuns.ShouldBeGreaterThanOrEqualTo(heard[i - 1].Spent.SystemRuns);
            switch (heard[i])
            {
                case ComponentPicked picked:
                    turn = picked.Component;
                    break;
                case CandidateRejected rejected:
                    rejected.Component.ShouldBe(turn);
                    rejected.Changes.ShouldNotBeEmpty();
                    rejected.Examples.ShouldBeInRange(1, 12);
                    break;
                case CandidateAccepted accepted:
                    // A turn that belongs to all components goes by the name of the system, and so does a joint search.
                    accepted.Component.ShouldBe(turn ?? system.Graph.Name);
                    if (turn is not null && turn != system.Graph.Name)
                        accepted.Changes.ShouldAllBe(c => c.Field.StartsWith(turn + ".", StringComparison.Ordinal));

                    accepted.MeanGain.ShouldBeGreaterThan(0);
                    accepted.Mean.ShouldBe(mean + accepted.MeanGain, 1e-9);
                    mean = accepted.Mean;
                    break;
                case CandidatesScreened screened:
                    screened.Kept.ShouldAllBe(k => k >= 0 && k < screened.Candidates.Length);
                    screened.Kept.Distinct().Count().ShouldBe(screened.Kept.Length);
                    break;
            }
        }

        mean.ShouldBe(result.Final, 1e-9);
        result.Spent.SystemRuns.ShouldBe(heard[^1].Spent.SystemRuns);
    }

    [Fact]
    public async Task Every_control_runs_at_the_same_budget_and_takes_its_own_way()
    {
        foreach (var engine in Enum.GetValues<OptimizationEngine>())
        {
            var stories = new Dictionary<OptimizationControl, OptimizationResult<HandConfiguration>>();
            foreach (var control in Enum.GetValues<OptimizationControl>())
            {
                var system = Wide();
                stories[control] = await system.OptimizeAsync(
                    Tuning.Examples("train", 40), Tuning.Examples("validation", 40), Tuning.Metric,
                    new() { Engine = engine, Control = control, Seed = 1, Budget = new() { SystemRuns = 250 }, DecidingExamples = 12, StageOneInputs = 4 });
                stories[control].Spent.SystemRuns.ShouldBeLessThanOrEqualTo(250);
                stories[control].Final.ShouldBeGreaterThan(stories[control].Initial);
            }

            string[] texts = [.. stories.Values.Select(s => string.Join('\n', EventText.Of(s.Events)))];
            // Without local rewards the paper's loop has no screen to leave out: there two of the controls are one.
            texts.Distinct().Count().ShouldBe(engine == OptimizationEngine.Paper ? texts.Length - 1 : texts.Length, $"{engine}");
            bool Has<T>(OptimizationControl control) => stories[control].Events.OfType<T>().Any();
            Has<CandidatesScreened>(OptimizationControl.None).ShouldBeTrue();
            Has<CandidatesScreened>(OptimizationControl.ShuffledRewards).ShouldBeTrue();
            Has<CandidatesScreened>(OptimizationControl.RandomScores).ShouldBeTrue();
            Has<CandidatesScreened>(OptimizationControl.NoScreen).ShouldBeFalse();
            Has<CandidatesScreened>(OptimizationControl.GateOnly).ShouldBeFalse();
            Has<ComponentPicked>(OptimizationControl.RandomJointSearch).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData(OptimizationEngine.Racing)]
    [InlineData(OptimizationEngine.Paper)]
    public async Task Before_the_end_local_rewards_judge_the_outputs_of_the_start_and_of_the_best(OptimizationEngine engine)
    {
        var system = Tuning.System(noise: 0.05);
        var model = new HashedRewardModel(new() { Seed = 4 });
        var (train, validation) = (Tuning.Examples("train", 30), Tuning.Examples("validation", 30));
        var result = await system.OptimizeAsync(
            train, validation, Tuning.Metric,
            new() { Engine = engine, Seed = 4, Budget = new() { SystemRuns = 400 }, DecidingExamples = 12, StageOneInputs = 4, RewardModel = model });

        var told = result.Events.OfType<OutputsRewarded>().ToArray();
        told.Select(e => e.Component).ShouldBe(system.Graph.Components.Where(c => model.Reward(c.Index) is not null).Select(c => c.Name));
        told.ShouldNotBeEmpty();
        foreach (var component in told)
        {
            component.Outputs.Select(o => o.Example).Distinct().Count().ShouldBe(12);
            foreach (var output in component.Outputs)
            {
                output.Before.ShouldBe(await ScoreAsync(system.Default, output.Example, component.Component));
                output.After.ShouldBe(await ScoreAsync(result.Configuration, output.Example, component.Component));
            }
        }

        async Task<double?> ScoreAsync(SystemConfiguration configuration, string id, string component)
        {
            int k = system.Graph.Components.Single(c => c.Name == component).Index;
            int input = train.Concat(validation).Single(e => e.Id == id).Input;
            var trace = await system.RunAsync(input, configuration, request: new() { Seed = SeededRandom.Derive(4, id, 0) });
            return await model.Reward(k)!.ScoreAsync(system.System.Observe(trace, k), default);
        }
    }

    [Fact]
    public async Task A_skipped_component_and_a_reward_that_is_no_number_have_no_local_reward()
    {
        var result = await OptimizeSometimesAsync(_ => 0.5);
        var outputs = result.Events.OfType<OutputsRewarded>().ToDictionary(e => e.Component, e => e.Outputs);
        outputs["First"].ShouldAllBe(o => o.Before == 0.5 && o.After == 0.5);
        outputs["Sometimes"].Count(o => o.Before == null).ShouldBe(outputs["First"].Length / 2);
        outputs["Sometimes"].ShouldAllBe(o => o.Before == (int.Parse(o.Example) % 2 == 0 ? 0.5 : null) && o.After == o.Before);

        (await OptimizeSometimesAsync(_ => double.NaN)).Events.OfType<OutputsRewarded>().SelectMany(e => e.Outputs).ShouldAllBe(o => o.Before == null && o.After == null);
    }

    [Fact]
    public async Task Local_rewards_that_fail_at_the_end_cost_no_result()
    {
        var result = await OptimizeSometimesAsync(_ => throw new HttpRequestException("no embeddings today"));

        result.Reason.ShouldBe(StopReason.Exhausted);
        result.Final.ShouldBeGreaterThan(result.Initial);
        result.Events.OfType<OutputsRewarded>().ShouldBeEmpty();
        result.Events[^1].ShouldBeOfType<OptimizationFinished>();
    }

    // The second of three components runs on every other example; nothing is screened.
    private static Task<OptimizationResult<HandConfiguration>> OptimizeSometimesAsync(Func<Observation, double> reward)
    {
        Example<int, int>[] examples = [.. Enumerable.Range(0, 12).Select(i => new Example<int, int>($"{i}", i, i))];
        return new HandBound<int, double>("Pair")
            .Add("First", ["input"], c => c.Value<int>("Count") / 10.0, [Parameters.OneOf("Count", 1, 1, 2, 4)])
            .Add<double?>("Sometimes", ["input", "First"], c => c.Output<double>(0) / 2, when: c => c.Input % 2 == 0)
            .Add("Last", ["First", "Sometimes"], c => c.Output<double>(0) + (c.Output<double?>(1) ?? 0))
            .Build()
            .OptimizeAsync(
                examples[..6], examples[6..], Tuning.Metric,
                new()
                {
                    Seed = 1, Budget = new() { SystemRuns = 200 }, DecidingExamples = 12, Control = OptimizationControl.NoScreen,
                    RewardModel = new FixedRewards(reward),
                });
    }

    // Enough to choose from at the first component that a screen has something to do.
    private static HandSystem<int, double> Wide()
    {
        int[] values = [.. Enumerable.Range(0, 7)];
        return new HandBound<int, double>("Wide")
            .Add(
                "First",
                ["input"],
                c => "ABC".Average(f => 1 - Math.Abs(c.Value<int>($"{f}") - 5) / 6.0) + 0.1 * c.Noise(),
                [Parameters.OneOf("A", 0, values), Parameters.OneOf("B", 0, values), Parameters.OneOf("C", 0, values)])
            .Add("Second", ["First"], c => c.Output<double>(0) * (1 - c.Value<double>("Loss")) + 0.1 * c.Noise(), [Parameters.Range("Loss", 0.5, 0, 1)])
            .Add("Third", ["Second"], c => Math.Clamp(c.Output<double>(1), -1, 2))
            .Build();
    }

    [Theory]
    [InlineData(OptimizationEngine.Racing)]
    [InlineData(OptimizationEngine.Paper)]
    public async Task Cancellation_in_the_middle_ends_it(OptimizationEngine engine)
    {
        using var source = new CancellationTokenSource();
        var system = Tuning.System();
        int callsThen = 0;
        var listener = new Listener(e =>
        {
            if (e is ComponentPicked { Step: 3 })
            {
                callsThen = system.Calls.Total;
                source.Cancel();
            }
        });

        await Should.ThrowAsync<OperationCanceledException>(() => system.OptimizeAsync(
            Tuning.Examples("train", 30), Tuning.Examples("validation", 30), Tuning.Metric,
            new() { Engine = engine, Budget = new() { SystemRuns = 400 }, DecidingExamples = 12, StageOneInputs = 2 }, listener, source.Token));

        callsThen.ShouldBeGreaterThan(0);
        system.Calls.Total.ShouldBe(callsThen);
    }

    [Fact]
    public async Task A_start_that_mostly_fails_is_refused()
    {
        var system = new HandBound<int, int>("Broken")
            .Add<int>("A", ["input"], _ => throw new InvalidOperationException("broken"), [Parameters.OneOf("X", 0, 0, 1)])
            .Build();
        Example<int, int>[] examples = [.. Enumerable.Range(0, 20).Select(i => new Example<int, int>($"{i}", i, 0))];

        var e = await Should.ThrowAsync<FailureRateException>(() =>
            system.OptimizeAsync(examples, examples, Metric.Create<int, int>((_, _) => 0), OptimizationOptions.Default));

        e.InnerException.ShouldBeOfType<ComponentException>();
    }

    [Fact]
    public async Task What_can_not_be_optimized_is_said_before_anything_runs()
    {
        var system = Tuning.System();
        var examples = Tuning.Examples("train", 20);
        async Task RefusedAsync(string message, Func<Task> optimize) =>
            (await Should.ThrowAsync<ArgumentException>(optimize)).Message.ShouldContain(message);

        await RefusedAsync("train is empty", () => system.OptimizeAsync([], examples, Tuning.Metric, new()));
        await RefusedAsync("validation is empty", () => system.OptimizeAsync(examples, [], Tuning.Metric, new()));
        await RefusedAsync("Two examples have the id train 0", () => system.OptimizeAsync([.. examples, examples[0]], examples, Tuning.Metric, new()));
        await RefusedAsync("nothing to optimize", () =>
        {
            var plain = new HandBound<int, double>("Plain").Add("A", ["input"], _ => 1.0).Build();
            return plain.OptimizeAsync(examples, examples, Tuning.Metric, new());
        });
        await RefusedAsync("set Proposer", () =>
            Prompted.System().OptimizeAsync(Prompted.Examples("t"), Prompted.Examples("v"), Prompted.Metric, new()));
        system.Calls.Total.ShouldBe(0);
    }
}
