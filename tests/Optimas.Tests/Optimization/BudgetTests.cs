using FsCheck;
using FsCheck.Fluent;
using Optimas.Tests.Systems;

namespace Optimas.Tests.Optimization;

public sealed class BudgetTests
{
    private static readonly IMetric<int, int> s_metric = Metric.Create<int, int>(0, 2, (label, output) => (label + output) % 3);

    private sealed record Case(
        int Components, int Seed, double Runs, bool Fails, bool Overlaps, bool Trains, OptimizationEngine Engine, OptimizationControl Control, int Deciding);

    private static Arbitrary<Case> Cases => Arb.From(
        from components in Gen.Choose(1, 7)
        from seed in Gen.Choose(0, 100_000)
        from runs in Gen.Choose(10, 1500)
        from fails in Gen.Elements(true, false)
        from overlaps in Gen.Elements(true, false)
        from trains in Gen.Elements(true, false)
        from engine in Gen.Elements(OptimizationEngine.Racing, OptimizationEngine.Paper)
        from control in Gen.Elements(Enum.GetValues<OptimizationControl>())
        from deciding in Gen.Choose(2, 20)
        select new Case(components, seed, runs / 10.0, fails, overlaps, trains, engine, control, deciding),
        c => c.Components > 1 ? [c with { Components = c.Components - 1 }] : []);

    [Fact]
    public void What_is_spent_is_what_ran_and_never_more_than_the_budget() =>
        Prop.ForAll(Cases, c => HoldsAsync(c).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    private static async Task<bool> HoldsAsync(Case c)
    {
        var system = RandomGraph.System(c.Components, c.Seed, failureShare: c.Fails ? 0.15 : 0, overlap: c.Overlaps, trainable: c.Trains);
        var options = new OptimizationOptions
        {
            Engine = c.Engine,
            Control = c.Control,
            Seed = c.Seed,
            Budget = new() { SystemRuns = c.Runs },
            DecidingExamples = c.Deciding,
            StageOneInputs = 3,
            WeightTrainer = c.Trains ? new RandomTrainer() : null,
            Evaluation = new() { MaxFailureRate = 1, Parallelism = 4 },
        };
        OptimizationResult<HandConfiguration> result;
        try
        {
            result = await Task.Run(() => system.OptimizeAsync(Examples("t", 15), Examples("v", 15), s_metric, options)).WaitAsync(TimeSpan.FromSeconds(30));
        }
        catch (BudgetException)
        {
            system.Calls.Total.ShouldBe(0);
            return true;
        }

        (result.Spent.SystemRuns * c.Components).ShouldBe(system.Calls.Total, 1e-6);
        result.Spent.SystemRuns.ShouldBeLessThanOrEqualTo(c.Runs + 1e-9);
        result.Final.ShouldBeGreaterThanOrEqualTo(result.Initial);
        return true;
    }

    [Theory]
    [InlineData(OptimizationEngine.Racing)]
    [InlineData(OptimizationEngine.Paper)]
    public async Task The_budget_holds_with_values_chosen_per_input(OptimizationEngine engine)
    {
        for (int seed = 0; seed < 6; seed++)
        {
            var system = new HandBound<int, int>("Selecting")
                .Add("A", ["input"], c => c.Input % 5, [Parameters.OneOf("X", 0, 0, 1)])
                .Add("B", ["A", "input"], c => (c.Output<int>(0) + c.Value<int>("V")) % 5, [Parameters.PerInput("V", 0, 0, 1, 2, 3, 4), Parameters.OneOf("W", 0, 0, 1)])
                .Add("C", ["B"], c => c.Output<int>(1), [Parameters.OneOf("Y", 0, 0, 1, 2)])
                .Build();
            var metric = Metric.Create<int, int>(0, 4, (_, output) => output);

            var result = await system.OptimizeAsync(
                Examples("t", 30), Examples("v", 30), metric, new() { Engine = engine, Seed = seed, Budget = new() { SystemRuns = 180 }, DecidingExamples = 10 });

            (result.Spent.SystemRuns * 3).ShouldBe(system.Calls.Total, 1e-6);
            result.Spent.SystemRuns.ShouldBeLessThanOrEqualTo(180 + 1e-9);
        }
    }

    [Theory]
    [InlineData(OptimizationEngine.Racing)]
    [InlineData(OptimizationEngine.Paper)]
    public async Task The_budget_holds_where_many_components_fail_at_once(OptimizationEngine engine)
    {
        // Whatever changes, the components that failed run again, all of them at once.
        string[] failing = ["F0", "F1", "F2", "F3", "F4"];
        var draft = new HandBound<int, int>("FailingTogether");
        foreach (string name in failing)
        {
            draft.AddAsync<int>(name, ["input"], async c =>
            {
                await Task.Delay(5);
                return c.Input % 2 == 0 ? throw new InvalidOperationException("even") : 1;
            });
        }

        var system = draft
            .Add("Searched", ["input"], c => c.Value<int>("X"), [Parameters.OneOf("X", 0, 0, 1, 2, 3)])
            .Add("Result", [.. failing, "Searched"], c => c.Output<int>(5))
            .Build();
        var options = new OptimizationOptions
        {
            Engine = engine, Control = OptimizationControl.NoScreen, DecidingExamples = 10, StageOneInputs = 1, BatchInputs = 1,
            Evaluation = new() { MaxFailureRate = 1 },
        };
        foreach (int runs in new[] { 14, 16, 18, 20, 24 })
        {
            system.Calls.Reset();

            var result = await system.OptimizeAsync(
                Examples("t", 20), Examples("v", 20), Metric.Create<int, int>(0, 3, (_, output) => output), options with { Budget = new() { SystemRuns = runs } });

            system.Calls.Total.ShouldBe((int)Math.Round(result.Spent.SystemRuns * 7));
            system.Calls.Total.ShouldBeLessThanOrEqualTo(runs * 7);
        }
    }

    [Theory]
    [InlineData(OptimizationEngine.Racing)]
    [InlineData(OptimizationEngine.Paper)]
    public async Task A_plan_that_does_not_fit_is_refused_before_the_first_call(OptimizationEngine engine)
    {
        var system = Tuning.System();
        var proposer = new RecordingProposer(_ => ["x"]);
        var heard = new List<OptimizationEvent>();

        var e = await Should.ThrowAsync<BudgetException>(() => system.OptimizeAsync(
            Tuning.Examples("train", 40),
            Tuning.Examples("validation", 40),
            Tuning.Metric,
            new() { Engine = engine, Budget = new() { SystemRuns = 11 }, DecidingExamples = 10, Proposer = proposer },
            new Listener(heard.Add)));

        system.Calls.Total.ShouldBe(0);
        proposer.Requests.ShouldBeEmpty();
        heard.ShouldBeEmpty();
        // Ten examples for the start, and at least a third of ten more for one candidate at the last component.
        double least = engine == OptimizationEngine.Racing ? 10 + 10 / 3.0 : double.Parse(Word(e.Message, "at least "), System.Globalization.CultureInfo.InvariantCulture);
        e.Message.ShouldContain(FormattableString.Invariant($"needs at least {least:0.#} system runs"));
        e.Message.ShouldContain("the budget is 11");
        least.ShouldBeGreaterThan(11);
    }

    [Theory]
    [InlineData(OptimizationEngine.Racing)]
    [InlineData(OptimizationEngine.Paper)]
    public async Task What_the_plan_asks_for_pays_for_a_candidate(OptimizationEngine engine)
    {
        var system = Tuning.System();
        var options = new OptimizationOptions { Engine = engine, Budget = new() { SystemRuns = 1 }, DecidingExamples = 10, StageOneInputs = 2 };
        var refused = await Should.ThrowAsync<BudgetException>(() =>
            system.OptimizeAsync(Tuning.Examples("train", 40), Tuning.Examples("validation", 40), Tuning.Metric, options));
        // The message rounds to a tenth.
        double least = 0.1 + double.Parse(Word(refused.Message, "at least "), System.Globalization.CultureInfo.InvariantCulture);

        var result = await system.OptimizeAsync(
            Tuning.Examples("train", 40), Tuning.Examples("validation", 40), Tuning.Metric, options with { Budget = new() { SystemRuns = least } });

        // The paper's loop may find that its local reward likes the configuration in force best; the turn was paid for all the same.
        result.Events.Any(e => engine == OptimizationEngine.Paper ? e is ComponentPicked : e is CandidateAccepted or CandidateRejected).ShouldBeTrue();
    }

    [Theory]
    [InlineData(OptimizationEngine.Racing)]
    [InlineData(OptimizationEngine.Paper)]
    public async Task Model_calls_and_tokens_of_components_and_proposer_end_it(OptimizationEngine engine)
    {
        var system = Prompted.System(callsPerRun: 1);
        var proposer = new RecordingProposer(r => Enumerable.Range(0, r.Count).Select(i => $"{r.Current} {r.Seed % 1000} {i}"), new(3, 60, 30, 0.01m));
        var options = new OptimizationOptions { Engine = engine, Proposer = proposer, DecidingExamples = 8, StageOneInputs = 2, Budget = new() { SystemRuns = 5000 } };
        Task<OptimizationResult<HandConfiguration>> RunAsync(Budget budget) =>
            system.OptimizeAsync(Prompted.Examples("t"), Prompted.Examples("v"), Prompted.Metric, options with { Budget = budget });

        var calls = await RunAsync(options.Budget with { Calls = 150 });
        int components = system.Calls.Of(0);
        calls.Reason.ShouldBe(StopReason.Budget);
        calls.Spent.Usage.Calls.ShouldBe(components + 3 * proposer.Requests.Count);
        calls.Spent.Usage.Calls.ShouldBeInRange(150, 400);
        proposer.Requests.ShouldNotBeEmpty();

        var tokens = await RunAsync(options.Budget with { Tokens = 3000 });
        tokens.Reason.ShouldBe(StopReason.Budget);
        (tokens.Spent.Usage.InputTokens + tokens.Spent.Usage.OutputTokens).ShouldBeInRange(3000, 8000);

        var cost = await RunAsync(options.Budget with { Cost = 0.05m });
        cost.Reason.ShouldBe(StopReason.Budget);
        cost.Spent.Usage.Cost.ShouldBeInRange(0.05m, 0.1m);
    }

    [Fact]
    public async Task What_failed_components_used_is_counted()
    {
        var system = new HandBound<int, int>("Costly").Add(
            "A",
            ["input"],
            c =>
            {
                ComponentScope.Current!.Report(new(2, 30, 4, 0.5m));
                return c.Input % 3 == 0 ? throw new InvalidOperationException("third") : c.Value<int>("X");
            },
            [Parameters.OneOf("X", 0, 0, 1)]).Build();
        var metric = Metric.Create<int, int>(0, 1, (_, output) => output);

        var evaluated = await system.Evaluator(metric).EvaluateAsync(system.Default, Examples("t", 20));
        int evaluating = system.Calls.Total;
        var optimized = await system.OptimizeAsync(Examples("t", 20), Examples("v", 20), metric, new() { Budget = new() { SystemRuns = 60 } });

        evaluated.Failures.ShouldBe(7);
        evaluated.Usage.ShouldBe(new ModelUsage(40, 600, 80, 10m));
        optimized.Spent.Usage.Calls.ShouldBe(2 * (system.Calls.Total - evaluating));
    }

    [Fact]
    public async Task A_budget_of_calls_that_the_start_alone_exceeds_is_refused()
    {
        var system = new HandBound<int, string>("Asking").Add(
            "A", ["input"], c => "", [Parameters.Prompt("Instruction", "Do."), new SettingParameter("Temperature", typeof(float), 0)]).Build();
        var options = new OptimizationOptions
        {
            Proposer = new RecordingProposer(_ => ["x"]), DecidingExamples = 10, Budget = new() { Calls = 9 },
        };

        var e = await Should.ThrowAsync<BudgetException>(() => system.OptimizeAsync(
            Examples("t", 20), Examples("v", 20), Metric.Create<string, int>((_, _) => 0), options));

        e.Message.ShouldContain("more than 10 model calls");
        system.Calls.Total.ShouldBe(0);
    }

    [Fact]
    public void Limits_are_positive()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new Budget { Calls = 0 }).ParamName.ShouldBe("Calls");
        Should.Throw<ArgumentOutOfRangeException>(() => new Budget { Tokens = -1 });
        Should.Throw<ArgumentOutOfRangeException>(() => new Budget { Cost = 0 });
        Should.Throw<ArgumentOutOfRangeException>(() => new Budget { Duration = TimeSpan.Zero });
        new Budget { Calls = null, Tokens = 1 }.Tokens.ShouldBe(1);
    }

    [Fact]
    public async Task By_default_so_few_examples_decide_that_the_plan_fits()
    {
        var system = Tuning.System();
        Task<OptimizationResult<HandConfiguration>> RunAsync(int? deciding) => system.OptimizeAsync(
            Tuning.Examples("train", 40), Tuning.Examples("validation", 40), Tuning.Metric,
            new() { Engine = OptimizationEngine.Paper, Budget = new() { SystemRuns = 110 }, DecidingExamples = deciding });

        await Should.ThrowAsync<BudgetException>(() => RunAsync(27));
        var result = await RunAsync(null);

        result.DecidingExamples.ShouldBeInRange(8, 26);
        result.Events.OfType<ComponentPicked>().ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(100.0, null, null, null)]
    [InlineData(1e18, 10, null, null)]
    [InlineData(1e18, null, 1000, null)]
    [InlineData(1e18, null, null, 2.0)]
    public void Half_of_a_budget_is_half_of_what_it_limits(double runs, int? calls, int? tokens, double? cost)
    {
        var ledger = new Ledger(new() { SystemRuns = runs, Calls = calls, Tokens = tokens, Cost = (decimal?)cost }, components: 2, new(TimeSpan.Zero));

        ledger.Charge(executions: 98, new(Calls: 4, InputTokens: 300, OutputTokens: 190, Cost: 0.9m));
        ledger.IsHalfSpent.ShouldBeFalse();

        ledger.Charge(executions: 2, new(Calls: 1, InputTokens: 5, OutputTokens: 5, Cost: 0.1m));
        ledger.IsHalfSpent.ShouldBeTrue();
    }

    [Fact]
    public async Task Wall_clock_ends_it()
    {
        var system = new HandBound<int, int>("Slow").AddAsync<int>("A", ["input"], async c =>
        {
            await Task.Delay(2, c.Cancellation);
            return c.Value<int>("X");
        }, [Parameters.OneOf("X", 0, [.. Enumerable.Range(0, 40)])]).Build();

        var result = await system.OptimizeAsync(
            Examples("t", 20), Examples("v", 20), Metric.Create<int, int>(0, 40, (_, output) => output),
            new() { Budget = new() { SystemRuns = 1e9, Duration = TimeSpan.FromMilliseconds(300) }, DecidingExamples = 10, TrustRegion = new() { Radius = 0.05 } });

        result.Spent.Duration.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData(OptimizationEngine.Racing, OptimizationControl.None)]
    [InlineData(OptimizationEngine.Racing, OptimizationControl.GateOnly)]
    [InlineData(OptimizationEngine.Racing, OptimizationControl.RandomJointSearch)]
    [InlineData(OptimizationEngine.Paper, OptimizationControl.None)]
    [InlineData(OptimizationEngine.Paper, OptimizationControl.GateOnly)]
    public async Task It_ends_even_if_candidates_cost_nothing(OptimizationEngine engine, OptimizationControl control)
    {
        // The only component with something to search is one that no example needs.
        var system = new HandBound<int, int>("Idle")
            .Add("Never", ["input"], c => c.Value<int>("X"), [Parameters.OneOf("X", 0, 0, 1, 2), Parameters.Prompt("Instruction", "Do.")], _ => false)
            .Add("Result", ["Never", "input"], c => c.Input)
            .Build();
        var proposer = new RecordingProposer(r => [$"{r.Seed}"]);

        var result = await Task.Run(() => system.OptimizeAsync(
            Examples("t", 20),
            Examples("v", 20),
            Metric.Create<int, int>(0, 1, (_, _) => 0.5),
            new() { Engine = engine, Control = control, Proposer = proposer, Budget = new() { SystemRuns = 100 }, DecidingExamples = 8 }))
            .WaitAsync(TimeSpan.FromSeconds(20));

        result.Changes.ShouldBeEmpty();
        result.Spent.SystemRuns.ShouldBeLessThanOrEqualTo(100);
    }

    private static string Word(string text, string after) => text[(text.IndexOf(after, StringComparison.Ordinal) + after.Length)..].Split(' ')[0];

    private static Example<int, int>[] Examples(string set, int count) =>
        [.. Enumerable.Range(0, count).Select(i => new Example<int, int>($"{set}{i}", i, i % 3))];

    /// <summary>Rolls out as often as it may or less, and gives new weights, none, or a failure.</summary>
    private sealed class RandomTrainer : IWeightTrainer
    {
        public int InputsPerRound => 3;

        public int RolloutsPerRound => 11;

        public async Task<TrainedWeights?> TrainAsync(WeightTrainingRequest request, CancellationToken cancellationToken)
        {
            var random = new SeededRandom(request.Seed, "trainer");
            string name = $"{request.Seed:x}";
            for (int i = random.Next(RolloutsPerRound + 1); i > 0; i--)
                await request.Rollouts.RunAsync(random.Next(request.Rollouts.Inputs), random.Next(2) == 0 ? name : request.Weights, i, cancellationToken);
            return random.Next(4) switch
            {
                0 => throw new InvalidOperationException("by chance"),
                1 => null,
                _ => new(name, 0, 0),
            };
        }

        public ValueTask DiscardAsync(string weights, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
