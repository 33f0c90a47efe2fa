using Optimas.Learning.Tests.Checkpoints;

namespace Optimas.Learning.Tests.Reinforcement;

/// <summary>Training by PPO within whole optimizations.</summary>
public sealed class OptimizationTests
{
    [Theory]
    [InlineData(OptimizationEngine.Racing)]
    [InlineData(OptimizationEngine.Paper)]
    public async Task A_module_that_decides_gets_better_and_is_accepted(OptimizationEngine engine)
    {
        using var folder = new ScratchFolder();
        var policy = new DiscretePolicy(folder.Path, () => SmallNetworks.Linear(2, Gallery.Colours.Length));

        var result = await new Gallery(policy).OptimizeAsync(
            Examples("t", 0),
            Examples("v", 1000),
            Metric.Create<string, int>((_, output) => Array.IndexOf(Gallery.Colours, output.Split(' ')[^1]) / (Gallery.Colours.Length - 1.0)),
            Options(engine, new ModulePolicyTrainer(policy)));

        result.Events.OfType<WeightTrainingFailed>().ShouldBeEmpty();
        result.Initial.ShouldBeInRange(0.3, 0.7);
        result.Final.ShouldBeGreaterThan(0.85);
        string weights = result.Configuration.Colour.Policy.ShouldNotBeNull();
        policy.WithWeights(weights).Probabilities(1, 0.6f)[^1].ShouldBeGreaterThan(0.5);
        Accepted(result.Events).ShouldBe(Directory.GetDirectories(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(OptimizationEngine.Racing)]
    [InlineData(OptimizationEngine.Paper)]
    public async Task A_language_model_gets_better_and_is_accepted(OptimizationEngine engine)
    {
        await using var writer = new Writer();
        var start = Correspondent.Configuration.Default;
        start = start with { Reply = start.Reply with { MaxOutputTokens = 12 } };

        var result = await new Correspondent(writer.Client).OptimizeAsync(
            Examples("t", 0),
            Examples("v", 1000),
            Metric.Create<string, int>((_, output) => 1 - (Math.Min(12, output.Length) / 12.0)),
            Options(engine, writer.Trainer(Writer.Options with { InputsPerRound = 6 })) with { Start = start });

        result.Events.OfType<WeightTrainingFailed>().ShouldBeEmpty();
        result.Final.ShouldBeGreaterThan(result.Initial + 0.3);
        result.Configuration.Reply.Weights.ShouldNotBeNull();
        Accepted(result.Events).ShouldBe(writer.Names);
        result.Events.OfType<WeightsTrained>().Select(e => e.Before).Where(w => w is not null).ShouldBeSubsetOf(Accepted(result.Events));
    }

    private static OptimizationOptions Options(OptimizationEngine engine, IWeightTrainer trainer) => new()
    {
        Engine = engine, WeightTrainer = trainer, Seed = 1, Budget = new() { SystemRuns = 900 }, DecidingExamples = 20,
    };

    private static Example<int, int>[] Examples(string set, int from) =>
        [.. Enumerable.Range(0, 40).Select(i => new Example<int, int>($"{set}{i}", from + i, i))];

    private static IEnumerable<string> Accepted(IEnumerable<OptimizationEvent> events) =>
        events.OfType<CandidateAccepted>().Select(e => (string)e.Changes.Single().After!).Order(StringComparer.Ordinal);
}
