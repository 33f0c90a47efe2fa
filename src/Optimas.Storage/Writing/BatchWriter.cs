using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Optimas.Journaling;

namespace Optimas.Storage;

/// <summary>
/// The one writer of a run: takes entries from a bounded queue and writes them in batches, a transaction each, on a thread of its own. After
/// the first failure it takes nothing any more, and every caller hears of the failure.
/// </summary>
internal sealed class BatchWriter : IAsyncDisposable
{
    private const int Queued = 8192;
    private const int MostRows = 2000;

    // What a killed process loses at most of what had ended: it runs again.
    private static readonly TimeSpan s_gathering = TimeSpan.FromMilliseconds(20);

    private readonly Channel<Item> _queue = Channel.CreateBounded<Item>(
        new BoundedChannelOptions(Queued) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly string _file;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly EntryWriter _entries;
    private readonly Task _running;
    private readonly ManualResetEventSlim _hurry = new();
    private volatile bool _hurries;
    private volatile RunStoreException? _failure;

    public BatchWriter(string file, SqliteConnection connection, EntryWriter entries)
    {
        _file = file;
        _begin = new(connection, "BEGIN IMMEDIATE", 0);
        _commit = new(connection, "COMMIT", 0);
        _entries = entries;
        _running = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public ValueTask WriteAsync(JournalEntry entry, CancellationToken cancellationToken) => PutAsync(new(entry, null), cancellationToken);

    public void Write(JournalEntry entry)
    {
        var waiting = PutAsync(new(entry, null), CancellationToken.None);
        if (!waiting.IsCompletedSuccessfully)
            waiting.AsTask().GetAwaiter().GetResult();
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _hurry.Set();
        await PutAsync(new(null, written), cancellationToken).ConfigureAwait(false);
        await written.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes what waits, and ends.</summary>
    /// <exception cref="RunStoreException">It could not be written, and nobody has heard of it yet.</exception>
    public async ValueTask DisposeAsync()
    {
        _hurries = true;
        _hurry.Set();
        _queue.Writer.TryComplete();
        await _running.ConfigureAwait(false);
        _hurry.Dispose();
        _entries.Dispose();
        _begin.Dispose();
        _commit.Dispose();
    }

    private async ValueTask PutAsync(Item item, CancellationToken cancellationToken)
    {
        ThrowFailure();
        if (_queue.Writer.TryWrite(item))
            return;
        try
        {
            await _queue.Writer.WriteAsync(item, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            ThrowFailure();
            throw new ObjectDisposedException(nameof(RunStore), $"The run store {_file} is closed.");
        }
    }

    private void ThrowFailure()
    {
        // A new object, since its stack trace is the thrower's.
        if (_failure is { } failure)
            throw new RunStoreException(_file, failure.Problem, failure);
    }

    private void Run()
    {
        var waiting = new List<TaskCompletionSource>();
        try
        {
            while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
                WriteBatch(waiting);
        }
#pragma warning disable CA1031 // Whatever it is, the callers hear of it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _failure = e is SqliteException sqlite
                ? RunStoreException.Of(_file, sqlite)
                : new(_file, $"{e.Message.TrimEnd('.')}. What was written before is kept.", e);
            _queue.Writer.TryComplete();
            while (_queue.Reader.TryRead(out var item))
            {
                if (item.Written is { } written)
                    waiting.Add(written);
            }

            foreach (var written in waiting)
                written.TrySetException(new RunStoreException(_file, _failure.Problem, _failure));
        }
    }

    private void WriteBatch(List<TaskCompletionSource> waiting)
    {
        waiting.Clear();
        // More comes soon: a transaction for each entry would cost more than the entry.
        if (!_hurries)
            _hurry.Wait(s_gathering);
        var batch = new List<JournalEntry>();
        while (batch.Count < MostRows && _queue.Reader.TryRead(out var item))
        {
            if (item.Entry is { } entry)
                batch.Add(entry);
            if (item.Written is { } written)
                waiting.Add(written);
        }

        if (batch.Count > 0)
        {
            // By statements of our own: prepared commands would each have to be told of a transaction object.
            _begin.Run();
            _entries.Write(batch);
            _commit.Run();
        }

        if (waiting.Count > 0)
            _hurry.Reset();
        foreach (var written in waiting)
            written.TrySetResult();
    }

    private readonly record struct Item(JournalEntry? Entry, TaskCompletionSource? Written);
}
