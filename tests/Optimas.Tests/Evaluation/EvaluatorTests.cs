using Optimas.Tests.Systems;

namespace Optimas.Tests.Evaluation;

public sealed class EvaluatorTests
{
    private static readonly IMetric<int, int> s_metric = Metric.Create<int, int>(0, 1000, (label, output) => label + output);

    private static Example<int, int>[] Examples(int count) => [.. Enumerable.Range(0, count).Select(i => new Example<int, int>($"e{i}", i, i * 2))];

    private static HandSystem<int, int> Failing(Func<int, bool> fails) => new HandBound<int, int>("Failing")
        .Add("First", ["input"], c => c.Input)
        .Add("Second", ["First"], c => fails(c.Input) ? throw new InvalidOperationException($"no {c.Input}") : c.Input)
        .Add("Third", ["Second"], c => c.Input)
        .Build();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(32)]
    public async Task Results_come_in_the_order_of_the_examples_whatever_the_parallelism(int parallelism)
    {
        // The earlier the example, the longer it takes.
        var system = new HandBound<int, int>("Late").AddAsync<int>("Wait", ["input"], async c =>
        {
            await Task.Delay(30 - c.Input, c.Cancellation);
            return c.Input;
        }).Build();

        var result = await system.Evaluator(s_metric, new() { Parallelism = parallelism }).EvaluateAsync(system.Default, Examples(30));

        result.Results.Select(r => r.Example.Id).ShouldBe(Enumerable.Range(0, 30).Select(i => $"e{i}"));
        result.Results.Select(r => r.Score).ShouldBe(Enumerable.Range(0, 30).Select(i => 3.0 * i));
        result.Results.Select(r => r.Trace.Output).ShouldBe(Enumerable.Range(0, 30));
    }

    [Fact]
    public async Task Parallelism_is_a_limit()
    {
        int running = 0, most = 0;
        var system = new HandBound<int, int>("Busy").AddAsync<int>("Work", ["input"], async c =>
        {
            int now = Interlocked.Increment(ref running);
            lock (s_metric)
                most = Math.Max(most, now);
            await Task.Delay(5, c.Cancellation);
            Interlocked.Decrement(ref running);
            return 1;
        }).Build();

        await system.Evaluator(s_metric, new() { Parallelism = 3 }).EvaluateAsync(system.Default, Examples(20));

        most.ShouldBe(3);
        Should.Throw<ArgumentOutOfRangeException>(() => new EvaluationOptions { Parallelism = 0 });
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(-5.0, -5)]
    public async Task A_failed_run_scores_the_minimum_or_the_stated_failure_score(double? failureScore, double expected)
    {
        var system = Failing(i => i is 1 or 3);

        var result = await system.Evaluator(s_metric, new() { FailureScore = failureScore }).EvaluateAsync(system.Default, Examples(6));

        result.Results.Length.ShouldBe(6);
        result.Failures.ShouldBe(2);
        result.Results.Select(r => r.Score).ShouldBe([0, expected, 6, expected, 12, 15]);
        result.Results[1].Failure!.Component.Name.ShouldBe("Second");
        result.Mean.ShouldBe((33 + 2 * expected) / 6, 1e-12);
    }

    [Fact]
    public async Task The_standard_error_is_that_of_the_textbook()
    {
        double[] scores = [0.2, 0.4, 0.4, 1.0, 0.5];
        var system = new HandBound<int, int>("Identity").Add("Same", ["input"], c => c.Input).Build();
        var evaluator = system.Evaluator(Metric.Create<int, int>((_, output) => scores[output]));

        var result = await evaluator.EvaluateAsync(system.Default, Examples(5));

        // Mean 0.5, squared deviations 0.09 + 0.01 + 0.01 + 0.25 + 0 = 0.36, sample variance 0.36 / 4, over n = 5.
        result.Mean.ShouldBe(0.5, 1e-12);
        result.StandardError.ShouldBe(Math.Sqrt(0.09 / 5), 1e-12);
        (await evaluator.EvaluateAsync(system.Default, Examples(1))).StandardError.ShouldBe(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task Too_many_failures_stop_the_evaluation_with_the_first_failure(int parallelism)
    {
        var system = Failing(i => i >= 2);

        var e = await Should.ThrowAsync<FailureRateException>(() => system
            .Evaluator(s_metric, new() { MaxFailureRate = 0.25, Parallelism = parallelism }).EvaluateAsync(system.Default, Examples(200)));

        var first = e.InnerException.ShouldBeOfType<ComponentException>();
        first.Component.Name.ShouldBe("Second");
        e.Examples.ShouldBe(200);
        e.Failures.ShouldBeGreaterThan(50);
        e.Message.ShouldContain("more than the allowed share of 0.25");
        e.Message.ShouldContain(first.Message);
        system.Calls.Of(0).ShouldBeLessThan(200, "the rest is not run");
        if (parallelism == 1)
            first.Inputs["First"].ShouldBe(2);
    }

    [Fact]
    public async Task An_order_to_end_is_no_score_but_the_end()
    {
        var system = new HandBound<int, int>("Spent").Add("Call", ["input"], c => c.Input >= 3 ? throw new Spent() : c.Input).Build();

        var e = await Should.ThrowAsync<ComponentException>(() => system
            .Evaluator(s_metric, new() { MaxFailureRate = 1, Parallelism = 1 }).EvaluateAsync(system.Default, Examples(10)));

        e.InnerException.ShouldBeOfType<Spent>();
        e.Message.ShouldContain("The budget is spent.");
        system.Calls.Of(0).ShouldBe(4);
    }

    private sealed class Spent() : StopException("The budget is spent.");

    [Fact]
    public async Task Failures_up_to_the_stated_share_are_borne()
    {
        var system = Failing(i => i % 2 == 0);

        (await system.Evaluator(s_metric).EvaluateAsync(system.Default, Examples(10))).Failures.ShouldBe(5);
        (await system.Evaluator(s_metric, new() { MaxFailureRate = 1 }).EvaluateAsync(system.Default, Examples(10))).Failures.ShouldBe(5);
        await Should.ThrowAsync<FailureRateException>(() =>
            system.Evaluator(s_metric, new() { MaxFailureRate = 0 }).EvaluateAsync(system.Default, Examples(10)));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(1.5)]
    [InlineData(-0.001)]
    public async Task A_score_outside_the_declared_range_is_the_metrics_error(double score)
    {
        var system = Failing(_ => false);

        var e = await Should.ThrowAsync<MetricException>(() => system
            .Evaluator(Metric.Create<int, int>((_, output) => output == 3 ? score : 0.5)).EvaluateAsync(system.Default, Examples(5)));

        e.ExampleId.ShouldBe("e3");
        e.Message.ShouldContain("lies outside its range [0, 1]");
    }

    [Fact]
    public async Task A_metric_that_throws_is_never_a_score()
    {
        var system = Failing(_ => false);

        var e = await Should.ThrowAsync<MetricException>(() => system
            .Evaluator(Metric.Create<int, int>((_, output) => output == 3 ? throw new FormatException("odd label") : 0.5))
            .EvaluateAsync(system.Default, Examples(5)));

        e.ExampleId.ShouldBe("e3");
        e.InnerException.ShouldBeOfType<FormatException>();
        e.Message.ShouldContain("odd label");
    }

    [Fact]
    public async Task Cancellation_ends_an_evaluation()
    {
        using var source = new CancellationTokenSource();
        var system = new HandBound<int, int>("Endless").AddAsync<int>("Wait", ["input"], async c =>
        {
            if (c.Input == 3)
                await source.CancelAsync();
            await Task.Delay(Timeout.Infinite, c.Cancellation);
            return 1;
        }).Build();

        await Should.ThrowAsync<OperationCanceledException>(() =>
            system.Evaluator(s_metric).EvaluateAsync(system.Default, Examples(100), source.Token).WaitAsync(TimeSpan.FromSeconds(20)));

        system.Calls.Total.ShouldBeLessThan(20);
    }

    [Fact]
    public async Task Nothing_to_evaluate_is_an_error()
    {
        var system = Failing(_ => false);

        (await Should.ThrowAsync<ArgumentException>(() => system.Evaluator(s_metric).EvaluateAsync(system.Default, []))).Message
            .ShouldContain("the list of examples is empty");
    }

    [Fact]
    public async Task What_it_took_counts_the_component_that_failed()
    {
        var system = Failing(i => i == 0);

        var result = await system.Evaluator(s_metric).EvaluateAsync(system.Default, Examples(4));

        result.Results.Select(r => r.Executions).ShouldBe([2, 3, 3, 3]);
        result.SystemRuns.ShouldBe(11 / 3.0, 1e-12);
        system.Calls.Total.ShouldBe(11);
    }

    [Fact]
    public async Task What_it_took_counts_components_that_were_cancelled_because_of_a_failure()
    {
        var started = new SemaphoreSlim(0);
        var system = new HandBound<int, int>("Overlapping")
            .AddAsync<int>("Waits", ["input"], async c =>
            {
                started.Release();
                await Task.Delay(Timeout.Infinite, c.Cancellation);
                return 1;
            })
            .AddAsync<int>("Fails", ["input"], async _ =>
            {
                await started.WaitAsync();
                throw new InvalidOperationException("broken");
            })
            .Add("Sum", ["Waits", "Fails"], _ => 1)
            .Build();

        var result = await system.Evaluator(s_metric, new() { MaxFailureRate = 1 }).EvaluateAsync(system.Default, Examples(3));

        result.Results.Sum(r => r.Executions).ShouldBe(system.Calls.Total);
        system.Calls.Total.ShouldBe(6);
    }

    [Fact]
    public async Task What_it_took_counts_every_candidate_of_a_selection_that_failed()
    {
        var system = new HandBound<int, int>("Selecting")
            .Add("Guess", ["input"], c => c.Value<int>("Value") == 3 ? throw new InvalidOperationException("three") : 1, [Parameters.PerInput("Value", 1, 1, 2, 3)])
            .Build();
        var configuration = system.Default.WithComponent(0, system.Default.GetComponent(0)! with { Selector = new(new HashedReward(new float[16])) });

        var result = await system.Evaluator(s_metric, new() { MaxFailureRate = 1 }).EvaluateAsync(configuration, Examples(3));

        result.Results.Sum(r => r.Executions).ShouldBe(system.Calls.Total);
        system.Calls.Total.ShouldBe(9);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_scores_at_any_parallelism()
    {
        var system = Tuning.System(noise: 0.2);
        var examples = Tuning.Examples("train", 40);
        async Task<double[]> ScoresAsync(long seed, int parallelism) =>
            [.. (await system.Evaluator(Tuning.Metric, new() { Seed = seed, Parallelism = parallelism }).EvaluateAsync(system.Default, examples))
                .Results.Select(r => r.Score)];

        double[] first = await ScoresAsync(1, 1);

        (await ScoresAsync(1, 8)).ShouldBe(first);
        (await ScoresAsync(2, 8)).ShouldNotBe(first);
        first.Distinct().Count().ShouldBe(40);
    }

    [Fact]
    public void A_metric_needs_a_range()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Metric.Create<int, int>(1, 1, (_, _) => 1));
        Should.Throw<ArgumentOutOfRangeException>(() => Metric.Create<int, int>(double.NegativeInfinity, 1, (_, _) => 1));
    }
}
