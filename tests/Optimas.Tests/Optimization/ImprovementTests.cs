using Optimas.Tests.Systems;

namespace Optimas.Tests.Optimization;

public sealed class ImprovementTests
{
    private static readonly Example<int, int>[] s_train = Tuning.Examples("train", 40);
    private static readonly Example<int, int>[] s_validation = Tuning.Examples("validation", 40);
    private static readonly string[] s_colours = ["red", "blue", "green"];
    private static readonly IMetric<string, string> s_names =
        Metric.Create<string, string>((label, output) => output.Contains(label, StringComparison.Ordinal) ? 1 : 0);

    [Theory]
    [InlineData(OptimizationEngine.Racing, 150, 1, 0.9)]
    [InlineData(OptimizationEngine.Racing, 150, 2, 0.9)]
    [InlineData(OptimizationEngine.Paper, 500, 1, 0.75)]
    [InlineData(OptimizationEngine.Paper, 500, 2, 0.75)]
    public async Task A_known_system_gets_near_its_optimum(OptimizationEngine engine, int runs, long seed, double expected)
    {
        var system = Tuning.System();

        var result = await system.OptimizeAsync(
            s_train, s_validation, Tuning.Metric, new() { Engine = engine, Budget = new() { SystemRuns = runs }, Seed = seed, DecidingExamples = 12 });

        result.Initial.ShouldBeLessThan(0.2);
        result.Final.ShouldBeGreaterThan(expected);
        result.DecidingExamples.ShouldBe(12);
        result.Spent.SystemRuns.ShouldBeLessThanOrEqualTo(runs);
        result.Changes.ShouldBe(system.Default.Diff(result.Configuration));
        // It holds on examples that did not decide.
        var fresh = await system.Evaluator(Tuning.Metric).EvaluateAsync(result.Configuration, Tuning.Examples("test", 50));
        fresh.Mean.ShouldBe(result.Final, 0.05);
    }

    [Fact]
    public async Task Discrete_continuous_and_model_choices_are_all_searched()
    {
        var system = Tuning.System();

        var result = await system.OptimizeAsync(
            s_train, s_validation, Tuning.Metric, new() { Budget = new() { SystemRuns = 300 }, DecidingExamples = 12 });

        result.Configuration["Words.Count"].ShouldBe(8);
        result.Configuration["Answer.Model"].ShouldBe("large");
        ((double)result.Configuration["Ranking.Rate"]!).ShouldBeInRange(0.003, 0.03);
    }

    [Theory]
    [InlineData(OptimizationEngine.Racing, 250, 4)]
    [InlineData(OptimizationEngine.Paper, 350, 2)]
    public async Task Noise_does_not_keep_it_from_improving(OptimizationEngine engine, int runs, int seeds)
    {
        var system = Tuning.System(noise: 0.1);
        var truth = Tuning.System();
        double sum = 0;
        for (int seed = 0; seed < seeds; seed++)
        {
            var result = await system.OptimizeAsync(
                s_train, s_validation, Tuning.Metric, new() { Engine = engine, Budget = new() { SystemRuns = runs }, Seed = seed, DecidingExamples = 16 });
            var configuration = (SystemConfiguration)truth.Default;
            foreach (var field in truth.Graph.Fields)
                configuration = configuration.WithValue(field, result.Configuration[field.Name]);
            sum += (await truth.Evaluator(Tuning.Metric).EvaluateAsync(configuration, s_validation)).Mean;
        }

        (sum / seeds).ShouldBeGreaterThan(0.5, "the start is worth 0.15");
    }

    [Theory]
    [InlineData(OptimizationEngine.Racing)]
    [InlineData(OptimizationEngine.Paper)]
    public async Task The_result_is_never_worse_than_the_start_on_the_examples_that_decided(OptimizationEngine engine)
    {
        for (int seed = 0; seed < 12; seed++)
        {
            // The same examples in both sets: then all of them decide.
            var system = RandomGraph.System(4, seed, failureShare: seed % 3 == 0 ? 0.1 : 0);
            var metric = Metric.Create<int, int>(0, 2, (_, output) => output);
            Example<int, int>[] examples = [.. Enumerable.Range(0, 12).Select(i => new Example<int, int>($"{i}", i, 0))];
            var options = new OptimizationOptions
            {
                Engine = engine,
                Seed = seed,
                Budget = new() { SystemRuns = 120 },
                DecidingExamples = 12,
                StageOneInputs = 2,
                Evaluation = new() { MaxFailureRate = 1 },
            };

            var result = await system.OptimizeAsync(examples, examples, metric, options);

            result.Final.ShouldBeGreaterThanOrEqualTo(result.Initial);
            var evaluator = system.Evaluator(metric, new() { MaxFailureRate = 1, Seed = seed });
            (await evaluator.EvaluateAsync(system.Default, examples)).Mean.ShouldBe(result.Initial, 1e-12);
            (await evaluator.EvaluateAsync(result.Configuration, examples)).Mean.ShouldBe(result.Final, 1e-12);
        }
    }

    [Fact]
    public async Task The_gains_standard_error_is_that_of_paired_differences()
    {
        var system = Tuning.System(noise: 0.1);
        var options = new OptimizationOptions { Budget = new() { SystemRuns = 150 }, DecidingExamples = 20, Seed = 3 };
        Example<int, int>[] examples = [.. s_validation.Take(20)];

        var result = await system.OptimizeAsync(examples, examples, Tuning.Metric, options);

        var evaluator = system.Evaluator(Tuning.Metric, new() { Seed = 3 });
        var before = await evaluator.EvaluateAsync(system.Default, examples);
        var after = await evaluator.EvaluateAsync(result.Configuration, examples);
        double[] gains = [.. after.Results.Zip(before.Results, (a, b) => a.Score - b.Score)];
        double mean = gains.Average();
        (result.Final - result.Initial).ShouldBe(mean, 1e-12);
        result.GainStandardError.ShouldBe(Math.Sqrt(gains.Sum(g => (g - mean) * (g - mean)) / 19 / 20), 1e-9);
    }

    [Fact]
    public async Task It_starts_where_it_is_told_to()
    {
        var system = Tuning.System();
        var start = system.Default.With("Words.Count", 8).With("Answer.Model", "large").With("Ranking.Rate", 0.01);

        var result = await system.OptimizeAsync(
            s_train, s_validation, Tuning.Metric, new() { Start = start, Budget = new() { SystemRuns = 100 }, DecidingExamples = 10 });

        result.Configuration.ShouldBe(start, "it is the optimum");
        result.Changes.ShouldBeEmpty();
        result.Initial.ShouldBe(1, 1e-9);
        result.Final.ShouldBe(result.Initial);
    }

    [Theory]
    [InlineData(OptimizationEngine.Racing)]
    [InlineData(OptimizationEngine.Paper)]
    public async Task What_does_not_matter_is_not_changed(OptimizationEngine engine)
    {
        // Noisy, but the same whatever the parameter: a candidate's outputs are the incumbent's.
        var system = new HandBound<int, double>("Deaf")
            .Add("Deaf", ["input"], c => c.Noise(), [Parameters.OneOf("Knob", 0, 0, 1, 2, 3)])
            .Add("Result", ["Deaf"], c => c.Output<double>(0) + c.Noise())
            .Build();

        var result = await system.OptimizeAsync(
            s_train, s_validation, Metric.Create<double, int>(-9, 9, (_, output) => output), new() { Engine = engine, Budget = new() { SystemRuns = 150 }, StageOneInputs = 2 });

        result.Changes.ShouldBeEmpty();
        result.Events.OfType<CandidateAccepted>().ShouldBeEmpty();
    }

    [Fact]
    public async Task At_an_optimum_noise_does_little_harm()
    {
        var system = Tuning.System(noise: 0.15);
        var truth = Tuning.System();
        var best = system.Default.With("Words.Count", 8).With("Answer.Model", "large").With("Ranking.Rate", 0.01);
        double sum = 0;
        for (int seed = 0; seed < 6; seed++)
        {
            var result = await system.OptimizeAsync(
                s_train, s_validation, Tuning.Metric, new() { Start = best, Seed = seed, Budget = new() { SystemRuns = 150 } });
            var configuration = (SystemConfiguration)truth.Default;
            foreach (var field in truth.Graph.Fields)
                configuration = configuration.WithValue(field, result.Configuration[field.Name]);
            sum += (await truth.Evaluator(Tuning.Metric).EvaluateAsync(configuration, s_validation)).Mean;
        }

        (sum / 6).ShouldBeGreaterThan(0.93);
    }

    [Theory]
    [InlineData(OptimizationEngine.Racing)]
    [InlineData(OptimizationEngine.Paper)]
    public async Task Values_per_input_are_chosen_by_the_local_reward(OptimizationEngine engine)
    {
        var system = Shelves();

        var result = await system.OptimizeAsync(
            Where("t"), Where("v"), s_names, new() { Engine = engine, Budget = new() { SystemRuns = 500 }, DecidingExamples = 24, Seed = 1 });

        result.Configuration.GetComponent(0)!.Selector.ShouldNotBeNull();
        result.Final.ShouldBeGreaterThan(0.8, "one colour for all is right for a third");
        var fresh = await system.Evaluator(s_names).EvaluateAsync(result.Configuration, Where("fresh"));
        fresh.Mean.ShouldBeGreaterThan(0.8);
        ConfigurationJson.Read(result.Configuration.ToJson(), system.Default).ShouldBe(result.Configuration);
    }

    [Fact]
    public async Task A_choice_per_input_waits_until_half_is_spent()
    {
        // A range has always something left to try.
        var system = Shelves(Parameters.Range("Height", 0.5, 0, 1));

        var result = await system.OptimizeAsync(Where("t"), Where("v"), s_names, new() { Budget = new() { SystemRuns = 500 }, DecidingExamples = 24, Seed = 1 });

        var tried = result.Events.Where(e => e switch
        {
            CandidateAccepted accepted => accepted.Changes.Any(c => c.Field == "Shelf.Selector"),
            CandidateRejected rejected => rejected.Changes.Any(c => c.Field == "Shelf.Selector"),
            _ => false,
        }).ToArray();
        tried.ShouldNotBeEmpty();
        foreach (var e in tried)
            result.Events.TakeWhile(other => other != e).OfType<ComponentPicked>().Last().Spent.SystemRuns.ShouldBeGreaterThanOrEqualTo(250);
    }

    private static HandSystem<string, string> Shelves(params ParameterInfo[] others) => new HandBound<string, string>("Shelves")
        .Add("Shelf", ["input"], c => $"the {c.Value<string>("Colour")} shelf", [Parameters.PerInput("Colour", "red", s_colours), .. others])
        .Add("Answer", ["Shelf"], c => c.Output<string>(0))
        .Build();

    private static Example<string, string>[] Where(string set) =>
    [
        .. Enumerable.Range(0, 45).Select(i => new Example<string, string>($"{set}{i}", $"Where is {s_colours[i % 3]} item {i}?", s_colours[i % 3])),
    ];
}
