using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Optimas.Providers;

/// <summary>
/// Replies kept in a SQLite file, under a hash of everything that changes them. The file holds no requests. Several clients, and several
/// processes, may share one; safe for concurrent use.
/// </summary>
public sealed class ReplyCache : IDisposable
{
    private const int ApplicationId = 0x4F505243; // "OPRC"
    private const int SchemaVersion = 1;
    private const int NotADatabase = 26;
    private const int Corrupt = 11;

    /// <summary>
    /// The key in a chat request's additional properties under which the number of a sample stands. Without a seed, requests for several
    /// samples are the same request, and would get the same reply; with different numbers they get one each.
    /// </summary>
    public const string SampleProperty = "optimas.sample";

    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _find;
    private readonly SqliteCommand _add;
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, ReplyFlight> _flights = new(StringComparer.Ordinal);
    private bool _isDisposed;
    private long _hits;
    private long _misses;
    private long _bypassed;
    private long _unkept;

    /// <summary>Opens a cache, and makes it where there is none.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is something else, damaged, or from a newer version; it is left as it is.</exception>
    /// <exception cref="IOException">The file can't be opened or made.</exception>
    public ReplyCache(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _path = Path.GetFullPath(path);
        // Not pooled: the file is free again once the cache is disposed.
        _connection = new(new SqliteConnectionStringBuilder { DataSource = _path, Pooling = false }.ToString());
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            _connection.Open();
            Prepare();
            _find = Command("SELECT reply FROM replies WHERE key = $key");
            _add = Command("INSERT OR IGNORE INTO replies (key, reply, model, added) VALUES ($key, $reply, $model, unixepoch())");
        }
        catch (SqliteException e) when (e.SqliteErrorCode is NotADatabase or Corrupt)
        {
            _connection.Dispose();
            throw new InvalidDataException($"'{_path}' is not a reply cache, or it is damaged ({e.Message}). Name another file, or move this one away.", e);
        }
        catch (SqliteException e)
        {
            _connection.Dispose();
            throw new IOException($"The reply cache '{_path}' can't be opened: {e.Message} Check that its folder exists, can be written and has room.", e);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>What the cache has done since it was opened.</summary>
    public ReplyCacheStatistics Statistics => new(
        Interlocked.Read(ref _hits), Interlocked.Read(ref _misses), Interlocked.Read(ref _bypassed), Interlocked.Read(ref _unkept));

    /// <summary>The number of replies in the file.</summary>
    public long Count
    {
        get
        {
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                using var count = Command("SELECT count(*) FROM replies");
                return (long)count.ExecuteScalar()!;
            }
        }
    }

    /// <summary>Closes the file. Calls in progress get their replies, which are not kept.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            _find.Dispose();
            _add.Dispose();
            _connection.Dispose();
        }
    }

    internal void CountHit() => Interlocked.Increment(ref _hits);

    internal void CountMiss() => Interlocked.Increment(ref _misses);

    internal void CountBypassed() => Interlocked.Increment(ref _bypassed);

    internal void CountUnkept() => Interlocked.Increment(ref _unkept);

    /// <summary>The reply under a key; null where there is none.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    internal byte[]? Find(byte[] key)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            try
            {
                _find.Parameters.Clear();
                _find.Parameters.AddWithValue("$key", key);
                return (byte[]?)_find.ExecuteScalar();
            }
            catch (SqliteException e)
            {
                throw new IOException($"The reply cache '{_path}' can't be read: {e.Message} Move it away to begin a new one.", e);
            }
        }
    }

    /// <summary>Keeps a reply. One that can't be kept has been paid for all the same, so that its caller gets it: it is only counted.</summary>
    internal void Add(byte[] key, byte[] reply, string? model)
    {
        lock (_lock)
        {
            if (_isDisposed)
                return;
            try
            {
                _add.Parameters.Clear();
                _add.Parameters.AddWithValue("$key", key);
                _add.Parameters.AddWithValue("$reply", reply);
                _add.Parameters.AddWithValue("$model", (object?)model ?? DBNull.Value);
                _add.ExecuteNonQuery();
            }
            catch (SqliteException)
            {
                CountUnkept();
            }
        }
    }

    /// <summary>Begins the call for a key, unless one is under way.</summary>
    /// <param name="key">The key.</param>
    /// <param name="flight">The call under way: this caller's own to end, or another's to wait for.</param>
    /// <returns>Whether it is this caller's.</returns>
    internal bool TryBegin(byte[] key, out ReplyFlight flight)
    {
        string name = Convert.ToHexString(key);
        var mine = new ReplyFlight(own => _flights.TryRemove(KeyValuePair.Create(name, own)));
        flight = _flights.GetOrAdd(name, mine);
        return ReferenceEquals(flight, mine);
    }

    private void Prepare()
    {
        Execute("PRAGMA busy_timeout = 30000");
        long version = Number("PRAGMA user_version");
        long application = Number("PRAGMA application_id");
        if (application != ApplicationId && (application != 0 || version != 0 || Number("SELECT count(*) FROM sqlite_master") > 0))
            throw new InvalidDataException($"'{_path}' is a database, but not a reply cache. Name another file.");
        if (version > SchemaVersion)
        {
            throw new InvalidDataException(
                $"The reply cache '{_path}' has schema {version}, made by a newer version; this one reads up to {SchemaVersion}. Update, or name another file.");
        }

        // A lost reply costs a call, not the file: a commit need not wait for the disk.
        Execute("PRAGMA journal_mode = WAL");
        Execute("PRAGMA synchronous = NORMAL");
        if (version == SchemaVersion)
            return;
        Execute(
            $"""
            BEGIN IMMEDIATE;
            CREATE TABLE IF NOT EXISTS replies (key BLOB PRIMARY KEY, reply BLOB NOT NULL, model TEXT, added INTEGER NOT NULL) WITHOUT ROWID;
            PRAGMA application_id = {ApplicationId};
            PRAGMA user_version = {SchemaVersion};
            COMMIT;
            """);
    }

    private SqliteCommand Command(string text)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Texts are constants of this file.
        command.CommandText = text;
#pragma warning restore CA2100
        return command;
    }

    private void Execute(string text)
    {
        using var command = Command(text);
        command.ExecuteNonQuery();
    }

    private long Number(string text)
    {
        using var command = Command(text);
        return (long)command.ExecuteScalar()!;
    }
}
