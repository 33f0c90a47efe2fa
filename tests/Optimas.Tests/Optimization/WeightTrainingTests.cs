using Optimas.Tests.Systems;

namespace Optimas.Tests.Optimization;

/// <summary>Weights as a searched parameter: a small policy, trained by policy gradient on the local reward.</summary>
public sealed class WeightTrainingTests
{
    public static TheoryData<OptimizationEngine> Engines => [OptimizationEngine.Racing, OptimizationEngine.Paper];

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Training_with_the_local_reward_improves_the_system(OptimizationEngine engine)
    {
        var policied = new Policied();
        var trainer = new PolicyTrainer(policied.Policy);

        var result = await Policied.OptimizeAsync(policied.System(), Policied.Options(engine, trainer));

        result.Initial.ShouldBeInRange(0.3, 0.7);
        result.Final.ShouldBeGreaterThan(0.85);
        result.Changes.ShouldHaveSingleItem().Field.ShouldBe("Colour.Policy");
        result.Events.OfType<OptimizationPlanned>().Single().SearchedFields.ShouldBe(["Colour.Policy"]);
        var trained = result.Events.OfType<WeightsTrained>().ToList();
        trained[0].RewardAfter.ShouldBeGreaterThan(trained[0].RewardBefore);
        trained.ShouldAllBe(e => e.Component == "Colour" && e.Rollouts == trainer.RolloutsPerRound && e.Failures == 0);

        // The accepted weights are those in the configuration, and they are better than chance where nobody looked.
        string weights = result.Configuration["Colour.Policy"].ShouldBeOfType<string>();
        policied.Policy.WithWeights(weights).Probabilities[^1].ShouldBeGreaterThan(0.5);
        (await policied.System().Evaluator(Policied.Metric, new() { Seed = 99 })
            .EvaluateAsync(result.Configuration, Policied.Examples("fresh"))).Mean.ShouldBeGreaterThan(0.8);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Each_round_goes_on_from_what_was_accepted_and_a_rejected_round_leaves_no_trace(OptimizationEngine engine)
    {
        var policied = new Policied();
        // Steps so large that some rounds run into a wrong action.
        var trainer = new PolicyTrainer(policied.Policy, stepSize: 12);

        var result = await Policied.OptimizeAsync(policied.System(), Policied.Options(engine, trainer, runs: 1500, seed: 3));

        string? inForce = null;
        var rejected = new List<string>();
        var accepted = new List<string>();
        string? made = null;
        int round = 0;
        foreach (var happened in result.Events)
        {
            switch (happened)
            {
                case WeightsTrained e:
                    trainer.Requests[round++].Weights.ShouldBe(inForce);
                    e.Before.ShouldBe(inForce);
                    made = e.After;
                    break;
                case CandidateAccepted e:
                    accepted.Add(inForce = (string)e.Changes.Single().After!);
                    inForce.ShouldBe(made);
                    break;
                case CandidateRejected:
                    rejected.Add(made!);
                    break;
            }
        }

        accepted.ShouldNotBeEmpty();
        rejected.ShouldNotBeEmpty();
        result.Configuration["Colour.Policy"].ShouldBe(inForce);
        trainer.Discarded.ShouldBe(rejected);
        policied.Policy.Stored.ShouldBe(accepted.Order(StringComparer.Ordinal), "what lost is deleted");
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Values_and_weights_of_one_component_are_both_searched(OptimizationEngine engine)
    {
        var policied = new Policied();
        var system = policied.System([Parameters.OneOf("Brush", 1, 1, 2, 3)]);

        var result = await Policied.OptimizeAsync(system, Policied.Options(engine, new PolicyTrainer(policied.Policy), runs: 1000));

        result.Events.OfType<OptimizationPlanned>().Single().SearchedFields.ShouldBe(["Colour.Policy", "Colour.Brush"]);
        result.Events.OfType<WeightsTrained>().ShouldNotBeEmpty();
        result.Final.ShouldBeGreaterThan(0.8);
        ConfigurationChange[] tried =
        [
            .. result.Events.OfType<CandidateRejected>().SelectMany(e => e.Changes), .. result.Events.OfType<CandidateAccepted>().SelectMany(e => e.Changes),
        ];
        tried.Select(c => c.Field).Distinct().Order().ShouldBe(["Colour.Brush", "Colour.Policy"]);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Conditional_components_are_rolled_out_where_they_are_needed(OptimizationEngine engine)
    {
        var policied = new Policied();
        var seen = new List<int>();
        var trainer = new PolicyTrainer(policied.Policy) { Instead = r => { seen.Add(r.Rollouts.Inputs); return false; } };

        var result = await Policied.OptimizeAsync(policied.System(needed: c => c.Input % 2 == 0), Policied.Options(engine, trainer));

        seen.ShouldNotBeEmpty();
        seen.ShouldAllBe(n => n >= 1 && n <= trainer.InputsPerRound);
        seen.ShouldContain(n => n < trainer.InputsPerRound);
        result.Events.OfType<WeightsTrained>().ShouldAllBe(e => e.Failures == 0);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Failed_rollouts_are_counted_and_do_not_end_it(OptimizationEngine engine)
    {
        var policied = new Policied();
        var system = policied.System(fails: c => c.Input % 5 == 0);

        var result = await Policied.OptimizeAsync(system, Policied.Options(engine, new PolicyTrainer(policied.Policy), runs: 800));

        result.Events.OfType<WeightsTrained>().ShouldContain(e => e.Failures > 0);
        result.Events.OfType<WeightTrainingFailed>().ShouldBeEmpty();
        result.Final.ShouldBeGreaterThanOrEqualTo(result.Initial);
        (result.Spent.SystemRuns * 3).ShouldBe(system.Calls.Total, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_budget_is_never_exceeded_and_rollouts_count(OptimizationEngine engine)
    {
        foreach (double runs in new[] { 90, 120, 151.3, 260, 333 })
        {
            var policied = new Policied();
            var system = policied.System(runs == 260 ? [Parameters.OneOf("Brush", 1, 1, 2, 3)] : null, needed: runs == 333 ? c => c.Input % 3 > 0 : null);
            var trainer = new PolicyTrainer(policied.Policy);
            OptimizationResult<HandConfiguration> result;
            try
            {
                result = await Policied.OptimizeAsync(system, Policied.Options(engine, trainer, runs));
            }
            catch (BudgetException)
            {
                system.Calls.Total.ShouldBe(0);
                continue;
            }

            // A skipped component is no execution.
            (result.Spent.SystemRuns * 3).ShouldBe(system.Calls.Total, 1e-6);
            result.Spent.SystemRuns.ShouldBeLessThanOrEqualTo(runs + 1e-9);
            trainer.Requests.ShouldNotBeEmpty($"{runs} runs pay for a round");
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_plan_that_can_not_pay_for_a_round_is_refused_before_the_first_call(OptimizationEngine engine)
    {
        var policied = new Policied();
        var system = policied.System();
        var options = Policied.Options(engine, new PolicyTrainer(policied.Policy) { InputsPerRound = 500 }, runs: 1500);

        (await Should.ThrowAsync<BudgetException>(() => Policied.OptimizeAsync(system, options))).Message.ShouldContain("needs at least");

        system.Calls.Total.ShouldBe(0);
    }

    [Theory]
    [InlineData(OptimizationEngine.Racing, OptimizationControl.None)]
    [InlineData(OptimizationEngine.Racing, OptimizationControl.ShuffledRewards)]
    [InlineData(OptimizationEngine.Racing, OptimizationControl.RandomScores)]
    [InlineData(OptimizationEngine.Paper, OptimizationControl.None)]
    [InlineData(OptimizationEngine.Paper, OptimizationControl.RandomScores)]
    public async Task The_same_seed_gives_the_same_events_at_any_parallelism(OptimizationEngine engine, OptimizationControl control)
    {
        async Task<string[]> RunAsync(int parallelism, long seed)
        {
            var policied = new Policied();
            var options = Policied.Options(engine, new PolicyTrainer(policied.Policy), seed: seed) with
            {
                Control = control, Evaluation = new() { Parallelism = parallelism },
            };
            return EventText.Of((await Policied.OptimizeAsync(policied.System([Parameters.OneOf("Brush", 1, 1, 2)]), options)).Events);
        }

        string[] first = await RunAsync(1, 4);
        first.ShouldContain(e => e.StartsWith("trained Colour", StringComparison.Ordinal));
        (await RunAsync(8, 4)).ShouldBe(first);
        (await RunAsync(8, 5)).ShouldNotBe(first);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Rewards_that_say_nothing_train_nothing_worth_having(OptimizationEngine engine)
    {
        double[] gains = await Task.WhenAll(new[] { OptimizationControl.None, OptimizationControl.RandomScores }.Select(async control =>
        {
            double gain = 0;
            for (long seed = 0; seed < 4; seed++)
            {
                var policied = new Policied();
                var result = await Policied.OptimizeAsync(
                    policied.System(), Policied.Options(engine, new PolicyTrainer(policied.Policy), seed: seed) with { Control = control });
                string? weights = (string?)result.Configuration["Colour.Policy"];
                gain += policied.Policy.Named(weights).Probabilities.Select((p, a) => p * a / 4).Sum() - 0.5;
            }

            return gain / 4;
        }));

        gains[0].ShouldBeGreaterThan(0.3);
        gains[1].ShouldBeLessThan(gains[0] - 0.15);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Cancellation_reaches_the_trainer(OptimizationEngine engine)
    {
        var policied = new Policied();
        using var cancelling = new CancellationTokenSource();
        var trainer = new PolicyTrainer(policied.Policy) { Instead = _ => { cancelling.Cancel(); return false; } };
        var heard = new List<OptimizationEvent>();

        await Should.ThrowAsync<OperationCanceledException>(() => Policied.OptimizeAsync(
            policied.System(), Policied.Options(engine, trainer), new Listener(heard.Add), cancelling.Token));

        trainer.Requests.ShouldHaveSingleItem();
        heard.ShouldNotContain(e => e is WeightTrainingFailed || e is WeightsTrained);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_trainer_that_fails_once_is_reported_and_asked_again(OptimizationEngine engine)
    {
        var policied = new Policied();
        int asked = 0;
        var trainer = new PolicyTrainer(policied.Policy) { Instead = _ => asked++ == 0 ? throw new InvalidOperationException("out of memory") : false };

        var result = await Policied.OptimizeAsync(policied.System(), Policied.Options(engine, trainer));

        var failure = result.Events.OfType<WeightTrainingFailed>().ShouldHaveSingleItem();
        (failure.Component, failure.Failure.Message).ShouldBe(("Colour", "out of memory"));
        result.Final.ShouldBeGreaterThan(result.Initial);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_trainer_without_ideas_ends_the_search(OptimizationEngine engine)
    {
        var policied = new Policied();
        var trainer = new PolicyTrainer(policied.Policy) { Instead = _ => true };

        var result = await Policied.OptimizeAsync(policied.System(), Policied.Options(engine, trainer, runs: 1000));

        trainer.Requests.Count.ShouldBe(2);
        result.Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reward_that_few_inputs_tell_anything_about_is_waited_for()
    {
        var policied = new Policied();
        var trainer = new PolicyTrainer(policied.Policy);
        // One input in ten gives pairs.
        var rare = Metric.Create<string, int>((label, output) => label % 10 == 0 && output.Contains("black", StringComparison.Ordinal) ? 1 : 0);

        var result = await policied.System().OptimizeAsync(
            Policied.Examples("t"), Policied.Examples("v"), rare, Policied.Options(OptimizationEngine.Racing, trainer, runs: 1500));

        var events = result.Events.TakeWhile(e => e is not WeightsTrained).ToList();
        events.OfType<PreferencesCollected>().Count().ShouldBeGreaterThan(1);
        trainer.Requests.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_component_that_always_does_the_same_ends_the_search()
    {
        var policied = new Policied();
        policied.Policy.Save("set", [0, 0, 1000, 0, 0]);
        var trainer = new PolicyTrainer(policied.Policy);
        var system = policied.System();

        var result = await Policied.OptimizeAsync(
            system, Policied.Options(OptimizationEngine.Racing, trainer, runs: 1500) with { Start = system.Default.With("Colour.Policy", "set") });

        result.Reason.ShouldBe(StopReason.Exhausted);
        trainer.Requests.ShouldBeEmpty();
        result.Spent.SystemRuns.ShouldBeLessThan(150);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_round_makes_no_more_rollouts_than_it_declared(OptimizationEngine engine)
    {
        var policied = new Policied();
        var system = policied.System();
        var greedy = new GreedyTrainer();

        var result = await Policied.OptimizeAsync(system, Policied.Options(engine, greedy, runs: 400));

        result.Events.OfType<WeightTrainingFailed>().ShouldNotBeEmpty();
        result.Events.OfType<WeightTrainingFailed>().ShouldAllBe(e => e.Failure.Message.Contains("no more rollouts"));
        result.Spent.SystemRuns.ShouldBeLessThanOrEqualTo(400);
        (result.Spent.SystemRuns * 3).ShouldBe(system.Calls.Total, 1e-6);
        await Should.ThrowAsync<InvalidOperationException>(() => greedy.Rollouts!.RunAsync(0, null, 1, default));
        (await Should.ThrowAsync<ArgumentOutOfRangeException>(() => greedy.Rollouts!.RunAsync(99, null, 1, default))).ParamName.ShouldBe("input");
    }

    [Theory]
    [InlineData(OptimizationControl.NoScreen)]
    [InlineData(OptimizationControl.GateOnly)]
    [InlineData(OptimizationControl.RandomJointSearch)]
    public async Task Without_a_local_reward_nothing_is_trained(OptimizationControl control)
    {
        foreach (var engine in new[] { OptimizationEngine.Racing, OptimizationEngine.Paper })
        {
            var policied = new Policied();
            var trainer = new PolicyTrainer(policied.Policy);
            var options = Policied.Options(engine, trainer) with { Control = control };

            (await Should.ThrowAsync<ArgumentException>(() => Policied.OptimizeAsync(policied.System(), options))).Message.ShouldContain($"{control}");
            var mixed = await Policied.OptimizeAsync(policied.System([Parameters.OneOf("Brush", 1, 1, 2)]), options);

            trainer.Requests.ShouldBeEmpty();
            mixed.Events.OfType<OptimizationPlanned>().Single().SearchedFields.ShouldBe(["Colour.Brush"]);
        }
    }

    [Fact]
    public async Task Without_a_trainer_weights_stay_as_they_are()
    {
        var message = (await Should.ThrowAsync<ArgumentException>(() => Policied.OptimizeAsync(
            new Policied().System(), Policied.Options(OptimizationEngine.Racing, trainer: null)))).Message;

        message.ShouldContain("only prompts or weights");
        message.ShouldContain(nameof(OptimizationOptions.WeightTrainer));
        message.ShouldContain(nameof(OptimizationOptions.Proposer));
    }

    /// <summary>Rolls out for as long as it is let.</summary>
    private sealed class GreedyTrainer : IWeightTrainer
    {
        public int InputsPerRound => 3;

        public int RolloutsPerRound => 10;

        public ComponentRollouts? Rollouts { get; private set; }

        public async Task<TrainedWeights?> TrainAsync(WeightTrainingRequest request, CancellationToken cancellationToken)
        {
            Rollouts = request.Rollouts;
            for (long seed = 0; ; seed++)
                await request.Rollouts.RunAsync(0, null, seed, cancellationToken);
        }

        public ValueTask DiscardAsync(string weights, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
