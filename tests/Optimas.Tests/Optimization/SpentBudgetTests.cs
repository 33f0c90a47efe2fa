using Optimas.Tests.Systems;

namespace Optimas.Tests.Optimization;

/// <summary>Budgets that are kept outside of the optimizer, as by a chat client.</summary>
public sealed class SpentBudgetTests
{
    [Theory]
    [InlineData(OptimizationEngine.Racing, OptimizationControl.None)]
    [InlineData(OptimizationEngine.Paper, OptimizationControl.None)]
    [InlineData(OptimizationEngine.Racing, OptimizationControl.RandomJointSearch)]
    public async Task One_that_ends_within_a_component_leaves_the_best_so_far(OptimizationEngine engine, OptimizationControl control)
    {
        var limits = new List<(int Limit, OptimizationResult<HandConfiguration> Result)>();
        foreach (int limit in new[] { 12, 20, 30 })
        {
            var result = await RunAsync(engine, control, limit);
            result.Reason.ShouldBe(StopReason.Tokens);
            result.Explanation.ShouldBe("The tokens are spent.");
            result.Final.ShouldBeGreaterThanOrEqualTo(result.Initial);
            var finished = result.Events[^1].ShouldBeOfType<OptimizationFinished>();
            (finished.Reason, finished.Explanation, finished.Mean).ShouldBe((StopReason.Tokens, result.Explanation, result.Final));
            limits.Add((limit, result));
        }

        // What ended was not decided: each result is one that the longer run had accepted at that point.
        foreach (var (shorter, longer) in limits.Zip(limits.Skip(1)))
        {
            string[] begun = EventText.Of(shorter.Result.Events.SkipLast(1));
            EventText.Of(longer.Result.Events).Take(begun.Length).ShouldBe(begun);
        }
    }

    [Fact]
    public async Task One_that_ends_with_the_proposer_leaves_the_best_so_far()
    {
        int asked = 0;
        var proposer = new RecordingProposer(r => ++asked == 2 ? throw new TokensSpentException() : [$"{r.Current} {Prompted.Words[asked]}"]);
        var result = await Prompted.System().OptimizeAsync(
            Prompted.Examples("t"), Prompted.Examples("v"), Prompted.Metric, new() { Proposer = proposer, DecidingExamples = 8 });

        (result.Reason, result.Final).ShouldBe((StopReason.Tokens, 0.25));
        result.Configuration.GetValue(result.Configuration.Graph.Fields[0]).ShouldBe($"Answer. {Prompted.Words[1]}");
    }

    [Fact]
    public async Task One_that_ends_with_the_metric_is_no_failure_of_the_metric()
    {
        int scored = 0;
        var metric = Metric.Create<string, int>((_, _) => ++scored > 40 ? throw new TokensSpentException() : 0.5);
        var proposer = new RecordingProposer(r => [$"{r.Current} {r.Seed}"]);
        var result = await Prompted.System().OptimizeAsync(
            Prompted.Examples("t"), Prompted.Examples("v"), metric,
            new() { Proposer = proposer, DecidingExamples = 8, Evaluation = EvaluationOptions.Default with { Parallelism = 1 } });

        result.Reason.ShouldBe(StopReason.Tokens);
    }

    [Fact]
    public async Task One_that_does_not_pay_for_the_start_is_an_exception()
    {
        var failure = await Should.ThrowAsync<ComponentException>(() => RunAsync(OptimizationEngine.Racing, OptimizationControl.None, limit: 5));
        SpentBudgetException.Of(failure).ShouldBeOfType<TokensSpentException>().Reason.ShouldBe(StopReason.Tokens);
    }

    [Fact]
    public async Task Spending_can_be_watched()
    {
        var meter = new SpendingMeter();
        meter.Spent.SystemRuns.ShouldBe(0);
        var result = await Prompted.System(callsPerRun: 1).OptimizeAsync(
            Prompted.Examples("t"), Prompted.Examples("v"), Prompted.Metric,
            new() { Proposer = new RecordingProposer(r => [$"{r.Current} {r.Seed}"]), DecidingExamples = 8, Meter = meter, Budget = new() { SystemRuns = 40 } });

        (meter.Spent.SystemRuns, meter.Spent.Usage).ShouldBe((result.Spent.SystemRuns, result.Spent.Usage));
    }

    // A system whose component refuses once it ran as often as the limit says.
    private static Task<OptimizationResult<HandConfiguration>> RunAsync(OptimizationEngine engine, OptimizationControl control, int limit)
    {
        int ran = 0;
        var system = new HandBound<int, string>("Limited")
            .Add("Number", ["input"], c => ++ran > limit ? throw new TokensSpentException() : $"{c.Input} {c.Value<int>("Count")}", [Parameters.OneOf("Count", 1, 1, 2, 3, 4, 5, 6, 7, 8, 9)])
            .Add("Final", ["Number"], c => c.Output<string>(0))
            .Build();
        var metric = Metric.Create<string, int>((_, output) => (output[^1] - '0') / 10.0);
        return system.OptimizeAsync(
            Prompted.Examples("t"), Prompted.Examples("v"), metric,
            new() { Engine = engine, Control = control, DecidingExamples = 8, StageOneInputs = 2, Evaluation = EvaluationOptions.Default with { Parallelism = 1 } });
    }

    private sealed class TokensSpentException() : SpentBudgetException("The tokens are spent.", StopReason.Tokens);
}
