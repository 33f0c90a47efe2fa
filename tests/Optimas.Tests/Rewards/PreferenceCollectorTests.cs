using System.Text.Json;

namespace Optimas.Tests.Rewards;

public sealed class PreferenceCollectorTests
{
    private static readonly ComponentConfiguration[] s_styles =
        [Bakery.DoughStyle("rich"), Bakery.DoughStyle("dry"), Bakery.DoughStyle("Plain")];

    [Fact]
    public async Task Half_of_the_valid_preference_pairs_are_not_discarded()
    {
        var system = new Bakery().System();

        var batch = await Collector(system).CollectAsync(
            Bakery.Dough, Bakery.Style("plain"), s_styles, [Input("wheat", Rank), Input("rye", Rank)], CancellationToken.None);

        // rich > plain > dry, on each of two inputs.
        batch.Pairs.Select(p => (p.Example, Style(p.Preferred), Style(p.Rejected), p.Gap)).ShouldBe(
            [
                ("wheat", "rich", "plain", 1.0), ("wheat", "plain", "dry", 1.0), ("wheat", "rich", "dry", 2.0),
                ("rye", "rich", "plain", 1.0), ("rye", "plain", "dry", 1.0), ("rye", "rich", "dry", 2.0),
            ],
            ignoreOrder: true);
        batch.Pairs.ShouldAllBe(p => p.Preferred.Input == p.Rejected.Input && p.Component == Bakery.Dough);
    }

    [Fact]
    public async Task The_gold_answer_is_never_injected_as_a_preferred_output()
    {
        var bakery = new Bakery();

        var batch = await Collector(bakery.System()).CollectAsync(
            Bakery.Dough, Bakery.Style("plain"), s_styles, [Input("wheat", Rank)], CancellationToken.None);

        foreach (var observation in batch.Pairs.SelectMany(p => new[] { p.Preferred, p.Rejected }))
            bakery.Calls.ShouldContain("Dough: " + observation.Output["output: ".Length..]);
    }

    [Fact]
    public async Task Equal_outputs_are_rolled_out_once()
    {
        var bakery = new Bakery();
        var options = new PreferenceOptions { Rollouts = 3, SamplesPerConfiguration = 2 };

        // Four configurations sampled twice, but three distinct outputs.
        var batch = await new PreferenceCollector<string, string>(bakery.System(), options).CollectAsync(
            Bakery.Dough, Bakery.Style("plain"), s_styles, [Input("wheat", Rank)], CancellationToken.None);

        Count(bakery, "Dough").ShouldBe(8);
        Count(bakery, "Bread").ShouldBe(3 * 3);
        Count(bakery, "Sugar").ShouldBe(1);
        Count(bakery, "Flour").ShouldBe(1);
        batch.Executions.ShouldBe(8 + 9 + 1 + 1);
        batch.SystemRuns.ShouldBe(19 / 4.0);
        batch.Trajectories.Length.ShouldBe(9);
        batch.Executions.ShouldBeLessThanOrEqualTo(
            new PreferenceCollector<string, string>(bakery.System(), options).MaxExecutions(Bakery.Dough, 3, inputs: 1, hasPrefix: false));
    }

    [Fact]
    public async Task Outputs_that_all_agree_cost_no_suffix()
    {
        var bakery = new Bakery();

        var batch = await Collector(bakery.System()).CollectAsync(
            Bakery.Dough, Bakery.Style("plain"), [Bakery.DoughStyle("Plain")], [Input("wheat", Rank)], CancellationToken.None);

        batch.Pairs.ShouldBeEmpty();
        Count(bakery, "Bread").ShouldBe(0);
        Count(bakery, "Sugar").ShouldBe(0);
    }

    [Fact]
    public async Task Resampling_one_configuration_gives_candidates_too()
    {
        var options = new PreferenceOptions { SamplesPerConfiguration = 4, Seed = 9 };

        var batch = await new PreferenceCollector<string, string>(new Bakery().System(), options).CollectAsync(
            Bakery.Dough, Bakery.Style("random"), [], [Input("wheat", Number)], CancellationToken.None);

        batch.Pairs.Length.ShouldBe(6);
    }

    [Fact]
    public async Task A_gap_is_a_difference_of_means_over_rollouts_that_share_their_seeds()
    {
        // The reward is the noise of Bread, which depends on the rollout's seed alone.
        static double Noise(string bread) => double.Parse(bread.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        var options = new PreferenceOptions { Rollouts = 4 };

        var batch = await new PreferenceCollector<string, string>(new Bakery().System(), options).CollectAsync(
            Bakery.Dough, Bakery.Style("plain"), s_styles, [Input("wheat", Noise)], CancellationToken.None);

        batch.Pairs.ShouldBeEmpty();
        batch.Trajectories.Select(t => t.Score).Distinct().Count().ShouldBe(4);
    }

    [Fact]
    public async Task A_suffix_that_fails_scores_the_failure_score()
    {
        var bakery = new Bakery();
        var options = new PreferenceOptions { FailureScore = -5 };

        var batch = await new PreferenceCollector<string, string>(bakery.System(), options).CollectAsync(
            Bakery.Dough, Bakery.Style("plain"), s_styles, [Input("stones", Rank)], CancellationToken.None);

        batch.Failures.ShouldBe(1);
        batch.Pairs.Select(p => (Style(p.Preferred), Style(p.Rejected), p.Gap)).ShouldBe(
            [("plain", "rich", 7.0), ("plain", "dry", 1.0), ("dry", "rich", 6.0)], ignoreOrder: true);
        batch.Executions.ShouldBe(bakery.Calls.Count(c => !c.Contains(':')));
    }

    [Fact]
    public async Task A_candidate_that_fails_has_no_output_to_compare()
    {
        var bakery = new Bakery();

        var batch = await Collector(bakery.System()).CollectAsync(
            Bakery.Dough, Bakery.Style("plain"), [Bakery.DoughStyle("broken"), Bakery.DoughStyle("dry")], [Input("wheat", Rank)], CancellationToken.None);

        batch.Failures.ShouldBe(1);
        batch.Pairs.Select(p => (Style(p.Preferred), Style(p.Rejected))).ShouldBe([("plain", "dry")]);
        batch.Executions.ShouldBe(bakery.Calls.Count(c => !c.Contains(':')));
    }

    [Fact]
    public async Task A_prefix_is_used_rather_than_run_again()
    {
        var bakery = new Bakery();
        var system = bakery.System();
        var prefix = await system.ExecuteAsync("wheat", Bakery.Style("plain"), null, new() { Seed = 1 }, CancellationToken.None);
        int before = Count(bakery, "Flour") + Count(bakery, "Sugar");

        var batch = await Collector(system).CollectAsync(
            Bakery.Dough, Bakery.Style("plain"), s_styles, [Input("wheat", Rank) with { Prefix = prefix }], CancellationToken.None);

        (Count(bakery, "Flour") + Count(bakery, "Sugar")).ShouldBe(before);
        batch.Pairs.Length.ShouldBe(3);
        batch.Executions.ShouldBe(4 + 3);
        batch.Trajectories.ShouldAllBe(t => (string)t.Trace.Slots[Bakery.Sugar]!.Output! == (string)prefix.Slots[Bakery.Sugar]!.Output!);
    }

    [Fact]
    public async Task The_result_is_the_same_at_any_parallelism()
    {
        var results = new List<string>();
        foreach (int parallelism in new[] { 1, 3, 16 })
        {
            // Calls end in another order every time.
            var random = new SeededRandom(parallelism, "delays");
            var bakery = new Bakery
            {
                Delay = _ =>
                {
                    lock (random)
                        return TimeSpan.FromMilliseconds(random.Next(4));
                },
            };
            var options = new PreferenceOptions { Parallelism = parallelism, Rollouts = 2, SamplesPerConfiguration = 2, Seed = 4 };
            var inputs = Enumerable.Range(0, 6).Select(i => Input($"input {i}", Number)).ToArray();
            var batch = await new PreferenceCollector<string, string>(bakery.System(), options).CollectAsync(
                Bakery.Dough, Bakery.Style("random"), s_styles, inputs, CancellationToken.None);
            batch.Pairs.ShouldNotBeEmpty();
            results.Add(JsonSerializer.Serialize(batch.Pairs.Select(p => new { p.Example, p.Preferred.Output, Other = p.Rejected.Output, p.Gap }))
                + JsonSerializer.Serialize(batch.Trajectories.Select(t => new { t.Example, t.Score, t.Trace.Output })) + batch.Executions);
        }

        results.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Cancellation_ends_the_collection()
    {
        using var cancelling = new CancellationTokenSource();
        var bakery = new Bakery { Delay = name => name == "Dough" ? TimeSpan.FromMinutes(5) : TimeSpan.Zero };

        var collecting = Collector(bakery.System()).CollectAsync(
            Bakery.Dough, Bakery.Style("plain"), s_styles, [Input("wheat", Rank)], cancelling.Token);
        await cancelling.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => collecting);
    }

    [Fact]
    public async Task A_reward_that_is_no_number_is_an_error() =>
        (await Should.ThrowAsync<ArgumentException>(() => Collector(new Bakery().System()).CollectAsync(
            Bakery.Dough, Bakery.Style("plain"), s_styles, [Input("wheat", _ => double.NaN)], CancellationToken.None)))
        .Message.ShouldContain("wheat");

    [Fact]
    public async Task Examples_have_ids_of_their_own() =>
        await Should.ThrowAsync<ArgumentException>(() => Collector(new Bakery().System()).CollectAsync(
            Bakery.Dough, Bakery.Style("plain"), s_styles, [Input("wheat", Rank), Input("wheat", Rank)], CancellationToken.None));

    [Fact]
    public async Task Rollouts_are_evidence_for_the_components_downstream()
    {
        var system = new Bakery().System();
        var batch = await Collector(system).CollectAsync(
            Bakery.Dough, Bakery.Style("plain"), s_styles, [Input("wheat", Rank)], CancellationToken.None);

        var targets = TrajectoryEvidence.Targets(system, batch.Trajectories);

        targets.Count(t => t.Component == Bakery.Bread).ShouldBe(3);
        targets.Where(t => t.Component == Bakery.Bread).Sum(t => t.Advantage).ShouldBe(0, 1e-12);
        targets.Single(t => t.Component == Bakery.Bread && t.Observation.Input.Contains("rich")).Advantage.ShouldBe(1, 1e-12);
        targets.ShouldAllBe(t => t.Example == "wheat");
        TrajectoryEvidence.Targets(system, batch.Trajectories.Take(1)).ShouldBeEmpty();
    }

    private static PreferenceCollector<string, string> Collector(ICompoundSystem<string, string> system) => new(system, new());

    private static PreferenceInput<string, string> Input(string input, Func<string, double> reward) =>
        new(input, input, (trace, _) => ValueTask.FromResult(reward(trace.Output)));

    private static double Rank(string bread) =>
        bread.Contains("rich", StringComparison.Ordinal) ? 3 : bread.Contains("plain", StringComparison.Ordinal) ? 2 : 1;

    private static double Number(string bread) => bread.Sum(c => c) % 97;

    private static string Style(Observation observation) => observation.Output["output: ".Length..].Split(' ')[0];

    private static int Count(Bakery bakery, string component) => bakery.Calls.Count(c => c == component);
}
