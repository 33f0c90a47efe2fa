using Optimas.Tests.Systems;

namespace Optimas.Tests.Optimization;

/// <summary>Which candidates a turn may try, and what their races are taken to say.</summary>
public sealed class CandidateTests
{
    private static readonly IMetric<int, int> s_metric = Metric.Create<int, int>(0, 100, (_, output) => output);

    private static HandSystem<int, int> Single(params ParameterInfo[] parameters) => new HandBound<int, int>("Single")
        .Add("First", ["input"], c => c.Value<int>("X"), parameters)
        .Add("Last", ["First"], c => c.Output<int>(0), [Parameters.OneOf("Y", 0, 0, 1)])
        .Build();

    [Theory]
    [InlineData(OptimizationEngine.Racing)]
    [InlineData(OptimizationEngine.Paper)]
    public async Task A_single_candidate_a_step_is_enough(OptimizationEngine engine)
    {
        var system = Single(Parameters.OneOf("X", 0, 0, 50, 100));

        var result = await system.OptimizeAsync(Examples("t"), Examples("v"), s_metric, new()
        {
            Engine = engine, Control = OptimizationControl.NoScreen, Budget = new() { SystemRuns = 200 }, TrustRegion = new() { Candidates = 1 },
        });

        result.Configuration["First.X"].ShouldBe(100);
    }

    [Fact]
    public async Task No_step_leaves_the_trust_region()
    {
        int[] values = [.. Enumerable.Range(0, 41)];
        var system = Single(Parameters.OneOf("X", 20, values), Parameters.Range("Rate", 0.5, 0, 1));

        var result = await system.OptimizeAsync(
            Examples("t"), Examples("v"), s_metric, new() { Budget = new() { SystemRuns = 300 }, TrustRegion = new() { Radius = 0.1 } });

        var steps = result.Events.SelectMany(e => e switch
        {
            CandidateAccepted accepted => accepted.Changes,
            CandidateRejected rejected => rejected.Changes,
            _ => [],
        }).ToArray();
        steps.ShouldNotBeEmpty();
        steps.Where(s => s.Field == "First.X").ShouldAllBe(s => Math.Abs((int)s.After! - (int)s.Before!) <= 4);
        steps.Where(s => s.Field == "First.Rate").ShouldAllBe(s => Math.Abs((double)s.After! - (double)s.Before!) <= 0.1 + 0.005);
    }

    [Fact]
    public async Task A_proposer_that_repeats_itself_does_no_harm()
    {
        var system = Prompted.System();
        var proposer = new RecordingProposer(r => [$"{r.Current} brief", $"{r.Current} brief", r.Current]);

        var result = await system.OptimizeAsync(
            Prompted.Examples("t"), Prompted.Examples("v"), Prompted.Metric, new() { Proposer = proposer, Budget = new() { SystemRuns = 100 } });

        result.Final.ShouldBeGreaterThan(result.Initial);
    }

    [Fact]
    public void A_value_for_all_inputs_ends_the_choice_per_input()
    {
        var graph = Single(Parameters.PerInput("X", 0, 0, 50), Parameters.OneOf("Z", 0, 0, 1)).Default;
        var component = graph.Graph["First"];
        var choosing = graph.GetComponent(0)! with { Selector = new(new ConstantReward()) };

        var steps = LocalCandidates.Of(component, choosing, radius: 1).ToArray();

        steps.Length.ShouldBe(2);
        steps.Single(s => Equals(s.GetValue(0), 50)).Selector.ShouldBeNull();
        steps.Single(s => Equals(s.GetValue(1), 1)).Selector.ShouldBe(choosing.Selector);
    }

    [Fact]
    public void The_same_examples_count_once_in_the_gain_model()
    {
        var system = Single(Parameters.OneOf("X", 0, 0, 50, 100));
        var candidate = system.Default.With("First.X", 50);
        GainModel once = new(system.Graph, 1), again = new(system.Graph, 1);

        once.Observe(system.Default, candidate, Differences());
        for (int i = 0; i < 5; i++)
            again.Observe(system.Default, candidate, Differences());

        again.DifferenceVariance.ShouldBe(once.DifferenceVariance);
        again.Predict(system.Default, [candidate]).ProbabilityAbove(0, 0).ShouldBe(once.Predict(system.Default, [candidate]).ProbabilityAbove(0, 0));
    }

    [Fact]
    public void What_was_seen_before_another_component_changed_says_less()
    {
        var system = Single(Parameters.OneOf("X", 0, 0, 50, 100));
        var model = new GainModel(system.Graph, 1);
        model.Observe(system.Default, system.Default.With("First.X", 50), Differences());

        double same = Gain(system.Default), changed = Gain(system.Default.With("Last.Y", 1));

        changed.ShouldBeGreaterThan(0);
        changed.ShouldBeLessThan(0.6 * same);

        double Gain(HandConfiguration incumbent) => model.Predict(incumbent, [incumbent.With("First.X", 50)]).Mean(0);
    }

    // As in retrieval, where the largest k overflows the context of the model that reads: its neighbour is the best one.
    [Fact]
    public async Task A_disastrous_value_does_not_put_out_its_good_neighbour()
    {
        var system = Single(Parameters.OneOf("X", 3, 1, 3, 5, 10, 25));
        var mean = new Dictionary<int, int> { [1] = 35, [3] = 40, [5] = 41, [10] = 52, [25] = 2 };
        // An example in two scores up to 30 higher for one value or another.
        var metric = Metric.Create<int, int>(0, 100, (label, k) => mean[k] + (label * k % 7 < 3 ? label % 31 : 0));
        var examples = Enumerable.Range(0, 60).Select(i => new Example<int, int>($"{i}", i, i * 13 % 97)).ToArray();
        int found = 0;
        for (int seed = 1; seed <= 10; seed++)
        {
            var result = await system.OptimizeAsync(examples[..30], examples[30..], metric, new() { Seed = seed, Budget = new() { SystemRuns = 400 } });
            found += Equals(result.Configuration["First.X"], 10) ? 1 : 0;
        }

        found.ShouldBe(10);
    }

    [Theory]
    [InlineData(double.NegativeInfinity, 1)]
    [InlineData(0, double.NaN)]
    [InlineData(1, 1)]
    public async Task A_metric_without_a_range_is_refused(double minimum, double maximum)
    {
        var system = Single(Parameters.OneOf("X", 0, 0, 50, 100));

        var e = await Should.ThrowAsync<ArgumentException>(() => system.OptimizeAsync(Examples("t"), Examples("v"), new Ranged(minimum, maximum), new()));

        e.Message.ShouldContain("A metric needs a range");
        system.Calls.Total.ShouldBe(0);
    }

    private static PairedDifferences Differences()
    {
        var differences = new PairedDifferences(0.04);
        for (int i = 0; i < 8; i++)
            differences.Add(i % 2 == 0 ? 0.2 : -0.1);
        return differences;
    }

    private static Example<int, int>[] Examples(string set) => [.. Enumerable.Range(0, 30).Select(i => new Example<int, int>($"{set}{i}", i, 0))];

    private sealed class Ranged(double minimum, double maximum) : IMetric<int, int>
    {
        public double Minimum => minimum;

        public double Maximum => maximum;

        public ValueTask<double> ScoreAsync(int label, int output, Trace trace, CancellationToken cancellationToken) => new(0.5);
    }

    private sealed class ConstantReward : ILocalReward
    {
        public ValueTask<double> ScoreAsync(Observation observation, CancellationToken cancellationToken) => new(0);

        public void Write(System.Text.Json.Utf8JsonWriter writer) => writer.WriteStringValue("constant");
    }
}
