namespace Optimas.Tests.Generated;

/// <summary>Failures and cancellation: the same report from untraced and traced runs.</summary>
public sealed class FailureTests
{
    [Theory]
    [InlineData("First", false, 0)]
    [InlineData("First", true, 0)]
    [InlineData("Second", false, 1)]
    [InlineData("Second", true, 1)]
    [InlineData("Third", false, 2)]
    [InlineData("Third", true, 2)]
    public async Task A_failure_names_its_component_its_inputs_and_the_trajectory_so_far(string component, bool later, int index)
    {
        var cause = new InvalidOperationException("broken");
        var system = new Chained(async (name, _) =>
        {
            if (later)
                await Task.Yield();
            if (name == component)
                throw cause;
        });
        foreach (var run in (Func<Task>[])[() => system.RunAsync("x"), () => system.TraceAsync("x")])
        {
            var failure = await Should.ThrowAsync<ComponentException>(run);
            failure.InnerException.ShouldBeSameAs(cause);
            failure.Component.ShouldBeSameAs(Chained.Graph.Components[index]);
            failure.Message.ShouldBe($"The component {component} of Chained failed: broken");
            failure.Inputs.ShouldBe(index switch
            {
                0 => new Dictionary<string, object?> { ["input"] = "x" },
                1 => new() { ["first"] = "x1" },
                _ => new() { ["first"] = "x1", ["second"] = 2 },
            });
            failure.Trajectory.ShouldBeOfType<Chained.Trace>().Slots.Select(s => s?.Output).ShouldBe(
                ((object?[])["x1", 2, null]).Select((output, k) => k < index ? output : null));
            ((Chained.Trace)failure.Trajectory).Input.ShouldBe("x");
        }
    }

    [Fact]
    public async Task A_synchronous_component_s_failure_arrives_in_the_task()
    {
        Task<int> run = new Fragile().RunAsync("none");
        var failure = await Should.ThrowAsync<ComponentException>(run);
        failure.Component.Name.ShouldBe("Number");
        failure.InnerException.ShouldBeOfType<FormatException>();
        failure.Trajectory["Trimmed"]!.Output.ShouldBe("none");
    }

    [Fact]
    public async Task A_skipped_component_is_reported_as_skipped()
    {
        var system = new Chained((name, _) => name == "Third" ? throw new InvalidOperationException() : Task.CompletedTask);
        var failure = await Should.ThrowAsync<ComponentException>(system.RunAsync("-"));
        failure.Trajectory.Slots[1]!.Origin.ShouldBe(SlotOrigin.Skipped);
    }

    [Fact]
    public async Task A_failure_ends_the_siblings_and_waits_for_them()
    {
        bool ended = false;
        var started = new TaskCompletionSource();
        var script = new ForkScript
        {
            Left = async (_, _) =>
            {
                await started.Task;
                throw new InvalidOperationException("left");
            },
            Right = async (text, ct) =>
            {
                try
                {
                    started.SetResult();
                    await Task.Delay(Timeout.Infinite, ct);
                    return text;
                }
                finally
                {
                    await Task.Yield();
                    ended = true;
                }
            },
        };
        var failure = await Should.ThrowAsync<ComponentException>(new Forked(script).RunAsync(new("ab", 0)));
        failure.Component.Name.ShouldBe("Left");
        failure.Trajectory.Slots.Select(s => s?.Output).ShouldBe(["ab", null, null, null]);
        ended.ShouldBeTrue();
    }

    [Fact]
    public async Task Of_several_failures_the_first_in_order_is_reported()
    {
        var both = new TaskCompletionSource();
        var script = new ForkScript
        {
            Left = async (_, _) =>
            {
                await both.Task;
                throw new InvalidOperationException("left");
            },
            Right = async (_, _) =>
            {
                await Task.Yield();
                both.SetResult();
                throw new InvalidOperationException("right");
            },
        };
        for (int i = 0; i < 20; i++)
        {
            both = new();
            (await Should.ThrowAsync<ComponentException>(new Forked(script).RunAsync(new("ab", 0)))).Component.Name.ShouldBe("Left");
        }
    }

    [Fact]
    public async Task A_failure_while_calling_ends_an_overlapping_run_too()
    {
        var script = new ForkScript { Left = (_, _) => throw new InvalidOperationException("at once") };
        var failure = await Should.ThrowAsync<ComponentException>(new Forked(script).RunAsync(new("ab", 0)));
        failure.Component.Name.ShouldBe("Left");
        var later = new ForkScript { Right = (_, _) => throw new InvalidOperationException("at once") };
        failure = await Should.ThrowAsync<ComponentException>(new Forked(later).RunAsync(new("ab", 0)));
        failure.Component.Name.ShouldBe("Right");
        failure.Inputs.ShouldBe(new Dictionary<string, object?> { ["trimmed"] = "ab" });
    }

    [Fact]
    public async Task A_failing_predicate_is_its_component_s_failure()
    {
        var failure = await Should.ThrowAsync<ComponentException>(new Fragile().RunAsync("throw"));
        failure.Component.Name.ShouldBe("Number");
    }

    [Fact]
    public async Task A_system_within_a_component_is_reported_from_the_outside_in()
    {
        var inner = new Chained((_, _) => throw new InvalidOperationException("inner"));
        var outer = new Chained(async (_, ct) => await inner.RunAsync("x", cancellationToken: ct));
        foreach (var run in (Func<Task>[])[() => outer.RunAsync("y"), () => outer.TraceAsync("y")])
        {
            var failure = await Should.ThrowAsync<ComponentException>(run);
            failure.Inputs["input"].ShouldBe("y");
            failure.InnerException.ShouldBeOfType<ComponentException>().Inputs["input"].ShouldBe("x");
        }
    }

    [Fact]
    public async Task A_run_that_was_cancelled_before_it_began_calls_nothing()
    {
        var cancelled = new CancellationToken(canceled: true);
        var run = new Chained((_, _) => throw new InvalidOperationException("called")).RunAsync("x", cancellationToken: cancelled);
        run.IsCanceled.ShouldBeTrue();
        (await Should.ThrowAsync<OperationCanceledException>(() => run)).CancellationToken.ShouldBe(cancelled);
    }

    [Theory]
    [InlineData("First")]
    [InlineData("Second")]
    [InlineData("Third")]
    public async Task The_caller_s_cancellation_arrives_as_a_cancellation(string component)
    {
        using var source = new CancellationTokenSource();
        var system = new Chained(async (name, ct) =>
        {
            if (name == component)
            {
                await source.CancelAsync();
                await Task.Delay(Timeout.Infinite, ct);
            }
        });
        await Should.ThrowAsync<OperationCanceledException>(() => system.RunAsync("x", cancellationToken: source.Token));
    }

    [Fact]
    public async Task Cancellation_ends_overlapping_components()
    {
        using var source = new CancellationTokenSource();
        async Task<string> WaitAsync(string text, CancellationToken ct)
        {
            source.CancelAfter(10);
            await Task.Delay(Timeout.Infinite, ct);
            return text;
        }

        var script = new ForkScript { Left = WaitAsync, Right = WaitAsync };
        await Should.ThrowAsync<OperationCanceledException>(() => new Forked(script).RunAsync(new("ab", 0), cancellationToken: source.Token));
    }

    [Fact]
    public async Task Components_that_take_no_token_are_not_called_after_a_cancellation()
    {
        using var source = new CancellationTokenSource();
        var run = new Fragile { WhenTrimmed = source.Cancel }.RunAsync("12", cancellationToken: source.Token);
        run.IsCanceled.ShouldBeTrue();
        await Should.ThrowAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task A_timeout_inside_a_component_is_its_failure()
    {
        var system = new Chained((_, _) => throw new TaskCanceledException("The request timed out."));
        (await Should.ThrowAsync<ComponentException>(system.RunAsync("x"))).InnerException.ShouldBeOfType<TaskCanceledException>();
    }
}

/// <summary>Synchronous components and a predicate that fail on some inputs.</summary>
[CompoundSystem<string, int>(Output = nameof(Sum))]
public sealed partial class Fragile
{
    public Action WhenTrimmed { get; init; } = () => { };

    [Component]
    private string Trimmed(string input)
    {
        WhenTrimmed();
        return input.Trim();
    }

    private static bool IsNumber(string trimmed) => trimmed != "throw" ? trimmed.Length > 0 : throw new InvalidOperationException("no");

    [Component(When = nameof(IsNumber))]
    private int Number(string trimmed) => int.Parse(trimmed, System.Globalization.CultureInfo.InvariantCulture);

    [Component]
    private int Sum(int? number) => (number ?? 0) + 1;
}
