using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Optimas.Storage;

/// <summary>The tables of a run store. Every row but a text belongs to one run; times are milliseconds of the run's own clock.</summary>
internal static class RunSchema
{
    /// <summary>The version that this library writes and reads, in <c>PRAGMA user_version</c>.</summary>
    public const int Version = 1;

    // In PRAGMA application_id: "Optm".
    private const int Application = 0x4F70746D;

    private const string Tables = """
        CREATE TABLE runs(
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            system TEXT NOT NULL,
            signature TEXT NOT NULL,           -- the system's signature hash
            status TEXT NOT NULL,              -- running, finished, failed
            message TEXT,                      -- why it ended
            created TEXT NOT NULL,             -- UTC, ISO 8601
            updated TEXT NOT NULL,
            elapsed REAL NOT NULL,             -- wall clock of all its sessions
            sessions INTEGER NOT NULL,         -- how often it was started or resumed
            seed INTEGER NOT NULL,
            facts TEXT NOT NULL,               -- JSON object: what must agree to resume
            graph TEXT NOT NULL,               -- Mermaid
            components TEXT NOT NULL,          -- JSON list of names, in topological order
            start BLOB NOT NULL,               -- configurations.hash
            best BLOB NOT NULL,                -- the incumbent's, the result's once finished
            initial REAL,                      -- the start's mean score
            score REAL,                        -- the incumbent's
            error REAL,                        -- standard error of score - initial, once finished
            system_runs REAL NOT NULL, calls INTEGER NOT NULL, tokens INTEGER NOT NULL, cost TEXT NOT NULL);
        CREATE TABLE configurations(run INTEGER NOT NULL, hash BLOB NOT NULL, json TEXT NOT NULL, PRIMARY KEY(run, hash));
        CREATE TABLE examples(
            run INTEGER NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL, split TEXT NOT NULL, deciding INTEGER NOT NULL,
            input TEXT NOT NULL, label TEXT, PRIMARY KEY(run, split, id));
        CREATE TABLE trajectories(
            number INTEGER PRIMARY KEY,
            run INTEGER NOT NULL, sequence INTEGER NOT NULL,
            key BLOB NOT NULL, occurrence INTEGER NOT NULL,
            example TEXT,
            step INTEGER NOT NULL,             -- the turn; 0 for the start
            turn TEXT,                         -- whose turn: a component, or the system
            configuration BLOB NOT NULL,
            score REAL,                        -- null where it is partial
            complete INTEGER NOT NULL,
            failed TEXT, failure TEXT,         -- the component, and its message
            slots TEXT NOT NULL,               -- JSON, see SlotsJson
            executions INTEGER NOT NULL, calls INTEGER NOT NULL, input_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL,
            cost TEXT NOT NULL, latency REAL NOT NULL, elapsed REAL NOT NULL);
        CREATE UNIQUE INDEX trajectories_sequence ON trajectories(run, sequence);
        CREATE INDEX trajectories_score ON trajectories(run, score, sequence) WHERE score IS NOT NULL;
        CREATE INDEX trajectories_example ON trajectories(run, example, sequence);
        CREATE INDEX trajectories_configuration ON trajectories(run, configuration, sequence);
        CREATE TABLE calls(
            run INTEGER NOT NULL, trajectory INTEGER,                   -- trajectories.sequence; null for the optimizer's own calls
            purpose TEXT NOT NULL,                                      -- component, proposer
            component TEXT NOT NULL, model TEXT,
            calls INTEGER NOT NULL, input_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL,
            cost TEXT,                                                  -- US dollars; null where no price is known
            latency REAL NOT NULL, elapsed REAL NOT NULL);
        CREATE INDEX calls_component ON calls(run, component);
        CREATE TABLE events(
            run INTEGER NOT NULL, sequence INTEGER NOT NULL, kind TEXT NOT NULL, step INTEGER NOT NULL, component TEXT, data TEXT NOT NULL,
            system_runs REAL NOT NULL, calls INTEGER NOT NULL, tokens INTEGER NOT NULL, cost TEXT NOT NULL, elapsed REAL NOT NULL,
            PRIMARY KEY(run, sequence)) WITHOUT ROWID;
        CREATE TABLE candidates(
            run INTEGER NOT NULL, sequence INTEGER NOT NULL,            -- of the event that decided
            step INTEGER NOT NULL, component TEXT NOT NULL, parent BLOB NOT NULL, configuration BLOB NOT NULL, changes TEXT NOT NULL,
            accepted INTEGER NOT NULL, gain REAL NOT NULL, examples INTEGER NOT NULL, score REAL NOT NULL, system_runs REAL NOT NULL,
            PRIMARY KEY(run, sequence));
        CREATE TABLE texts(hash BLOB PRIMARY KEY, text TEXT NOT NULL);
        CREATE TABLE pairs(
            run INTEGER NOT NULL, sequence INTEGER NOT NULL, step INTEGER NOT NULL, component TEXT NOT NULL, example TEXT,
            input BLOB NOT NULL, preferred BLOB NOT NULL, rejected BLOB NOT NULL, gap REAL NOT NULL, PRIMARY KEY(run, sequence));
        CREATE INDEX pairs_component ON pairs(run, component, sequence);
        CREATE TABLE rewards(
            run INTEGER NOT NULL, sequence INTEGER NOT NULL, step INTEGER NOT NULL, component TEXT NOT NULL,
            pairs INTEGER NOT NULL, evidence REAL NOT NULL, epochs INTEGER NOT NULL,
            accuracy REAL, low REAL, high REAL, held_out INTEGER,       -- null where nothing could be held out
            checkpoint BLOB,                                            -- the local reward's JSON, Brotli; null while it abstains
            system_runs REAL NOT NULL, PRIMARY KEY(run, sequence));
        CREATE TABLE effects(
            run INTEGER NOT NULL, kind TEXT NOT NULL, key BLOB NOT NULL, occurrence INTEGER NOT NULL, result TEXT NOT NULL,
            elapsed REAL NOT NULL, PRIMARY KEY(run, kind, key, occurrence));
        """;

    /// <summary>Makes the tables of a new file, or sees that those of an old one are ours and of a version that we know.</summary>
    /// <exception cref="RunStoreException">The file belongs to another program, or to a newer version of this library.</exception>
    public static void Prepare(SqliteConnection connection, string file)
    {
        // What can't change within a transaction comes first. NORMAL loses nothing when the process is killed.
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
        using var transaction = connection.BeginTransaction(deferred: false);
        if (!Check(connection, file))
        {
            Execute(connection, Tables);
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {Application}; PRAGMA user_version = {Version}"));
        }

        transaction.Commit();
    }

    /// <summary>Whether the file has the tables; false for an empty one.</summary>
    /// <exception cref="RunStoreException">The file belongs to another program, or to a newer version of this library.</exception>
    public static bool Check(SqliteConnection connection, string file)
    {
        long tables = Number(connection, "SELECT count(*) FROM sqlite_master"), application = Number(connection, "PRAGMA application_id");
        if (tables == 0)
            return false;
        if (application != Application)
            throw new RunStoreException(file, "it is an SQLite database of another program. Name another file or folder.");
        long version = Number(connection, "PRAGMA user_version");
        return version <= Version
            ? true
            : throw new RunStoreException(
                file, $"it was written by a newer version of Optimas (schema {version}; this one knows {Version}). Update Optimas, or name another folder.");
    }

    private static long Number(SqliteConnection connection, string query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Execute(SqliteConnection connection, string statements)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statements;
        command.ExecuteNonQuery();
    }
}
