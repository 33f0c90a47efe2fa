using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Optimas.Journaling;

namespace Optimas.Storage;

/// <summary>
/// One run in a store: a journal in an SQLite file, which holds many runs. Everything is written as it happens, by one thread in batches of some
/// milliseconds, and can be read by other processes meanwhile (<see cref="RunReader"/>). A process that is killed loses what was in flight and the
/// last batch, no more; a resumed run does that again. If the store can't be written, the run ends with a <see cref="RunStoreException"/>.
/// </summary>
public sealed class RunStore : IRunJournal, IAsyncDisposable
{
    private const int SecondsToWaitForLocks = 30;

    private readonly string? _resumed;
    private readonly int _secondsToWaitForLocks;
    private readonly Dictionary<EffectKey, long> _executions = [];
    private readonly Dictionary<(string Kind, EffectKey Key), RecordedEffect> _effects = [];
    private readonly Lock _reading = new();
    private SqliteConnection? _connection;
    private SqliteConnection? _reader;
    private SqliteCommand? _find;
    private RunLock? _lock;
    private BatchWriter? _writer;

    private RunStore(string file, string run, bool isResumed, int secondsToWaitForLocks)
    {
        Path = file;
        RunId = run;
        _resumed = isResumed ? run : null;
        _secondsToWaitForLocks = secondsToWaitForLocks;
    }

    /// <summary>The store's file.</summary>
    public string Path { get; }

    /// <summary>The run's id.</summary>
    public string RunId { get; }

    /// <summary>Whether the run is in the store: its plan fitted its budget, and something may have run.</summary>
    public bool HasBegun => _writer is not null;

    /// <summary>
    /// What else has to agree for the run to be resumed, by a name for messages: what the optimizer can't know, such as the models behind the system.
    /// It is kept as it is, so that no secret belongs here. Set before the run begins.
    /// </summary>
    public ImmutableSortedDictionary<string, string> Facts { get; set; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>A new run in a store. The file, and its folder, are made when the run begins.</summary>
    /// <exception cref="RunStoreException">The file can't be written, is no run store, is damaged, or a newer version wrote it.</exception>
    public static Task<RunStore> StartAsync(string file, CancellationToken cancellationToken) => StartAsync(file, SecondsToWaitForLocks, cancellationToken);

    /// <summary>Resumes a run.</summary>
    /// <param name="file">The store's file.</param>
    /// <param name="run">The run's id; null for the newest one that has not finished.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="RunStoreException">There is no such run, it has finished, another process runs it, or the file can't be used.</exception>
    public static Task<RunStore> ResumeAsync(string file, string? run, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var reader = new RunReader(file);
        var found = run is null
            ? reader.Runs(cancellationToken).FirstOrDefault(r => r.Status != RunStatus.Finished)
                ?? throw new RunStoreException(file, "there is no unfinished run to resume. Leave --resume out to start a new one.")
            : reader.Run(run, cancellationToken);
        if (found.Status == RunStatus.Finished)
            throw new RunStoreException(file, $"the run {found.Id} has finished: there is nothing to resume.");
        var store = new RunStore(file, found.Id, isResumed: true, SecondsToWaitForLocks);
        store.Open();
        return Task.FromResult(store);
    }

    internal static Task<RunStore> StartAsync(string file, int secondsToWaitForLocks, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        cancellationToken.ThrowIfCancellationRequested();
        if (Directory.Exists(file))
            throw new RunStoreException(file, "it is a folder; a file is needed, as in FOLDER/runs.db.");
        var store = new RunStore(file, NewId(), isResumed: false, secondsToWaitForLocks);
        // What is wrong with a file that is there is said at once.
        if (File.Exists(file))
            store.Open();
        return Task.FromResult(store);
    }

    /// <inheritdoc/>
    public ValueTask<JournalProgress> BeginAsync(RunDescription run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        cancellationToken.ThrowIfCancellationRequested();
        if (_writer is not null)
            throw new InvalidOperationException("A store keeps one run; open another one for the next.");
        run = run with { Facts = run.Facts.SetItems(Facts) };
        if (_connection is null)
            Open();
        try
        {
            var (number, progress) = _resumed is null ? Insert(run) : Resume(run, cancellationToken);
            _writer = new(Path, _connection!, new EntryWriter(_connection!, number, progress.Elapsed));
            return new(progress);
        }
        catch (SqliteException e)
        {
            throw RunStoreException.Of(Path, e);
        }
    }

    /// <inheritdoc/>
    public RecordedExecution? FindExecution(EffectKey key)
    {
        if (!_executions.TryGetValue(key, out long number))
            return null;
        lock (_reading)
        {
            try
            {
                _find!.Parameters[0].Value = number;
                using var reader = _find.ExecuteReader();
                return reader.Read() ? Execution(new(reader), key) : null;
            }
            catch (SqliteException e)
            {
                throw RunStoreException.Of(Path, e);
            }
        }
    }

    /// <inheritdoc/>
    public RecordedEffect? FindEffect(string kind, EffectKey key) => _effects.GetValueOrDefault((kind, key));

    /// <inheritdoc/>
    public ValueTask WriteAsync(JournalEntry entry, CancellationToken cancellationToken) => Writer.WriteAsync(entry, cancellationToken);

    /// <inheritdoc/>
    public void Write(JournalEntry entry) => Writer.Write(entry);

    /// <inheritdoc/>
    public Task FlushAsync(CancellationToken cancellationToken) => Writer.FlushAsync(cancellationToken);

    /// <summary>Writes what waits, and lets go of the run.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_writer is not null)
            await _writer.DisposeAsync().ConfigureAwait(false);
        _find?.Dispose();
        if (_reader is not null)
            await _reader.DisposeAsync().ConfigureAwait(false);
        if (_connection is not null)
        {
            FoldUp(_connection);
            await _connection.DisposeAsync().ConfigureAwait(false);
        }

        _lock?.Dispose();
        _lock = null;
    }

    private BatchWriter Writer => _writer ?? throw new InvalidOperationException($"The run {RunId} has not begun.");

    // Leaves one file rather than three, where nobody else reads it just now.
    private static void FoldUp(SqliteConnection connection)
    {
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE)";
            command.CommandTimeout = 1;
            command.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // What is in the log counts as much as what is in the file.
        }
    }

    // Takes the run and opens the file.
    private void Open()
    {
        try
        {
            if (System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path)) is { } folder)
                Directory.CreateDirectory(folder);
            _lock = RunLock.Take(Path, RunId)
                ?? throw new RunStoreException(Path, $"another process is running {RunId}. Wait until it ends, or stop it, and resume then.");
            _connection = new(new SqliteConnectionStringBuilder
            {
                DataSource = Path,
                DefaultTimeout = _secondsToWaitForLocks,
                Pooling = false,
            }.ToString());
            _connection.Open();
            RunSchema.Prepare(_connection, Path);
        }
        catch (Exception e)
        {
            _connection?.Dispose();
            _lock?.Dispose();
            (_connection, _lock) = (null, null);
            if (e is SqliteException sqlite)
                throw RunStoreException.Of(Path, sqlite);
            if (e is IOException or UnauthorizedAccessException)
                throw new RunStoreException(Path, $"{e.Message.TrimEnd('.')}. See that the folder can be written, or name another one.", e);
            throw;
        }
    }

    private static string NewId() => string.Create(
        CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyyMMdd-HHmmss}-{RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 4)}");

    private (long Number, JournalProgress Progress) Insert(RunDescription run)
    {
        string now = DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture);
        byte[] start = Hashes.Bytes(run.Start.Hash);
        using var transaction = _connection!.BeginTransaction(deferred: false);
        using (var insert = Statement.Insert(
            _connection, "INSERT", "runs",
            "id, system, signature, status, created, updated, elapsed, sessions, seed, facts, graph, components, start, best, system_runs, calls, tokens, cost"))
        {
            insert.Run(
                RunId, run.Graph.Name, run.Graph.SignatureHash, "running", now, now, 0.0, 1, run.Seed, FactsJson(run), run.Graph.ToMermaid(),
                ComponentsJson(run), start, start, 0.0, 0, 0, "0");
        }

        long number = (long)Scalar("SELECT last_insert_rowid()")!;
        using (var insert = Statement.Insert(_connection, "INSERT", "configurations", "run, hash, json"))
            insert.Run(number, start, run.Start.Json);
        using (var insert = Statement.Insert(_connection, "INSERT", "examples", "run, position, id, split, deciding, input, label"))
        {
            for (int i = 0; i < run.Examples.Length; i++)
            {
                var example = run.Examples[i];
                insert.Run(number, i, example.Id, example.Split, example.IsDeciding ? 1 : 0, example.Input, example.Label);
            }
        }

        transaction.Commit();
        return (number, new(0, TimeSpan.Zero));
    }

    private (long Number, JournalProgress Progress) Resume(RunDescription run, CancellationToken cancellationToken)
    {
        var stored = new RunReader(Path).Run(RunId, cancellationToken);
        RejectAnother(stored, run);
        if (Scalar("PRAGMA quick_check(1)") is string state and not "ok")
            throw new RunStoreException(Path, $"it is damaged ({state}). Move it away to start anew; \"sqlite3 FILE .recover\" reads what is left of it.");
        long number;
        using (var transaction = _connection!.BeginTransaction(deferred: false))
        {
            number = (long)Scalar("SELECT number FROM runs WHERE id = $0", RunId)!;
            // What ended the run may have been mended since: failures are not to be repeated from memory.
            if (stored.Status == RunStatus.Failed)
            {
                Scalar(
                    "DELETE FROM calls WHERE run = $0 AND trajectory IN (SELECT sequence FROM trajectories WHERE run = $0 AND failed IS NOT NULL)", number);
                Scalar("DELETE FROM trajectories WHERE run = $0 AND failed IS NOT NULL", number);
                Scalar("DELETE FROM effects WHERE run = $0 AND json_extract(result, '$.failure') IS NOT NULL", number);
            }

            Scalar("UPDATE runs SET status = 'running', message = NULL, sessions = sessions + 1 WHERE number = $0", number);
            transaction.Commit();
        }

        using (var command = Command("SELECT number, key, occurrence FROM trajectories WHERE run = $0 ORDER BY sequence", number))
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                // Of rollouts that ran again after an interruption the last one counts.
                _executions[new(Hashes.Read((byte[])reader.GetValue(1)), reader.GetInt32(2))] = reader.GetInt64(0);
            }
        }

        using (var command = Command("SELECT kind, key, occurrence, result, elapsed FROM effects WHERE run = $0", number))
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
                Add(new(reader));
        }

        _reader = new(new SqliteConnectionStringBuilder { DataSource = Path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        _reader.Open();
        _find = _reader.CreateCommand();
        _find.CommandText = "SELECT * FROM trajectories WHERE number = $0";
        _find.Parameters.Add(new() { ParameterName = "$0" });
        long next = (long)Scalar("SELECT coalesce(max(sequence) + 1, 0) FROM trajectories WHERE run = $0", number)!;
        return (number, new(next, stored.Elapsed));
    }

    private void RejectAnother(StoredRun stored, RunDescription run)
    {
        string[] differences =
        [
            .. stored.Facts.Keys.Union(run.Facts.Keys).Order(StringComparer.Ordinal)
                .Select(name => (Name: name, Before: stored.Facts.GetValueOrDefault(name, "none"), Now: run.Facts.GetValueOrDefault(name, "none")))
                .Where(f => f.Before != f.Now)
                .Select(f => $"{f.Name} (was {f.Before}, is {f.Now})"),
        ];
        if (differences.Length > 0)
        {
            throw new RunStoreException(
                Path,
                $"the run {RunId} can't be resumed, since it was started with something else: {string.Join("; ", differences)}. "
                + "Give it what it was started with, or start a new run without --resume.");
        }
    }

    private void Add(Row row)
    {
        var key = new EffectKey(Hashes.Read(row.BytesOrNull("key")!), (int)row.Long("occurrence"));
        string kind = row.Text("kind"), result = row.Text("result");
        using var json = JsonDocument.Parse(result);
        ModelUsage usage = json.RootElement.TryGetProperty("usage", out var u)
            ? new(u[0].GetInt32(), u[1].GetInt64(), u[2].GetInt64(), u[3].GetDecimal())
            : default;
        _effects.Add((kind, key), new(kind, key, "", result) { Usage = usage, Elapsed = row.Time("elapsed") });
    }

    private static RecordedExecution Execution(Row row, EffectKey key)
    {
        string? failed = row.TextOrNull("failed"), failure = row.TextOrNull("failure");
        int colon = failure?.IndexOf(": ", StringComparison.Ordinal) ?? -1;
        return new()
        {
            Key = key,
            Sequence = row.Long("sequence"),
            Example = row.TextOrNull("example"),
            Step = (int)row.Long("step"),
            Turn = row.TextOrNull("turn"),
            Configuration = Hashes.Read(row.BytesOrNull("configuration")!),
            Slots = SlotsJson.Read(row.Text("slots")),
            IsComplete = row.Long("complete") != 0,
            Failure = failed is null ? null : new(failed, failure![..colon], failure[(colon + 2)..]),
            Executions = (int)row.Long("executions"),
            Usage = new((int)row.Long("calls"), row.Long("input_tokens"), row.Long("output_tokens"), row.Money("cost")),
            Elapsed = row.Time("elapsed"),
            Score = row.NumberOrNull("score"),
        };
    }

    private SqliteCommand Command(string sql, params object[] values)
    {
        var command = _connection!.CreateCommand();
        command.CommandText = sql;
        for (int i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue($"${i}", values[i]);
        return command;
    }

    private object? Scalar(string sql, params object[] values)
    {
        using var command = Command(sql, values);
        return command.ExecuteScalar();
    }

    private static string FactsJson(RunDescription run) => Json(writer =>
    {
        writer.WriteStartObject();
        foreach (var (name, value) in run.Facts)
            writer.WriteString(name, value);
        writer.WriteEndObject();
    });

    private static string ComponentsJson(RunDescription run) => Json(writer =>
    {
        writer.WriteStartArray();
        foreach (var component in run.Graph.Components)
            writer.WriteStringValue(component.Name);
        writer.WriteEndArray();
    });

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            write(writer);
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
