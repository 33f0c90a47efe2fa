using System.Diagnostics;
using Optimas.Runtime;
using Optimas.Tests.Systems;

namespace Optimas.Tests.Tracing;

public sealed class ExecutionTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Independent_components_run_at_once()
    {
        using var barrier = new Arrivals(3);
        var system = new HandBound<string, int>("Wide")
            .AddAsync<int>("A", ["input"], async c => await barrier.ArriveAsync() ? 1 : 0)
            .AddAsync<int>("B", ["input"], async c => await barrier.ArriveAsync() ? 1 : 0)
            .AddAsync<int>("C", ["input"], async c => await barrier.ArriveAsync() ? 1 : 0)
            .Add("Sum", ["A", "B", "C"], c => c.Output<int>(0) + c.Output<int>(1) + c.Output<int>(2))
            .Build();

        var trace = await system.RunAsync("x").WaitAsync(s_patience);

        trace.Output.ShouldBe(3);
        trace.Executions.ShouldBe(4);
        trace.SystemRuns.ShouldBe(1);
    }

    [Fact]
    public async Task A_component_waits_for_its_own_producers_only()
    {
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var system = new HandBound<string, int>("Uneven")
            .AddAsync<int>("Slow", ["input"], async _ =>
            {
                await released.Task;
                return 1;
            })
            .Add("Fast", ["input"], _ => 2)
            .Add("BehindFast", ["Fast"], c =>
            {
                released.SetResult();
                return c.Output<int>(1);
            })
            .Add("Sum", ["Slow", "BehindFast"], c => c.Output<int>(0) + c.Output<int>(2))
            .Build();

        (await system.RunAsync("x").WaitAsync(s_patience)).Output.ShouldBe(3);
    }

    [Theory]
    [InlineData("short", null, 0, 2)]
    [InlineData("a longer one", "A LONGER ONE", 12, 3)]
    public async Task A_conditional_component_is_skipped_and_its_consumers_get_null(string input, string? upper, int length, int executions)
    {
        var system = new HandBound<string, int>("Conditional")
            .Add("Length", ["input"], c => c.Input.Length)
            .Add("Upper", ["input", "Length"], c => c.Input.ToUpperInvariant(), when: c => c.Output<int>(0) > 8)
            .Add("Result", ["Upper"], c => ((string?)c.Outputs[1])?.Length ?? 0)
            .Build();

        var trace = await system.RunAsync(input);

        trace["Upper"]!.Output.ShouldBe(upper);
        trace["Upper"]!.Origin.ShouldBe(upper is null ? SlotOrigin.Skipped : SlotOrigin.Executed);
        trace.Output.ShouldBe(length);
        trace.Executions.ShouldBe(executions);
        system.Calls.Of(1).ShouldBe(upper is null ? 0 : 1);
        trace.IsComplete.ShouldBeTrue();
    }

    [Fact]
    public async Task A_failure_names_its_component_and_holds_its_inputs_and_the_trajectory_so_far()
    {
        var system = new HandBound<string, string>("Failing")
            .Add("Query", ["input"], c => c.Input + "?")
            .Add<string>("Search", ["Query", "input"], _ => throw new FormatException("no index"))
            .Add("Answer", ["Search"], c => c.Output<string>(1))
            .Build();

        var failure = await Should.ThrowAsync<ComponentException>(() => system.RunAsync("why"));

        failure.Component.Name.ShouldBe("Search");
        failure.InnerException.ShouldBeOfType<FormatException>();
        failure.Message.ShouldBe("The component Search of Failing failed: no index");
        failure.Inputs["Query"].ShouldBe("why?");
        failure.Inputs["input"].ShouldBe("why");
        failure.Trajectory["Query"]!.Output.ShouldBe("why?");
        failure.Trajectory["Search"].ShouldBeNull();
        failure.Trajectory["Answer"].ShouldBeNull();
        failure.Trajectory.IsComplete.ShouldBeFalse();
        system.Calls.Of(2).ShouldBe(0);
    }

    [Fact]
    public async Task A_failure_cancels_the_siblings_and_waits_until_they_have_ended()
    {
        bool ended = false;
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var system = new HandBound<string, int>("Siblings")
            .AddAsync<int>("Waiting", ["input"], async c =>
            {
                started.SetResult();
                try
                {
                    await Task.Delay(Timeout.Infinite, c.Cancellation);
                }
                finally
                {
                    await Task.Delay(50);
                    ended = true;
                }

                return 1;
            })
            .AddAsync<int>("Failing", ["input"], async _ =>
            {
                await started.Task;
                throw new InvalidOperationException("broken");
            })
            .Add("Sum", ["Waiting", "Failing"], _ => 0)
            .Build();

        var failure = await Should.ThrowAsync<ComponentException>(() => system.RunAsync("x").WaitAsync(s_patience));

        ended.ShouldBeTrue();
        failure.Component.Name.ShouldBe("Failing", "what was cancelled because of it is not the cause");
    }

    [Fact]
    public async Task With_a_seed_a_failure_leaves_the_siblings_to_their_end_so_that_what_was_spent_does_not_depend_on_timing()
    {
        for (int repeat = 0; repeat < 20; repeat++)
        {
            var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var system = new HandBound<string, string>("Siblings")
                .Add<string>("Failing", ["input"], _ =>
                {
                    failed.SetResult();
                    throw new InvalidOperationException("broken");
                })
                .AddAsync<string>("Slow", ["input"], async c =>
                {
                    await failed.Task;
                    await Task.Yield();
                    return c.Input;
                })
                .Add("AfterSlow", ["Slow"], c => c.Output<string>(1) + "!")
                .Add("AfterBoth", ["Failing", "Slow"], _ => "never")
                .Build();

            var failure = await Should.ThrowAsync<ComponentException>(
                () => system.RunAsync("x", request: new() { Seed = 7 }).WaitAsync(s_patience));

            failure.Component.Name.ShouldBe("Failing");
            failure.Trajectory.Slots.Select(s => s?.Output).ShouldBe([null, "x", "x!", null]);
            failure.Executions.ShouldBe(3);
        }
    }

    [Fact]
    public async Task What_orders_a_run_to_end_cancels_the_siblings_with_a_seed_too_and_is_what_is_reported()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var system = new HandBound<string, int>("Ending")
            .AddAsync<int>("Waiting", ["input"], async c =>
            {
                started.SetResult();
                await Task.Delay(Timeout.Infinite, c.Cancellation);
                return 1;
            })
            .Add<int>("Failing", ["input"], _ => throw new InvalidOperationException("broken"))
            .AddAsync<int>("Ordering", ["input"], async _ =>
            {
                await started.Task;
                throw new Ordered();
            })
            .Build();

        var failure = await Should.ThrowAsync<ComponentException>(
            () => system.RunAsync("x", request: new() { Seed = 7 }).WaitAsync(s_patience));

        failure.InnerException.ShouldBeOfType<Ordered>();
    }

    private sealed class Ordered() : StopException("enough");

    [Fact]
    public async Task Of_several_failures_the_first_in_order_is_reported()
    {
        for (int repeat = 0; repeat < 20; repeat++)
        {
            using var barrier = new Arrivals(3);
            var system = new HandBound<string, int>("AllFail")
                .AddAsync<int>("A", ["input"], c => Fail("A"))
                .AddAsync<int>("B", ["input"], c => Fail("B"))
                .AddAsync<int>("C", ["input"], c => Fail("C"))
                .Build();
            async ValueTask<int> Fail(string name)
            {
                await barrier.ArriveAsync();
                throw new InvalidOperationException(name);
            }

            var failure = await Should.ThrowAsync<ComponentException>(() => system.RunAsync("x").WaitAsync(s_patience));
            failure.Component.Name.ShouldBe("A");
            failure.InnerException!.Message.ShouldBe("A");
        }
    }

    [Fact]
    public async Task A_timeout_inside_a_component_is_its_failure_not_a_cancellation()
    {
        var system = new HandBound<string, int>("TimesOut")
            .Add<int>("Call", ["input"], _ => throw new TaskCanceledException("the request timed out"))
            .Build();

        var failure = await Should.ThrowAsync<ComponentException>(() => system.RunAsync("x"));

        failure.InnerException.ShouldBeOfType<TaskCanceledException>();
    }

    [Fact]
    public async Task The_callers_cancellation_ends_the_run_with_a_cancellation()
    {
        using var source = new CancellationTokenSource();
        var system = new HandBound<string, int>("Cancelled")
            .AddAsync<int>("Wait", ["input"], async c =>
            {
                await source.CancelAsync();
                await Task.Delay(Timeout.Infinite, c.Cancellation);
                return 1;
            })
            .Add("Next", ["Wait"], _ => 1)
            .Build();

        await Should.ThrowAsync<OperationCanceledException>(() => system.RunAsync("x", cancellationToken: source.Token).WaitAsync(s_patience));
        await Should.ThrowAsync<OperationCanceledException>(() => system.RunAsync("x", cancellationToken: source.Token));

        system.Calls.Of(0).ShouldBe(1, "a run that is cancelled before it starts calls nothing");
        system.Calls.Of(1).ShouldBe(0);
    }

    [Fact]
    public async Task Usage_goes_to_the_component_that_caused_it()
    {
        using var barrier = new Arrivals(2);
        async ValueTask<int> Spend(int calls)
        {
            await barrier.ArriveAsync();
            for (int i = 0; i < calls; i++)
            {
                await Task.Yield();
                ComponentScope.Current!.Report(new(1, 10, 1, 0.5m));
            }

            return calls;
        }

        var system = new HandBound<string, int>("Spending")
            .AddAsync<int>("Two", ["input"], _ => Spend(2))
            .AddAsync<int>("Five", ["input"], _ => Spend(5))
            .Add("Sum", ["Two", "Five"], c => c.Output<int>(0) + c.Output<int>(1))
            .Build();

        var trace = await system.RunAsync("x").WaitAsync(s_patience);

        trace["Two"]!.Usage.ShouldBe(new ModelUsage(2, 20, 2, 1m));
        trace["Five"]!.Usage.ShouldBe(new ModelUsage(5, 50, 5, 2.5m));
        trace["Sum"]!.Usage.ShouldBe(default);
        trace.Usage.ShouldBe(new ModelUsage(7, 70, 7, 3.5m));
        ComponentScope.Current.ShouldBeNull();
    }

    [Fact]
    public async Task Seeds_are_a_function_of_the_run_and_the_component()
    {
        var system = new HandBound<string, string>("Seeds")
            .Add("A", ["input"], _ => $"{ComponentScope.Current!.Seed}")
            .Add("B", ["input"], _ => $"{ComponentScope.Current!.Seed}")
            .Add("Both", ["A", "B"], c => $"{c.Outputs[0]} {c.Outputs[1]}")
            .Build();

        string first = (await system.RunAsync("x", request: new() { Seed = 1 })).Output;
        string again = (await system.RunAsync("another input", request: new() { Seed = 1 })).Output;
        string other = (await system.RunAsync("x", request: new() { Seed = 2 })).Output;

        again.ShouldBe(first);
        other.ShouldNotBe(first);
        first.Split(' ').Distinct().Count().ShouldBe(2);
        (await system.RunAsync("x")).Output.ShouldBe(" ", "without a seed the providers choose");
    }

    [Fact]
    public async Task Activities_are_named_for_the_system_and_its_components()
    {
        var system = new HandBound<string, int>("Observed").Add("A", ["input"], _ => 1).Add("B", ["A"], _ => 2).Build();
        var seen = new System.Collections.Concurrent.ConcurrentBag<(string Name, string? Parent)>();
        // The source is the process's: what other tests do meanwhile is not sampled.
        using var test = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        var own = test.TraceId;
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == "Optimas",
            Sample = (ref ActivityCreationOptions<ActivityContext> created) =>
                created.Parent.TraceId == own ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = a => seen.Add((a.OperationName, a.Parent?.OperationName)),
        };
        ActivitySource.AddActivityListener(listener);

        await system.RunAsync("x");

        seen.ShouldContain(("Observed", "test"));
        seen.ShouldContain(("A", "Observed"));
        seen.ShouldContain(("B", "Observed"));
    }

    [Fact]
    public async Task A_configuration_or_trajectory_of_another_system_is_refused()
    {
        var one = RandomGraph.System(3, 1);
        var other = RandomGraph.System(3, 2);
        var trace = await other.RunAsync(1);

        (await Should.ThrowAsync<ArgumentException>(() => one.RunAsync(1, prefix: trace))).Message.ShouldContain("can't continue a trajectory");
        (await Should.ThrowAsync<ArgumentException>(() => one.RunAsync(1, request: new() { Reference = trace }))).Message
            .ShouldContain("can't refer to a trajectory");
    }

    private sealed class Arrivals(int count) : IDisposable
    {
        private readonly SemaphoreSlim _all = new(0);
        private int _arrived;

        /// <summary>Completes once everybody has arrived, true; false if some never do.</summary>
        public async Task<bool> ArriveAsync()
        {
            if (Interlocked.Increment(ref _arrived) == count)
                _all.Release(count);
            return await _all.WaitAsync(s_patience);
        }

        public void Dispose() => _all.Dispose();
    }
}
