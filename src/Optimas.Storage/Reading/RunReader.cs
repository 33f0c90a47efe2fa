using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Optimas.Journaling;

namespace Optimas.Storage;

/// <summary>
/// Reads the runs of a store, also while another process writes them. Each call sees one consistent state, and what was committed up to then.
/// Safe for concurrent use.
/// </summary>
public sealed class RunReader
{
    private const int BusySeconds = 5;

    // The file is read as memory: searching many outputs is then not a copy of each page.
    private const string MapFile = "PRAGMA mmap_size = 4294967296";

    private const string PairsWithTexts = """
        SELECT p.*, i.text AS x, g.text AS better, b.text AS worse FROM pairs p
        LEFT JOIN texts i ON i.hash = p.input LEFT JOIN texts g ON g.hash = p.preferred LEFT JOIN texts b ON b.hash = p.rejected
        """;

    private readonly string _file;
    private readonly string _connection;
    private readonly ConcurrentDictionary<(string Run, long Session), UsageTally> _usage = new();

    /// <summary>Opens a store for reading.</summary>
    /// <param name="file">The file, as <c>out/runs.db</c>.</param>
    /// <exception cref="RunStoreException">There is no such file, it is no run store, it is damaged, or a newer version wrote it.</exception>
    public RunReader(string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        if (!File.Exists(file))
            throw new RunStoreException(file, "there is no such file. A run writes it where optimize --out says.");
        _file = file;
        _connection = new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = SqliteOpenMode.ReadOnly,
            DefaultTimeout = BusySeconds,
            // A connection that is kept open would keep the file from being folded up, moved or deleted.
            Pooling = false,
        }.ToString();
        Query(
            connection => RunSchema.Check(connection, file)
                ? 0
                : throw new RunStoreException(file, "it holds no runs: the file is empty."),
            CancellationToken.None);
    }

    /// <summary>The store's file.</summary>
    public string Path => _file;

    /// <summary>Every run, the newest first.</summary>
    public ImmutableArray<StoredRun> Runs(CancellationToken cancellationToken) =>
        Query(c => SqlQuery.Rows(c, "SELECT * FROM runs ORDER BY number DESC", [], Run, cancellationToken), cancellationToken);

    /// <summary>A run by its id, or by as much of the id's end or beginning as no other run shares.</summary>
    /// <exception cref="RunStoreException">There is no such run, or more than one.</exception>
    public StoredRun Run(string id, CancellationToken cancellationToken) => Query(c => Find(c, id, cancellationToken), cancellationToken);

    /// <summary>A run's events after one of them, in order; to follow a run, ask again with the last one's number.</summary>
    /// <param name="run">The run's id.</param>
    /// <param name="after">The event that was seen last; -1 for none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public ImmutableArray<StoredEvent> Events(string run, long after, CancellationToken cancellationToken) => Query(
        c => SqlQuery.Rows(
            c, "SELECT * FROM events WHERE run = $run AND sequence > $after ORDER BY sequence", [("$run", Number(c, run)), ("$after", after)], Event,
            cancellationToken),
        cancellationToken);

    /// <summary>The number of a run's last event; -1 before the first one.</summary>
    public long LastEvent(string run, CancellationToken cancellationToken) => Query(
        c => SqlQuery.Rows(
            c, "SELECT coalesce(max(sequence), -1) AS last FROM events WHERE run = $run", [("$run", Number(c, run))], r => r.Long("last"),
            cancellationToken)[0],
        cancellationToken);

    /// <summary>A run's candidates that ran against the incumbent, in the order of decision.</summary>
    public ImmutableArray<StoredCandidate> Candidates(string run, CancellationToken cancellationToken) => Query(
        c => SqlQuery.Rows(c, "SELECT * FROM candidates WHERE run = $run ORDER BY sequence", [("$run", Number(c, run))], Candidate, cancellationToken),
        cancellationToken);

    /// <summary>
    /// What local rewards made of the start's and the best configuration's outputs on the deciding examples, component by component; none before
    /// the run has finished. They are of the runs that decided: of the example's own seed.
    /// </summary>
    public ImmutableArray<StoredOutputReward> OutputRewards(string run, CancellationToken cancellationToken) => Query(
        c => SqlQuery.Rows(
            c, $"SELECT * FROM events WHERE run = $run AND kind = '{nameof(OutputsRewarded)}' ORDER BY sequence", [("$run", Number(c, run))], Event,
            cancellationToken).SelectMany(OutputRewardsOf).ToImmutableArray(),
        cancellationToken);

    /// <summary>The reward over system runs and cost, with accepted and rejected steps.</summary>
    public ImmutableArray<RewardPoint> Rewards(string run, CancellationToken cancellationToken)
    {
        var points = ImmutableArray.CreateBuilder<RewardPoint>();
        double best = double.NaN;
        foreach (var happened in Events(run, -1, cancellationToken))
        {
            RewardPointKind? kind = happened.Kind switch
            {
                nameof(BaselineEvaluated) => RewardPointKind.Start,
                nameof(CandidateAccepted) => RewardPointKind.Accepted,
                nameof(CandidateRejected) => RewardPointKind.Rejected,
                nameof(OptimizationFinished) => RewardPointKind.Finished,
                _ => null,
            };
            if (kind is not { } known)
                continue;
            double score = known == RewardPointKind.Rejected
                ? best + happened.Data.GetProperty("meanGain").GetDouble()
                : best = happened.Data.GetProperty("mean").GetDouble();
            points.Add(new(happened.Sequence, known, happened.Step, happened.Component, score, best, happened.Spent));
        }

        return points.ToImmutable();
    }

    /// <summary>A page of a run's trajectories.</summary>
    /// <param name="run">The run's id.</param>
    /// <param name="filter">Which ones, in which order.</param>
    /// <param name="offset">How many to leave out; 0 or more.</param>
    /// <param name="count">How many at most; 1 or more.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public Page<StoredTrajectory> Trajectories(string run, TrajectoryFilter filter, int offset, int count, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Query(
            c =>
            {
                var (where, values) = TrajectoryQuery.Where(filter, Number(c, run));
                string order = TrajectoryQuery.Order(filter.Order);
                if (filter.Text is { Length: > 0 })
                    return SearchText(c, where, order, values, offset, count, cancellationToken);
                long total = SqlQuery.Rows(c, $"SELECT count(*) AS n FROM trajectories WHERE {where}", values, r => r.Long("n"), cancellationToken)[0];
                var rows = SqlQuery.Rows(
                    c,
                    $"SELECT * FROM trajectories WHERE {where} ORDER BY {order} LIMIT $count OFFSET $offset",
                    [.. values, ("$count", count), ("$offset", offset)],
                    TrajectoryQuery.Read,
                    cancellationToken);
                return new Page<StoredTrajectory>(rows, total);
            },
            cancellationToken);
    }

    /// <summary>A trajectory with what its components made; outputs kept from earlier trajectories are read from there.</summary>
    /// <exception cref="RunStoreException">The run has no such trajectory.</exception>
    public StoredTrajectoryDetail Trajectory(string run, long sequence, CancellationToken cancellationToken) => Query(
        c =>
        {
            long number = Number(c, run);
            var found = SqlQuery.Rows(
                c, "SELECT * FROM trajectories WHERE run = $run AND sequence = $sequence", [("$run", number), ("$sequence", sequence)],
                r => (Trajectory: TrajectoryQuery.Read(r), Slots: SlotsJson.Read(r.Text("slots"))), cancellationToken);
            if (found.IsEmpty)
                throw RunStoreException.NotFound(_file, $"the run {run} has no trajectory {sequence}.");
            var sources = new Dictionary<long, ImmutableArray<RecordedSlot>>();
            foreach (long source in found[0].Slots.Select(s => s.Source).OfType<long>().Distinct())
            {
                var slots = SqlQuery.Rows(
                    c, "SELECT slots FROM trajectories WHERE run = $run AND sequence = $sequence", [("$run", number), ("$sequence", source)],
                    r => SlotsJson.Read(r.Text("slots")), cancellationToken);
                if (!slots.IsEmpty)
                    sources[source] = slots[0];
            }

            return TrajectoryQuery.WithSlots(found[0].Trajectory, found[0].Slots, sources);
        },
        cancellationToken);

    /// <summary>A configuration as the JSON that <see cref="ConfigurationJson"/> reads.</summary>
    /// <exception cref="RunStoreException">The run has no such configuration.</exception>
    public string Configuration(string run, string hash, CancellationToken cancellationToken) => Query(
        c =>
        {
            var found = SqlQuery.Rows(
                c, "SELECT json FROM configurations WHERE run = $run AND hash = $hash", [("$run", Number(c, run)), ("$hash", FromHash(hash))],
                r => r.Text("json"), cancellationToken);
            return found.IsEmpty ? throw RunStoreException.NotFound(_file, $"the run {run} has no configuration {hash}.") : found[0];
        },
        cancellationToken);

    /// <summary>A run's examples, the training examples first.</summary>
    public ImmutableArray<StoredExample> Examples(string run, CancellationToken cancellationToken) => Query(
        c => SqlQuery.Rows(
            c, "SELECT * FROM examples WHERE run = $run ORDER BY split, position", [("$run", Number(c, run))],
            ReadExample, cancellationToken),
        cancellationToken);

    /// <summary>An example by its id; null if the run has none of that id.</summary>
    public StoredExample? Example(string run, string id, CancellationToken cancellationToken) => Query(
        c => SqlQuery.Rows(
            c, "SELECT * FROM examples WHERE run = $run AND split IN ('train', 'validation') AND id = $id ORDER BY deciding DESC LIMIT 1",
            [("$run", Number(c, run)), ("$id", id)], ReadExample, cancellationToken).FirstOrDefault(),
        cancellationToken);

    /// <summary>How many examples each set has, and how many of them decide.</summary>
    public ImmutableArray<StoredSplit> Splits(string run, CancellationToken cancellationToken) => Query(
        c => SqlQuery.Rows(
            c, "SELECT split, count(*) AS n, sum(deciding <> 0) AS deciding FROM examples WHERE run = $run GROUP BY split ORDER BY split",
            [("$run", Number(c, run))], r => new StoredSplit(r.Text("split"), r.Long("n"), r.Long("deciding")), cancellationToken),
        cancellationToken);

    /// <summary>A page of a run's preference pairs, the newest first.</summary>
    /// <param name="run">The run's id.</param>
    /// <param name="component">Only those of a component; null for all.</param>
    /// <param name="offset">How many to leave out; 0 or more.</param>
    /// <param name="count">How many at most; 1 or more.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public Page<StoredPair> Pairs(string run, string? component, int offset, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Query(
            c =>
            {
                (string, object)[] values = [("$run", Number(c, run)), .. component is null ? [] : new (string, object)[] { ("$component", component) }];
                string where = component is null ? "p.run = $run" : "p.run = $run AND p.component = $component";
                long total = SqlQuery.Rows(c, $"SELECT count(*) AS n FROM pairs p WHERE {where}", values, r => r.Long("n"), cancellationToken)[0];
                var rows = SqlQuery.Rows(
                    c,
                    $"{PairsWithTexts} WHERE {where} ORDER BY p.sequence DESC LIMIT $count OFFSET $offset",
                    [.. values, ("$count", count), ("$offset", offset)],
                    ReadPair,
                    cancellationToken);
                return new Page<StoredPair>(rows, total);
            },
            cancellationToken);
    }

    /// <summary>A component's preference pairs with the largest gaps, the largest first.</summary>
    /// <param name="run">The run's id.</param>
    /// <param name="component">The component.</param>
    /// <param name="count">How many at most; 1 or more.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public ImmutableArray<StoredPair> WidestPairs(string run, string component, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Query(
            c => SqlQuery.Rows(
                c,
                $"{PairsWithTexts} WHERE p.run = $run AND p.component = $component ORDER BY p.gap DESC, p.sequence LIMIT $count",
                [("$run", Number(c, run)), ("$component", component), ("$count", count)],
                ReadPair,
                cancellationToken),
            cancellationToken);
    }

    /// <summary>Each training of a local reward with its alignment, in order.</summary>
    public ImmutableArray<StoredReward> Alignment(string run, CancellationToken cancellationToken) => Query(
        c => SqlQuery.Rows(
            c,
            "SELECT run, sequence, step, component, pairs, evidence, epochs, accuracy, low, high, held_out, checkpoint IS NULL AS abstains, system_runs"
            + " FROM rewards WHERE run = $run ORDER BY sequence",
            [("$run", Number(c, run))],
            r => new StoredReward(
                r.Long("sequence"), (int)r.Long("step"), r.Text("component"), (int)r.Long("pairs"), r.Number("evidence"), (int)r.Long("epochs"),
                r.NumberOrNull("accuracy"), r.NumberOrNull("low"), r.NumberOrNull("high"), (int?)r.LongOrNull("held_out"), r.Long("abstains") != 0,
                r.Number("system_runs")),
            cancellationToken),
        cancellationToken);

    /// <summary>A local reward as it was after a training: the JSON that <see cref="LocalRewardJson"/> reads.</summary>
    /// <returns>The JSON; null where the reward abstained or, being large, gave way to the component's next one.</returns>
    public string? Checkpoint(string run, long sequence, CancellationToken cancellationToken) => Query(
        c =>
        {
            var found = SqlQuery.Rows(
                c, "SELECT checkpoint FROM rewards WHERE run = $run AND sequence = $sequence", [("$run", Number(c, run)), ("$sequence", sequence)],
                r => r.BytesOrNull("checkpoint"), cancellationToken);
            if (found.IsEmpty || found[0] is not { Length: > 0 } packed)
                return null;
            using var reader = new StreamReader(new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress));
            return reader.ReadToEnd();
        },
        cancellationToken);

    /// <summary>What the calls to language models came to, by component and model. Asked again, only calls that were added are read.</summary>
    public ImmutableArray<StoredUsage> Usage(string run, CancellationToken cancellationToken) => Query(
        c =>
        {
            long number = Number(c, run);
            // A run that is resumed forgets what had failed.
            long session = SqlQuery.Rows(
                c, "SELECT sessions FROM runs WHERE number = $number", [("$number", number)], r => r.Long("sessions"), cancellationToken)[0];
            return _usage.GetOrAdd((run, session), _ => new()).Read(c, number, cancellationToken);
        },
        cancellationToken);

    // No index helps to find a text: every output is read once, as they lie in the file, and only what was found is put in order.
    private static Page<StoredTrajectory> SearchText(
        SqliteConnection connection, string where, string order, IReadOnlyList<(string Name, object Value)> values, int offset, int count,
        CancellationToken cancellationToken)
    {
        var found = SqlQuery.Rows(
            connection,
            $"SELECT number FROM (SELECT number, sequence, score FROM trajectories NOT INDEXED WHERE {where}) ORDER BY {order}",
            values,
            r => r.Long("number"),
            cancellationToken);
        var page = found.Skip(offset).Take(count).Select(number => SqlQuery.Rows(
            connection, "SELECT * FROM trajectories WHERE number = $number", [("$number", number)], TrajectoryQuery.Read, cancellationToken)[0]);
        return new([.. page], found.Length);
    }

    internal static byte[] FromHash(string hash)
    {
        try
        {
            return Convert.FromHexString(hash);
        }
        catch (FormatException e)
        {
            throw new ArgumentException($"\"{hash}\" is not the hash of a configuration.", nameof(hash), e);
        }
    }

    private static StoredExample ReadExample(Row r) =>
        new(r.Text("id"), r.Text("split"), r.Long("deciding") != 0, r.Text("input"), r.TextOrNull("label"));

    private static StoredPair ReadPair(Row r) => new(
        r.Long("sequence"), (int)r.Long("step"), r.Text("component"), r.TextOrNull("example"), r.Text("x"), r.Text("better"), r.Text("worse"),
        r.Number("gap"));

    private static StoredEvent Event(Row r)
    {
        using var data = JsonDocument.Parse(r.Text("data"));
        return new(
            r.Long("sequence"), r.Text("kind"), (int)r.Long("step"), r.TextOrNull("component"), data.RootElement.Clone(),
            new(r.Number("system_runs"), r.Long("calls"), r.Long("tokens"), r.Money("cost"), r.Time("elapsed")));
    }

    private static IEnumerable<StoredOutputReward> OutputRewardsOf(StoredEvent happened) =>
        happened.Data.GetProperty("outputs").EnumerateArray().Select(o => new StoredOutputReward(
            happened.Component!,
            o.GetProperty("example").GetString()!,
            o.TryGetProperty("before", out var before) ? before.GetDouble() : null,
            o.TryGetProperty("after", out var after) ? after.GetDouble() : null));

    private static StoredCandidate Candidate(Row r) => new(
        r.Long("sequence"), (int)r.Long("step"), r.Text("component"), r.Hash("parent"), r.Hash("configuration"), Changes(r.Text("changes")),
        r.Long("accepted") != 0, r.Number("gain"), (int)r.Long("examples"), r.Number("score"), r.Number("system_runs"));

    private static ImmutableArray<StoredChange> Changes(string json)
    {
        using var changes = JsonDocument.Parse(json);
        return
        [
            .. changes.RootElement.EnumerateArray().Select(c => new StoredChange(
                c.GetProperty("field").GetString()!, c.GetProperty("before").GetString()!, c.GetProperty("after").GetString()!)),
        ];
    }

    private StoredRun Run(Row r)
    {
        string id = r.Text("id");
        using var facts = JsonDocument.Parse(r.Text("facts"));
        using var components = JsonDocument.Parse(r.Text("components"));
        return new()
        {
            Id = id,
            System = r.Text("system"),
            Signature = r.Text("signature"),
            Status = r.Text("status") switch
            {
                "finished" => RunStatus.Finished,
                "failed" => RunStatus.Failed,
                _ => RunLock.IsHeld(_file, id) ? RunStatus.Running : RunStatus.Interrupted,
            },
            Message = r.TextOrNull("message"),
            Created = DateTimeOffset.Parse(r.Text("created"), CultureInfo.InvariantCulture),
            Updated = DateTimeOffset.Parse(r.Text("updated"), CultureInfo.InvariantCulture),
            Elapsed = r.Time("elapsed"),
            Sessions = (int)r.Long("sessions"),
            Seed = r.Long("seed"),
            Facts = facts.RootElement.EnumerateObject().ToImmutableSortedDictionary(f => f.Name, f => f.Value.GetString()!, StringComparer.Ordinal),
            Graph = r.Text("graph"),
            Components = [.. components.RootElement.EnumerateArray().Select(c => c.GetString()!)],
            Start = r.Hash("start"),
            Best = r.Hash("best"),
            Initial = r.NumberOrNull("initial"),
            Score = r.NumberOrNull("score"),
            GainStandardError = r.NumberOrNull("error"),
            Spent = new(r.Number("system_runs"), r.Long("calls"), r.Long("tokens"), r.Money("cost"), r.Time("elapsed")),
        };
    }

    private StoredRun Find(SqliteConnection connection, string id, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        var found = SqlQuery.Rows(connection, "SELECT * FROM runs WHERE id = $id", [("$id", id)], Run, cancellationToken);
        if (found.IsEmpty)
        {
            found = SqlQuery.Rows(
                connection, "SELECT * FROM runs WHERE substr(id, 1, length($id)) = $id OR substr(id, -length($id)) = $id", [("$id", id)], Run,
                cancellationToken);
        }

        return found.Length switch
        {
            1 => found[0],
            0 => throw RunStoreException.NotFound(_file, $"it has no run {id}. \"optimas runs list\" shows those that it has."),
            _ => throw RunStoreException.NotFound(_file, $"{id} may be any of {string.Join(", ", found.Select(r => r.Id))}; write more of it."),
        };
    }

    private long Number(SqliteConnection connection, string id)
    {
        var found = SqlQuery.Rows(connection, "SELECT number FROM runs WHERE id = $id", [("$id", id)], r => r.Long("number"), CancellationToken.None);
        return found.IsEmpty ? throw RunStoreException.NotFound(_file, $"it has no run {id}.") : found[0];
    }

    private T Query<T>(Func<SqliteConnection, T> query, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            using var connection = new SqliteConnection(_connection);
            connection.Open();
            using (var mapping = connection.CreateCommand())
            {
                mapping.CommandText = MapFile;
                mapping.ExecuteNonQuery();
            }

            using var transaction = connection.BeginTransaction(deferred: true);
            return query(connection);
        }
        catch (SqliteException e)
        {
            throw RunStoreException.Of(_file, e);
        }
    }
}
