using Optimas.Tests.Systems;

namespace Optimas.Tests.Optimization;

public sealed class DeterminismTests
{
    [Theory]
    [InlineData(OptimizationEngine.Racing, OptimizationControl.None)]
    [InlineData(OptimizationEngine.Racing, OptimizationControl.ShuffledRewards)]
    [InlineData(OptimizationEngine.Racing, OptimizationControl.RandomScores)]
    [InlineData(OptimizationEngine.Racing, OptimizationControl.RandomJointSearch)]
    [InlineData(OptimizationEngine.Paper, OptimizationControl.None)]
    [InlineData(OptimizationEngine.Paper, OptimizationControl.RandomScores)]
    public async Task The_same_seed_gives_the_same_events_at_any_parallelism(OptimizationEngine engine, OptimizationControl control)
    {
        async Task<(string[] Events, HandConfiguration Configuration)> RunAsync(int parallelism, long seed)
        {
            var result = await Tuning.System(noise: 0.1).OptimizeAsync(
                Tuning.Examples("train", 30),
                Tuning.Examples("validation", 30),
                Tuning.Metric,
                new()
                {
                    Engine = engine, Control = control, Seed = seed, Budget = new() { SystemRuns = 150 }, DecidingExamples = 12, StageOneInputs = 3,
                    Evaluation = new() { Parallelism = parallelism },
                });
            return (EventText.Of(result.Events), result.Configuration);
        }

        var (first, configuration) = await RunAsync(1, 7);
        foreach (int parallelism in new[] { 1, 2, 8 })
        {
            var again = await RunAsync(parallelism, 7);
            again.Events.ShouldBe(first);
            again.Configuration["Words.Count"].ShouldBe(configuration["Words.Count"]);
        }

        (await RunAsync(8, 8)).Events.ShouldNotBe(first);
    }

    [Theory]
    [InlineData(OptimizationEngine.Racing)]
    [InlineData(OptimizationEngine.Paper)]
    public async Task Overlapping_components_and_failures_do_not_change_the_result(OptimizationEngine engine)
    {
        string[]? first = null;
        foreach (int parallelism in new[] { 1, 2, 8 })
        {
            var system = RandomGraph.System(6, 11, failureShare: 0.08);
            Example<int, int>[] examples = [.. Enumerable.Range(0, 20).Select(i => new Example<int, int>($"{i}", i, i % 3))];
            var result = await system.OptimizeAsync(
                examples,
                examples,
                Metric.Create<int, int>(0, 2, (label, output) => (label + output) % 3),
                new()
                {
                    Engine = engine, Seed = 2, Budget = new() { SystemRuns = 150 }, DecidingExamples = 12, StageOneInputs = 2,
                    Evaluation = new() { Parallelism = parallelism, MaxFailureRate = 1 },
                });
            string[] events = EventText.Of(result.Events);
            events.ShouldBe(first ??= events);
        }
    }

    [Theory]
    [InlineData(OptimizationEngine.Racing)]
    [InlineData(OptimizationEngine.Paper)]
    public async Task Prompts_from_a_language_model_are_seeded_too(OptimizationEngine engine)
    {
        string[]? first = null;
        foreach (int parallelism in new[] { 1, 8 })
        {
            var chat = new ScriptedChat((_, o) => $"<instruction>{string.Join(' ', new SeededRandom(o!.Seed!.Value, "words").Shuffle(Prompted.Words).Take(2))}</instruction>");
            var result = await Prompted.System().OptimizeAsync(
                Prompted.Examples("t"), Prompted.Examples("v"), Prompted.Metric,
                new()
                {
                    Engine = engine, Seed = 5, Proposer = new OproProposer(chat), Budget = new() { SystemRuns = 120 }, DecidingExamples = 8, StageOneInputs = 2,
                    Evaluation = new() { Parallelism = parallelism },
                });
            string[] events = EventText.Of(result.Events);
            events.ShouldBe(first ??= events);
            result.Final.ShouldBeGreaterThan(result.Initial);
        }
    }
}
