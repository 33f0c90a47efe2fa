using System.Text.Json;
using Microsoft.Data.Sqlite;
using Subject;

namespace Optimas.Storage.Tests;

/// <summary>What a reader finds of a run.</summary>
public sealed class ReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_finished_run_tells_what_it_did()
    {
        await using var store = await RunStore.StartAsync(_folder.Store, default);
        store.Facts = store.Facts.Add("--model", "pocket");
        var result = await Runs.OptimizeAsync(RecordedRun.Options with { Journal = store }, new(TimeSpan.Zero), null, default);
        var reader = new RunReader(_folder.Store);
        var run = reader.Runs(default).ShouldHaveSingleItem();

        run.Id.ShouldBe(store.RunId);
        run.System.ShouldBe(nameof(Pipeline));
        run.Signature.ShouldBe(Pipeline.Graph.SignatureHash);
        run.Status.ShouldBe(RunStatus.Finished);
        run.Seed.ShouldBe(5);
        run.Components.ShouldBe(["Words", "Styled", "Remark", "Turned", "Answer"]);
        run.Facts["engine"].ShouldBe("Racing");
        run.Facts["--model"].ShouldBe("pocket");
        run.Initial!.Value.ShouldBe(result.Initial, 1e-12);
        run.Score!.Value.ShouldBe(result.Final, 1e-12);
        run.GainStandardError.ShouldBe(result.GainStandardError);
        run.Spent.SystemRuns.ShouldBe(result.Spent.SystemRuns);
        run.Spent.Calls.ShouldBe(result.Spent.Usage.Calls);
        run.Spent.Cost.ShouldBe(result.Spent.Usage.Cost);
        reader.Configuration(run.Id, run.Best, default).ShouldBe(result.Configuration.ToJson());
        reader.Configuration(run.Id, run.Start, default).ShouldBe(Pipeline.Configuration.Default.ToJson());
        // Found by as much of its id as tells it apart.
        reader.Run(run.Id[..8], default).Id.ShouldBe(run.Id);
        reader.Run(run.Id[^4..], default).Id.ShouldBe(run.Id);

        reader.Events(run.Id, -1, default).Select(e => e.Kind).ShouldBe(result.Events.Select(e => e.GetType().Name));
        reader.Events(run.Id, 3, default)[0].Sequence.ShouldBe(4);
        var candidates = reader.Candidates(run.Id, default);
        candidates.Count(c => c.Accepted).ShouldBe(result.Events.OfType<CandidateAccepted>().Count());
        candidates.Count(c => !c.Accepted).ShouldBe(result.Events.OfType<CandidateRejected>().Count());
        candidates.Last(c => c.Accepted).Configuration.ShouldBe(run.Best);
        candidates.First(c => c.Accepted).Parent.ShouldBe(run.Start);
        var rewards = reader.Rewards(run.Id, default);
        rewards[0].Kind.ShouldBe(RewardPointKind.Start);
        rewards[^1].Best.ShouldBe(result.Final, 1e-12);
        rewards.Select(r => r.Spent.SystemRuns).ShouldBeInOrder();

        reader.Examples(run.Id, default).Length.ShouldBe(80);
        reader.Examples(run.Id, default).Count(e => e.Deciding).ShouldBe(10);
        reader.Examples(run.Id, default)[0].Input.ShouldBe("""{"number":0}""");
        reader.Splits(run.Id, default).ShouldBe([new("train", 40, 5), new("validation", 40, 5)]);
        reader.Example(run.Id, "validation 3", default).ShouldBe(reader.Examples(run.Id, default).Single(e => e.Id == "validation 3"));
        reader.Example(run.Id, "another", default).ShouldBeNull();
    }

    [Fact]
    public async Task Every_run_of_the_system_is_a_trajectory_that_is_paged_filtered_and_read_whole()
    {
        await RecordedRun.FinishAsync(_folder.Store);
        var reader = new RunReader(_folder.Store);
        var run = reader.Runs(default).Single();
        var all = reader.Trajectories(run.Id, TrajectoryFilter.All, 0, 100_000, default);
        all.Items.Length.ShouldBe((int)all.Total);
        all.Items.Sum(t => t.Executions).ShouldBe((int)Math.Round(run.Spent.SystemRuns * 5));
        all.Items.Select(t => t.Sequence).ShouldBe(Enumerable.Range(0, (int)all.Total).Select(i => all.Total - 1 - i));

        var page = reader.Trajectories(run.Id, TrajectoryFilter.All with { Order = TrajectoryOrder.Oldest }, 5, 3, default);
        page.Items.Select(t => t.Sequence).ShouldBe([5, 6, 7]);
        page.Total.ShouldBe(all.Total);
        var best = reader.Trajectories(run.Id, new() { Order = TrajectoryOrder.Best }, 0, 1000, default).Items;
        best.Select(t => t.Score!.Value).ShouldBeInOrder(SortDirection.Descending);
        best.Length.ShouldBe(all.Items.Count(t => t.Score is not null));
        string example = best[0].Example.ShouldNotBeNull();
        reader.Trajectories(run.Id, new() { Example = example, MinScore = best[0].Score }, 0, 10, default).Items.ShouldContain(best[0]);
        reader.Trajectories(run.Id, new() { Configuration = run.Start, Step = 0 }, 0, 10, default).Total.ShouldBe(10);
        var failed = reader.Trajectories(run.Id, new() { Failed = true }, 0, 100, default).Items;
        failed.ShouldNotBeEmpty();
        failed.ShouldAllBe(t => t.FailedComponent == "Styled" && t.Failure == "System.InvalidOperationException: The styling failed by chance.");
        reader.Trajectories(run.Id, new() { Text = "badly turned" }, 0, 1, default).Total.ShouldBeGreaterThan(0);
        reader.Trajectories(run.Id, new() { Text = "never said" }, 0, 1, default).Total.ShouldBe(0);

        // One that kept most of its slots from another shows them all.
        var kept = all.Items.First(t => t.Complete && t.Executions < 3 && t.Score is not null);
        var detail = reader.Trajectory(run.Id, kept.Sequence, default);
        detail.Slots.Select(s => s.Component).ShouldBe(["Words", "Styled", "Remark", "Turned", "Answer"]);
        detail.Slots.ShouldContain(s => s.Origin == SlotOrigin.Kept && s.Source != null);
        detail.Slots.Where(s => s.Origin != SlotOrigin.Skipped).ShouldAllBe(s => s.Output != null);
        JsonSerializer.Deserialize<string>(detail.Slots[^1].Output!)!.Split(' ')[0].ShouldNotBeEmpty();
        Should.Throw<RunStoreException>(() => reader.Trajectory(run.Id, all.Total, default)).Message.ShouldContain($"no trajectory {all.Total}");
    }

    [Fact]
    public async Task Usage_that_is_asked_for_again_is_what_a_new_reader_finds()
    {
        await RecordedRun.InterruptAsync(_folder.Store, executions: 120);
        var reader = new RunReader(_folder.Store);
        string run = reader.Runs(default).Single().Id;
        var first = reader.Usage(run, default);
        first.ShouldNotBeEmpty();
        reader.Usage(run, default).ShouldBe(first);
        // As if it had gone on: calls of another model, and more of the same.
        using (var connection = new SqliteConnection($"Data Source={_folder.Store};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = """
                INSERT INTO calls SELECT * FROM calls WHERE component = 'Answer';
                INSERT INTO calls SELECT run, trajectory, purpose, component, 'medium', calls, input_tokens, output_tokens, cost, latency, elapsed FROM calls LIMIT 3
                """;
            command.ExecuteNonQuery();
        }

        var more = reader.Usage(run, default);
        more.Select(Rounded).ShouldBe(new RunReader(_folder.Store).Usage(run, default).Select(Rounded));
        more.Length.ShouldBeGreaterThan(first.Length);

        await RecordedRun.ResumeAsync(_folder.Store);
        reader.Usage(run, default).Select(Rounded).ShouldBe(new RunReader(_folder.Store).Usage(run, default).Select(Rounded));
    }

    // Sums of the same numbers in another order.
    private static StoredUsage Rounded(StoredUsage usage) =>
        usage with { Cost = usage.Cost is { } cost ? Math.Round(cost, 9) : null, MeanLatency = TimeSpan.FromMilliseconds(Math.Round(usage.MeanLatency.TotalMilliseconds, 3)) };

    [Fact]
    public async Task Pairs_alignment_checkpoints_and_calls_are_there()
    {
        var options = RecordedRun.Options with { Budget = new() { SystemRuns = 150 } };
        await RecordedRun.FinishAsync(_folder.Store, options);
        var reader = new RunReader(_folder.Store);
        var run = reader.Runs(default).Single();
        var pairs = reader.Pairs(run.Id, null, 0, 100_000, default);
        pairs.Total.ShouldBeGreaterThan(0);
        pairs.Items.ShouldAllBe(p => p.Gap > 0 && p.Preferred != p.Rejected && p.Input.Length > 0);
        string component = pairs.Items[0].Component;
        reader.Pairs(run.Id, component, 0, 1, default).Total.ShouldBe(pairs.Items.Count(p => p.Component == component));
        var widest = reader.WidestPairs(run.Id, component, 3, default);
        widest.Select(p => p.Gap).ShouldBe(pairs.Items.Where(p => p.Component == component).Select(p => p.Gap).OrderDescending().Take(3));
        reader.WidestPairs(run.Id, "another", 3, default).ShouldBeEmpty();

        var alignment = reader.Alignment(run.Id, default);
        alignment.ShouldContain(a => !a.Abstains && a.Accuracy > 0.5);
        var trained = alignment.First(a => !a.Abstains);
        using var json = JsonDocument.Parse(reader.Checkpoint(run.Id, trained.Sequence, default)!);
        LocalRewardJson.Read(json.RootElement).ShouldBeOfType<HashedReward>();

        var usage = reader.Usage(run.Id, default);
        usage.Where(u => u.Purpose == "component").Select(u => u.Component).Distinct().ShouldBe(["Answer", "Words"]);
        usage.Where(u => u.Component == "Words").Select(u => u.Model).ShouldContain("large");
        usage.Where(u => u.Purpose == "proposer").Select(u => u.Component).ShouldBe(["Answer"]);
        usage.Sum(u => u.Calls).ShouldBe(run.Spent.Calls);
        usage.Sum(u => u.InputTokens + u.OutputTokens).ShouldBe(run.Spent.Tokens);
    }

    [Fact]
    public async Task One_file_holds_many_runs_also_of_two_processes_at_once()
    {
        var first = SubjectProcess.RunAsync(SubjectProcess.Start(_folder.Store, runs: 60));
        await Task.WhenAll(first, SubjectProcess.RunAsync(SubjectProcess.Start(_folder.Store, "Paper", runs: 100)));
        (await first).ExitCode.ShouldBe(0, (await first).Error);
        var runs = new RunReader(_folder.Store).Runs(default);
        runs.Length.ShouldBe(2);
        runs.ShouldAllBe(r => r.Status == RunStatus.Finished);
        Should.Throw<RunStoreException>(() => new RunReader(_folder.Store).Run("20", default)).Message.ShouldContain("write more of it");
    }

    [Fact]
    public async Task A_page_of_a_hundred_thousand_trajectories_takes_a_fraction_of_a_second()
    {
        await RecordedRun.FinishAsync(_folder.Store);
        Multiply(100_000);
        var reader = new RunReader(_folder.Store);
        var run = reader.Runs(default).Single();
        foreach (var filter in (TrajectoryFilter[])[
            TrajectoryFilter.All,
            new() { Order = TrajectoryOrder.Worst },
            new() { Failed = true },
            new() { Example = reader.Examples(run.Id, default).First(e => e.Deciding).Id, Order = TrajectoryOrder.Best },
            new() { MinScore = 0.5, Order = TrajectoryOrder.Oldest },
            new() { Text = "kind!" }])
        {
            var started = System.Diagnostics.Stopwatch.StartNew();
            var page = reader.Trajectories(run.Id, filter, 50, 50, default);
            // A text has to be looked for in every output.
            started.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(filter.Text is null ? 1 : 5), $"{filter}");
            page.Total.ShouldBeGreaterThan(0, $"{filter}");
        }

        reader.Trajectories(run.Id, TrajectoryFilter.All, 99_000, 50, default).Total.ShouldBeGreaterThanOrEqualTo(100_000);
    }

    // Copies the run's trajectories until there are as many.
    private void Multiply(int count)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.Store};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            WITH RECURSIVE copies(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < $copies)
            INSERT INTO trajectories SELECT NULL, run, sequence + n * (SELECT count(*) FROM trajectories), randomblob(16), 0, example, step, turn,
            configuration, score, complete, failed, failure, slots, executions, calls, input_tokens, output_tokens, cost, latency, elapsed
            FROM trajectories, copies
            """;
        command.Parameters.AddWithValue("$copies", count / 200);
        command.ExecuteNonQuery();
    }
}
