using System.Text;
using System.Text.Json.Nodes;

namespace Optimas.Providers;

/// <summary>
/// Calls recorded in a file, one JSON object a line, to replay without a network: sorted by request, without secrets, so that recording
/// again gives a diff that can be read. Several clients may share one; safe for concurrent use.
/// </summary>
public sealed class Cassette : IAsyncDisposable
{
    private const string Unfinished = ".recording";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _asked = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Key, int Number), Recording> _recordings = [];
    private readonly string _path;
    private StreamWriter? _journal;

    private Cassette(string path, StreamWriter? journal)
    {
        _path = path;
        _journal = journal;
        IsRecording = journal is not null;
    }

    /// <summary>Whether calls are made and recorded, rather than replayed.</summary>
    public bool IsRecording { get; }

    /// <summary>The number of calls that it holds.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _recordings.Count;
        }
    }

    /// <summary>
    /// Begins a new recording. Calls go to a file beside it as they end, named <c>….recording</c>; <see cref="SaveAsync"/> or disposing
    /// sorts them and puts them in place of the old file.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file can't be made, or a recording that was broken off is there.</exception>
    public static Cassette Record(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        path = Path.GetFullPath(path);
        string unfinished = path + Unfinished;
        if (File.Exists(unfinished))
        {
            throw new IOException(
                $"'{unfinished}' holds a recording that was broken off, or is still under way. Rename it to '{path}' to replay what it holds, or delete it to record again.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return new(path, new(new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.Read)) { AutoFlush = true, NewLine = "\n" });
    }

    /// <summary>Opens a recording to replay. Each recorded call is replayed once, calls with the same request in the order of recording.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A line is not a recording; the message says which.</exception>
    public static async Task<Cassette> ReplayAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        path = Path.GetFullPath(path);
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no cassette '{path}'. Record it first, with Cassette.Record.", path);
        var cassette = new Cassette(path, journal: null);
        int number = 0;
        await foreach (string line in File.ReadLinesAsync(path, cancellationToken).ConfigureAwait(false))
        {
            number++;
            if (line.Length == 0)
                continue;
            var recording = Recording.Read(line, path, number);
            if (!cassette._recordings.TryAdd((recording.Key, recording.Number), recording))
                throw new InvalidDataException($"Line {number} of the cassette '{path}' repeats an earlier one. Record it again.");
        }

        return cassette;
    }

    /// <summary>Sorts what was recorded until now and puts it in place of the file, whole or not at all. Does nothing when replaying.</summary>
    /// <exception cref="IOException">The file can't be written; what was recorded is still in the one beside it.</exception>
    public async Task SaveAsync(CancellationToken cancellationToken = default)
    {
        if (!IsRecording)
            return;
        string temporary = $"{_path}.{Guid.NewGuid():N}.tmp";
        try
        {
            await File.WriteAllTextAsync(temporary, Sorted(), cancellationToken).ConfigureAwait(false);
            File.Move(temporary, _path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Saves what was recorded, and closes the file. Where nothing was, the old file stays.</summary>
    /// <exception cref="IOException">The file can't be written; what was recorded is still in the one beside it.</exception>
    public async ValueTask DisposeAsync()
    {
        StreamWriter? journal;
        lock (_lock)
            (journal, _journal) = (_journal, null);
        if (journal is null)
            return;
        await journal.DisposeAsync().ConfigureAwait(false);
        // A recording that never began must not take the place of one that is whole.
        if (Count > 0)
            await SaveAsync().ConfigureAwait(false);
        File.Delete(_path + Unfinished);
    }

    /// <summary>Numbers a call among those with its request, from 1, in the order in which they begin.</summary>
    internal int Number(string key)
    {
        lock (_lock)
            return _asked[key] = _asked.GetValueOrDefault(key) + 1;
    }

    /// <summary>Records a call.</summary>
    /// <exception cref="ObjectDisposedException">The recording is closed.</exception>
    internal void Add(Recording recording)
    {
        string line = recording.Write();
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_journal is null, this);
            _recordings.Add((recording.Key, recording.Number), recording);
            _journal.WriteLine(line);
        }
    }

    /// <summary>The reply of a recorded call.</summary>
    /// <exception cref="MissingRecordingException">The call is not recorded.</exception>
    internal JsonNode Find(string key, int number, JsonObject request)
    {
        Recording[] all;
        lock (_lock)
        {
            if (_recordings.TryGetValue((key, number), out var recording))
                return recording.Reply;
            all = [.. _recordings.Values];
        }

        int times = all.Count(recording => recording.Key == key);
        if (times > 0)
        {
            throw new MissingRecordingException(
                $"The cassette '{_path}' holds this request {times} times, and it was made once more, as number {number}: {Excerpt(request)}. Record again.");
        }

        string nearest = Nearest.Of(request, all) is not { } near
            ? "It holds none at all."
            : $"The nearest that it holds is {Excerpt(near.Request)}, with key {near.Key[..12]}; what differs: {Nearest.Differences(request, near.Request)}.";
        throw new MissingRecordingException(
            $"The cassette '{_path}' does not hold the request {Excerpt(request)}. {nearest} Record again, or mend what changed the request.");
    }

    private string Sorted()
    {
        Recording[] recordings;
        lock (_lock)
            recordings = [.. _recordings.Values.OrderBy(r => r.Key, StringComparer.Ordinal).ThenBy(r => r.Number)];
        var text = new StringBuilder();
        // Calls that failed leave gaps in the numbers.
        foreach (var group in recordings.GroupBy(r => r.Key))
        {
            foreach (var (i, recording) in group.Index())
                text.Append((recording with { Number = i + 1 }).Write()).Append('\n');
        }

        return text.ToString();
    }

    private static string Excerpt(JsonObject request)
    {
        const int Longest = 200;
        string last = request["messages"] is JsonArray { Count: > 0 } messages ? CanonicalRequest.Write(messages[^1]) : CanonicalRequest.Write(request);
        return last.Length <= Longest ? last : last[..Longest] + "…";
    }
}
