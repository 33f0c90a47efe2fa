using System.Globalization;

namespace Optimas.Storage.Tests;

/// <summary>
/// Kills a real process (SIGKILL) at random moments and resumes it. OPTIMAS_KILLS=50 sets the number of kills; by default it is a few.
/// </summary>
public sealed class KillTests
{
    private static readonly int s_kills =
        int.TryParse(Environment.GetEnvironmentVariable("OPTIMAS_KILLS"), CultureInfo.InvariantCulture, out int kills) ? kills : 6;

    [Theory]
    [InlineData("Racing", 8)]
    [InlineData("Racing", 1)]
    [InlineData("Paper", 8)]
    public async Task A_run_killed_at_random_moments_and_resumed_gives_the_very_result_of_one_never_stopped(string engine, int parallelism)
    {
        var never = await SubjectProcess.RunAsync(SubjectProcess.Start("none", engine, parallelism));
        never.ExitCode.ShouldBe(0, never.Error);
        double milliseconds = double.Parse(never.Error, CultureInfo.InvariantCulture);
        // The three share the kills: half of them, a quarter and a quarter.
        int kills = (engine, parallelism) switch
        {
            ("Racing", 8) => (s_kills + 1) / 2,
            ("Racing", 1) => s_kills / 4,
            _ => (s_kills + 2) / 4,
        };
        var random = new SeededRandom(s_kills, $"kills of {engine} {parallelism}");
        for (int i = 0; i < kills; i++)
        {
            using var folder = new TemporaryFolder();
            var after = TimeSpan.FromMilliseconds(milliseconds * random.NextDouble());
            var killed = await SubjectProcess.SignalAsync(SubjectProcess.Start(folder.Store, engine, parallelism), "KILL", after);
            if (killed.ExitCode == 0)
            {
                // It was faster than the one that was measured: nothing was interrupted, and the result is there.
                killed.Result.ShouldBe(never.Result);
                continue;
            }

            killed.ExitCode.ShouldBe(137);
            // Killed after its end was written, but before it could say so.
            if (new RunReader(folder.Store).Runs(default).ShouldHaveSingleItem().Status == RunStatus.Finished)
                continue;
            // Every second one is killed again while it is being resumed.
            if (i % 2 == 1)
            {
                after = TimeSpan.FromMilliseconds(milliseconds * random.NextDouble());
                await SubjectProcess.SignalAsync(SubjectProcess.Resume(folder.Store, engine, parallelism), "KILL", after);
                if (new RunReader(folder.Store).Runs(default).Single().Status == RunStatus.Finished)
                    continue;
            }

            var resumed = await SubjectProcess.RunAsync(SubjectProcess.Resume(folder.Store, engine, parallelism));
            resumed.ExitCode.ShouldBe(0, resumed.Error);
            resumed.Result.ShouldBe(never.Result, $"killed after {after.TotalMilliseconds:0} ms");
            var run = new RunReader(folder.Store).Runs(default).ShouldHaveSingleItem();
            run.Status.ShouldBe(RunStatus.Finished);
            run.Sessions.ShouldBeGreaterThan(1);
        }
    }

    [Fact]
    public async Task A_run_cancelled_by_a_signal_is_resumed()
    {
        using var folder = new TemporaryFolder();
        var never = await SubjectProcess.RunAsync(SubjectProcess.Start("none"));
        var cancelled = await SubjectProcess.SignalAsync(SubjectProcess.Start(folder.Store, milliseconds: 50), "INT", () => ScoredAsync(folder.Store));
        cancelled.ExitCode.ShouldBe(130, cancelled.Error);
        var reader = new RunReader(folder.Store);
        var run = reader.Runs(default).ShouldHaveSingleItem();
        run.Status.ShouldBe(RunStatus.Interrupted);
        run.Message.ShouldBe("It was cancelled.");
        long before = reader.Trajectories(run.Id, TrajectoryFilter.All, 0, 1, default).Total;
        before.ShouldBeGreaterThan(0);

        (await SubjectProcess.RunAsync(SubjectProcess.Resume(folder.Store))).Result.ShouldBe(never.Result);
        reader.Trajectories(run.Id, TrajectoryFilter.All, 0, 1, default).Total.ShouldBeGreaterThan(before);
        reader.Run(run.Id, default).Message.ShouldBe("Budget");
    }

    [Fact]
    public async Task A_run_can_be_read_while_another_process_writes_it_and_nobody_else_can_resume_it()
    {
        using var folder = new TemporaryFolder();
        // So slow that it never ends by itself before it was looked at.
        var interrupted = await SubjectProcess.SignalAsync(SubjectProcess.Start(folder.Store, milliseconds: 250), "INT", LookAsync);

        interrupted.ExitCode.ShouldBe(130, interrupted.Error);
        new RunReader(folder.Store).Runs(default).ShouldHaveSingleItem().Status.ShouldBe(RunStatus.Interrupted);

        async Task LookAsync()
        {
            var run = await ScoredAsync(folder.Store);
            run.Status.ShouldBe(RunStatus.Running);
            new RunReader(folder.Store).Events(run.Id, -1, default).Select(e => e.Kind).ShouldContain(nameof(BaselineEvaluated));
            var refused = await Should.ThrowAsync<RunStoreException>(() => RunStore.ResumeAsync(folder.Store, run.Id, default));
            refused.Message.ShouldContain("another process is running");
        }
    }

    // Waits until the start has its score.
    private static async Task<StoredRun> ScoredAsync(string store)
    {
        var deadline = DateTime.UtcNow.AddMinutes(1);
        while (DateTime.UtcNow < deadline)
        {
            if (Read(store) is { Score: not null } run)
                return run;
            await Task.Delay(20);
        }

        throw new TimeoutException("The start got no score within a minute.");
    }

    // Between the file's making and its first transaction there is nothing to read.
    private static StoredRun? Read(string store)
    {
        try
        {
            return new RunReader(store).Runs(default).SingleOrDefault();
        }
        catch (RunStoreException)
        {
            return null;
        }
    }
}
