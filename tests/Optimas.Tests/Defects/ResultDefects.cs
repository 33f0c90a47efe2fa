using Optimas.Tests.Systems;

namespace Optimas.Tests.Defects;

/// <summary>Defects of other implementations in how runs become results; each test shows that the one it is named for is absent.</summary>
public sealed class ResultDefects
{
    private static readonly IMetric<int, int> s_metric = Metric.Create<int, int>(0, 100, (label, output) => label == output ? 100 : 0);

    private static Example<int, int>[] Examples(int count) => [.. Enumerable.Range(0, count).Select(i => new Example<int, int>($"e{i}", i, i))];

    [Fact]
    public async Task Results_zipped_in_completion_order_with_their_examples()
    {
        var finished = new System.Collections.Concurrent.ConcurrentQueue<int>();
        var system = new HandBound<int, int>("Reversed").AddAsync<int>("Echo", ["input"], async c =>
        {
            await Task.Delay(5 * (12 - c.Input), c.Cancellation);
            finished.Enqueue(c.Input);
            return c.Input;
        }).Build();

        var result = await system.Evaluator(s_metric, new() { Parallelism = 12 }).EvaluateAsync(system.Default, Examples(12));

        finished.ShouldNotBe(Enumerable.Range(0, 12), "they must have completed out of order for this to mean anything");
        result.Mean.ShouldBe(100);
        result.Results.Select(r => r.Trace.Output).ShouldBe(Enumerable.Range(0, 12));
    }

    [Fact]
    public async Task Trajectories_read_from_shared_state_under_concurrency()
    {
        var system = new HandBound<int, int>("Crossing")
            .AddAsync<int>("First", ["input"], async c =>
            {
                await Task.Yield();
                return c.Input;
            })
            .AddAsync<int>("Second", ["First"], async c =>
            {
                await Task.Delay(c.Input % 3, c.Cancellation);
                return c.Output<int>(0);
            })
            .Build();

        var result = await system.Evaluator(s_metric, new() { Parallelism = 32 }).EvaluateAsync(system.Default, Examples(100));

        foreach (var r in result.Results)
        {
            r.Trace.Input.ShouldBe(r.Example.Input);
            r.Trace.Slots.ShouldAllBe(s => (int)s!.Output! == r.Example.Input);
        }
    }

    [Fact]
    public async Task A_candidate_configuration_left_behind_after_its_scope()
    {
        var system = Tuning.System();
        double before = (await system.RunAsync(1)).Output;

        // Runs under other configurations, one of which fails and one of which is cancelled.
        await system.RunAsync(1, system.Default.With("Words.Count", 8));
        await Should.ThrowAsync<OperationCanceledException>(() =>
            system.RunAsync(1, system.Default.With("Answer.Model", "large"), cancellationToken: new(canceled: true)));
        var result = await system.OptimizeAsync(
            Tuning.Examples("train", 20), Tuning.Examples("validation", 20), Tuning.Metric, new() { Budget = new() { SystemRuns = 60 }, DecidingExamples = 8 });

        result.Changes.ShouldNotBeEmpty();
        (await system.RunAsync(1)).Output.ShouldBe(before);
        system.Default["Words.Count"].ShouldBe(1);
        (await system.RunAsync(1, result.Configuration)).Output.ShouldBeGreaterThan(before);
        (await system.RunAsync(1)).Output.ShouldBe(before);
    }

    [Fact]
    public async Task Failed_predictions_dropped_so_lengths_differ()
    {
        var system = new HandBound<int, int>("Gaps")
            .Add("Echo", ["input"], c => c.Input % 3 == 1 ? throw new InvalidOperationException("gap") : c.Input)
            .Build();

        var result = await system.Evaluator(s_metric).EvaluateAsync(system.Default, Examples(9));

        result.Results.Select(r => r.Example.Id).ShouldBe(Examples(9).Select(e => e.Id));
        result.Results.Select(r => r.Score).ShouldBe([100, 0, 100, 100, 0, 100, 100, 0, 100]);
        result.Mean.ShouldBe(600 / 9.0, 1e-9);
    }

    [Fact]
    public async Task Exceptions_mapped_to_minus_infinity()
    {
        var system = new HandBound<int, int>("Failing")
            .Add(
                "Echo",
                ["input"],
                c => c.Value<int>("Mode") == 0 && c.Input % 4 == 1 ? throw new InvalidOperationException("failed") : c.Input,
                [Parameters.OneOf("Mode", 0, 0, 1)])
            .Build();

        var result = await system.Evaluator(s_metric).EvaluateAsync(system.Default, Examples(8));
        var optimized = await system.OptimizeAsync(
            Examples(20), Examples(20), s_metric, new() { Budget = new() { SystemRuns = 100 }, DecidingExamples = 20 });

        double.IsFinite(result.Mean).ShouldBeTrue();
        result.Results.Min(r => r.Score).ShouldBe(0);
        result.StandardError.ShouldBeInRange(1, 50);
        optimized.Initial.ShouldBe(75);
        optimized.Final.ShouldBe(100);
        optimized.Events.OfType<CandidateAccepted>().Single().MeanGain.ShouldBe(25);
    }

    [Fact]
    public async Task Registration_order_used_where_execution_order_is_meant()
    {
        // A graph whose components do not stand in topological order is refused, so that an index is always a place in the execution order.
        var started = new System.Collections.Concurrent.ConcurrentQueue<string>();
        for (int seed = 0; seed < 20; seed++)
        {
            var system = RandomGraph.System(8, seed);
            system.Graph.Components.ShouldAllBe(c => c.Parents.All(p => p < c.Index));
            var trace = await system.RunAsync(seed);
            foreach (var component in system.Graph.Components)
            {
                // What is behind a component is what the edges say, wherever it was declared.
                var cleared = trace.Clear(component.Index);
                Enumerable.Range(0, 8).Where(k => cleared.Slots[k] is null)
                    .ShouldBe(system.Graph.Descendants(component.Index).With(component.Index));
            }
        }

        var chain = new HandBound<int, int>("Order")
            .Add("Slow", ["input"], c => Note("Slow", c.Input))
            .Add("Side", ["input"], c => Note("Side", c.Input))
            .Add("AfterSlow", ["Slow"], c => Note("AfterSlow", c.Input))
            .Build();
        int Note(string name, int value)
        {
            started.Enqueue(name);
            return value;
        }

        await chain.RunAsync(1, prefix: (await chain.RunAsync(1)).Clear(0));

        started.Skip(3).ShouldBe(["Slow", "AfterSlow"], "Side stands between them and is not downstream");
        Should.Throw<ArgumentException>(() => new SystemGraph(
            "Backwards",
            [new("Last", "", "int", [new("first", 1, null)], []), new("First", "", "int", [], [])],
            [0],
            System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty));
    }

    [Fact]
    public async Task Blind_retries_of_programming_errors()
    {
        var system = new HandBound<int, int>("Broken")
            .Add<int>("Echo", ["input"], _ => throw new ArgumentException("a bug"))
            .Build();

        var result = await system.Evaluator(s_metric, new() { MaxFailureRate = 1 }).EvaluateAsync(system.Default, Examples(5));

        system.Calls.Total.ShouldBe(5, "once an example");
        result.Results.ShouldAllBe(r => r.Failure!.InnerException is ArgumentException);
    }
}
