using Subject;

namespace Optimas.Storage.Tests;

public sealed class ResumeTests
{
    [Theory]
    [InlineData(OptimizationEngine.Racing, OptimizationControl.None)]
    [InlineData(OptimizationEngine.Racing, OptimizationControl.RandomJointSearch)]
    [InlineData(OptimizationEngine.Paper, OptimizationControl.ShuffledRewards)]
    public async Task A_store_changes_no_result_and_neither_does_an_interruption(OptimizationEngine engine, OptimizationControl control)
    {
        var options = RecordedRun.Options with { Engine = engine, Control = control };
        string never = await RecordedRun.WithoutAsync(options);
        using var folder = new TemporaryFolder();
        (await RecordedRun.FinishAsync(folder.Store, options)).ShouldBe(never);
        await RecordedRun.InterruptAsync(folder.Store, RecordedRun.Executions / 3, options);
        (await RecordedRun.ResumeAsync(folder.Store, options)).ShouldBe(never);

        var reader = new RunReader(folder.Store);
        var runs = reader.Runs(default);
        runs.Length.ShouldBe(2);
        runs.Select(r => r.Status).ShouldAllBe(s => s == RunStatus.Finished);
        // What both tell is the same, down to every trajectory; only numbers of trajectories that ran at once may be exchanged.
        Tell(reader, runs[0].Id).ShouldBe(Tell(reader, runs[1].Id));
    }

    [Fact]
    public async Task What_the_journal_has_does_not_run_again()
    {
        using var folder = new TemporaryFolder();
        var whole = new Waiting(TimeSpan.Zero, _ => { });
        await Runs.OptimizeAsync(RecordedRun.Options, whole, null, default);
        await RecordedRun.InterruptAsync(folder.Store, whole.Executions * 2 / 3);
        var rest = new Waiting(TimeSpan.Zero, _ => { });
        await RecordedRun.ResumeAsync(folder.Store, waiting: rest);
        // The trainer's rollouts of an interrupted round have to be heard anew, and what was in flight runs again.
        rest.Executions.ShouldBeLessThan(whole.Executions / 3 + 8 * 5 + 24);
        rest.Executions.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Another_parallelism_resumes_to_the_same_result()
    {
        using var folder = new TemporaryFolder();
        string never = await RecordedRun.WithoutAsync();
        await RecordedRun.InterruptAsync(folder.Store, RecordedRun.Executions / 2);
        (await RecordedRun.ResumeAsync(folder.Store, RecordedRun.Options with { Evaluation = new() { Parallelism = 3 } })).ShouldBe(never);
    }

    [Fact]
    public async Task Resuming_with_something_else_says_what_differs_and_what_to_do()
    {
        using var folder = new TemporaryFolder();
        await RecordedRun.InterruptAsync(folder.Store, 100);
        var other = RecordedRun.Options with { Seed = 6, Budget = new() { SystemRuns = 80, Calls = 1000 }, Engine = OptimizationEngine.Paper };
        var failure = await Should.ThrowAsync<RunStoreException>(() => RecordedRun.ResumeAsync(folder.Store, other));
        failure.Message.ShouldContain("budget: calls (was none, is 1000); budget: system runs (was 70, is 80); engine (was Racing, is Paper); seed (was 5, is 6)");
        failure.Message.ShouldContain("Give it what it was started with, or start a new run");
        new RunReader(folder.Store).Runs(default).ShouldHaveSingleItem().Sessions.ShouldBe(1);
    }

    [Fact]
    public async Task A_run_that_ended_with_an_error_tries_again_what_had_failed()
    {
        using var folder = new TemporaryFolder();
        string never = await RecordedRun.WithoutAsync();
        await using (var store = await RunStore.StartAsync(folder.Store, default))
        {
            var broken = new Waiting(TimeSpan.Zero, _ => throw new HttpRequestException("No key."));
            await Should.ThrowAsync<FailureRateException>(() => Runs.OptimizeAsync(RecordedRun.Options with { Journal = store }, broken, null, default));
        }

        var run = new RunReader(folder.Store).Runs(default).ShouldHaveSingleItem();
        run.Status.ShouldBe(RunStatus.Failed);
        run.Message.ShouldNotBeNull().ShouldContain("No key.");
        new RunReader(folder.Store).Trajectories(run.Id, new() { Failed = true }, 0, 1, default).Items.ShouldHaveSingleItem()
            .Failure.ShouldBe("System.Net.Http.HttpRequestException: No key.");
        (await RecordedRun.ResumeAsync(folder.Store)).ShouldBe(never);
    }

    [Fact]
    public async Task A_limit_of_time_counts_the_time_before()
    {
        using var folder = new TemporaryFolder();
        var options = RecordedRun.Options with { Budget = new() { SystemRuns = 10_000, Duration = TimeSpan.FromSeconds(0.8) } };
        await using (var store = await RunStore.StartAsync(folder.Store, default))
        {
            using var cancelling = new CancellationTokenSource(TimeSpan.FromSeconds(0.5));
            await Should.ThrowAsync<OperationCanceledException>(() =>
                Runs.OptimizeAsync(options with { Journal = store }, new(TimeSpan.FromMilliseconds(10)), null, cancelling.Token));
        }

        var before = new RunReader(folder.Store).Runs(default).Single().Elapsed;
        before.ShouldBeGreaterThan(TimeSpan.FromSeconds(0.2));
        await using (var store = await RunStore.ResumeAsync(folder.Store, null, default))
        {
            var result = await Runs.OptimizeAsync(options with { Journal = store }, new(TimeSpan.FromMilliseconds(10)), null, default);
            result.Reason.ShouldBe(StopReason.Budget);
            result.Spent.Duration.ShouldBeGreaterThan(TimeSpan.FromSeconds(0.8));
            result.Spent.SystemRuns.ShouldBeLessThan(9_000);
        }
    }

    private static string Tell(RunReader reader, string run)
    {
        var events = reader.Events(run, -1, default).Select(e => $"{e.Sequence} {e.Kind} {e.Component} {e.Data.GetRawText()} {e.Spent.SystemRuns}");
        var candidates = reader.Candidates(run, default).Select(c => $"{c.Sequence} {c.Parent} {c.Configuration} {c.Accepted} {c.Score:R} {c.Examples}");
        var pairs = reader.Pairs(run, null, 0, 100_000, default).Items.Select(p => $"{p.Sequence} {p.Component} {p.Input} {p.Preferred} {p.Rejected} {p.Gap:R}");
        var rewards = reader.Alignment(run, default).Select(r => $"{r} {reader.Checkpoint(run, r.Sequence, default)}");
        var trajectories = reader.Trajectories(run, TrajectoryFilter.All, 0, 100_000, default).Items
            .Select(t => $"{t.Example} {t.Configuration} {t.Score:R} {t.FailedComponent} {t.Executions} {t.Usage}").Order(StringComparer.Ordinal);
        return string.Join('\n', [.. events, .. candidates, .. pairs, .. rewards, .. trajectories]);
    }
}
