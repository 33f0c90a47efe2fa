using Microsoft.Data.Sqlite;

namespace Optimas.Storage.Tests;

/// <summary>What goes wrong with files is said clearly, and nothing that was written is lost.</summary>
public sealed class FailureTests
{
    [Fact]
    public async Task A_file_that_is_no_database_is_named_and_left_alone()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Store, string.Concat(Enumerable.Repeat("Not a database, but a diary. ", 200)));
        byte[] before = await File.ReadAllBytesAsync(folder.Store);
        foreach (var open in Openings(folder.Store))
            (await Should.ThrowAsync<RunStoreException>(open)).Message.ShouldBe(
                $"The run store {folder.Store}: it is not an SQLite database. Name another file or folder, or move this one away.");
        (await File.ReadAllBytesAsync(folder.Store)).ShouldBe(before);
    }

    [Fact]
    public async Task A_database_of_another_program_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        Execute(folder.Store, "CREATE TABLE diary(entry TEXT); INSERT INTO diary VALUES ('Today')");
        foreach (var open in Openings(folder.Store))
            (await Should.ThrowAsync<RunStoreException>(open)).Message.ShouldContain("an SQLite database of another program");
        Execute(folder.Store, "INSERT INTO diary VALUES ('Tomorrow')");
    }

    [Fact]
    public async Task A_schema_from_a_newer_version_is_refused_and_kept()
    {
        using var folder = new TemporaryFolder();
        await RecordedRun.FinishAsync(folder.Store);
        Execute(folder.Store, "PRAGMA user_version = 2");
        foreach (var open in Openings(folder.Store))
            (await Should.ThrowAsync<RunStoreException>(open)).Message.ShouldContain("written by a newer version of Optimas (schema 2; this one knows 1)");
        Execute(folder.Store, "PRAGMA user_version = 1");
        new RunReader(folder.Store).Runs(default).ShouldHaveSingleItem().Status.ShouldBe(RunStatus.Finished);
    }

    [Fact]
    public async Task A_damaged_page_is_reported_and_what_is_whole_stays_readable()
    {
        using var folder = new TemporaryFolder();
        await RecordedRun.InterruptAsync(folder.Store, RecordedRun.Executions / 2);
        // All that is in the log goes into the file, so that the damage is not mended from there.
        Execute(folder.Store, "PRAGMA wal_checkpoint(TRUNCATE)");
        long page = Number(folder.Store, "SELECT rootpage FROM sqlite_master WHERE name = 'trajectories'");
        using (var stream = new FileStream(folder.Store, FileMode.Open))
        {
            stream.Position = (page - 1) * Number(folder.Store, "PRAGMA page_size");
            stream.Write(Enumerable.Repeat((byte)0xA5, 4096).ToArray());
        }

        var run = new RunReader(folder.Store).Runs(default).ShouldHaveSingleItem();
        new RunReader(folder.Store).Events(run.Id, -1, default).ShouldNotBeEmpty();
        var failure = await Should.ThrowAsync<RunStoreException>(() => RecordedRun.ResumeAsync(folder.Store));
        failure.Message.ShouldContain("is damaged");
        failure.File.ShouldBe(folder.Store);
        Should.Throw<RunStoreException>(() => new RunReader(folder.Store).Trajectories(run.Id, TrajectoryFilter.All, 0, 10, default))
            .Message.ShouldContain("it is damaged. Move it away");
    }

    [Fact]
    public async Task A_file_that_another_program_keeps_locked_is_reported()
    {
        using var folder = new TemporaryFolder();
        await RecordedRun.FinishAsync(folder.Store);
        using var other = new SqliteConnection($"Data Source={folder.Store};Pooling=False");
        other.Open();
        using var locking = other.CreateCommand();
        locking.CommandText = "BEGIN IMMEDIATE";
        locking.ExecuteNonQuery();
        (await Should.ThrowAsync<RunStoreException>(() => RunStore.StartAsync(folder.Store, 1, default))).Message.ShouldBe(
            $"The run store {folder.Store}: another program has it locked. Close that program, or wait until it is done, and try again.");
    }

    [Fact]
    public async Task A_lock_in_the_middle_of_a_run_ends_it_and_it_is_resumed()
    {
        using var folder = new TemporaryFolder();
        var never = await RecordedRun.WithoutAsync();
        using var other = new SqliteConnection($"Data Source={folder.Store};Pooling=False");
        var failure = await Should.ThrowAsync<RunStoreException>(() => RecordedRun.StartAsync(folder.Store, 1, executions =>
        {
            if (executions != RecordedRun.Executions / 2)
                return;
            other.Open();
            Execute(other, "BEGIN IMMEDIATE");
        }));
        failure.Message.ShouldContain("another program has it locked");
        Execute(other, "ROLLBACK");
        new RunReader(folder.Store).Runs(default).ShouldHaveSingleItem().Status.ShouldBe(RunStatus.Interrupted);
        (await RecordedRun.ResumeAsync(folder.Store)).ShouldBe(never);
    }

    [Fact]
    public async Task A_full_disk_ends_the_run_loses_nothing_written_and_the_run_is_resumed_once_there_is_room()
    {
        using var folder = new TemporaryFolder();
        var never = await SubjectProcess.RunAsync(SubjectProcess.Start("none"));
        var full = await SubjectProcess.RunAsync(SubjectProcess.Start(folder.Store), largestFile: 700 * 1024);
        full.ExitCode.ShouldBe(1, full.Error);
        full.Error.ShouldContain(folder.Store);
        full.Error.ShouldContain("What was written before is kept");
        full.Error.ShouldContain("resume the run");

        var reader = new RunReader(folder.Store);
        var run = reader.Runs(default).ShouldHaveSingleItem();
        reader.Trajectories(run.Id, TrajectoryFilter.All, 0, 1, default).Total.ShouldBeGreaterThan(20);
        (await SubjectProcess.RunAsync(SubjectProcess.Resume(folder.Store))).Result.ShouldBe(never.Result);
    }

    [Fact]
    public async Task A_folder_that_can_not_be_made_is_reported()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("taken"), "");
        (await Should.ThrowAsync<RunStoreException>(() => RecordedRun.FinishAsync(Path.Combine(folder.File("taken"), "runs.db"))))
            .Message.ShouldContain("name another one");
        Directory.CreateDirectory(folder.File("runs.db"));
        (await Should.ThrowAsync<RunStoreException>(() => RunStore.StartAsync(folder.Store, default))).Message.ShouldContain("it is a folder");
    }

    [Fact]
    public async Task Resuming_needs_a_file_with_an_unfinished_run()
    {
        using var folder = new TemporaryFolder();
        (await Should.ThrowAsync<RunStoreException>(() => RunStore.ResumeAsync(folder.Store, null, default))).Message.ShouldContain("there is no such file");
        await RecordedRun.FinishAsync(folder.Store);
        (await Should.ThrowAsync<RunStoreException>(() => RunStore.ResumeAsync(folder.Store, null, default)))
            .Message.ShouldContain("there is no unfinished run to resume. Leave --resume out");
        string id = new RunReader(folder.Store).Runs(default).Single().Id;
        (await Should.ThrowAsync<RunStoreException>(() => RunStore.ResumeAsync(folder.Store, id, default))).Message.ShouldContain("has finished");
        (await Should.ThrowAsync<RunStoreException>(() => RunStore.ResumeAsync(folder.Store, "none", default))).Message.ShouldContain("it has no run none");
    }

    private static Func<Task>[] Openings(string file) =>
    [
        () => RunStore.StartAsync(file, default),
        () => RunStore.ResumeAsync(file, null, default),
        () => Task.FromResult(new RunReader(file)),
    ];

    private static void Execute(string file, string statements)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        Execute(connection, statements);
    }

    private static void Execute(SqliteConnection connection, string statements)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statements;
        command.ExecuteNonQuery();
    }

    private static long Number(string file, string query)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        return (long)command.ExecuteScalar()!;
    }
}
