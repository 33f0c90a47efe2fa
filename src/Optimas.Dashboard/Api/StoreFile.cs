using Microsoft.AspNetCore.Http;
using Optimas.Dashboard.Exchange;
using Optimas.Storage;

namespace Optimas.Dashboard.Api;

/// <summary>The store's file, which may come after the dashboard.</summary>
internal sealed class StoreFile(string file) : IDisposable
{
    // Reading blocks a thread, and a search of texts a core; more at once would not be sooner done.
    private readonly SemaphoreSlim _readers = new(Math.Max(2, Environment.ProcessorCount));
    private RunReader? _reader;

    public void Dispose() => _readers.Dispose();

    /// <summary>Reads from the store, not on the caller's thread.</summary>
    /// <exception cref="RequestException">There is no store yet, it can't be read, or it does not hold what is asked for.</exception>
    public async Task<T> ReadAsync<T>(Func<RunReader, T> read, CancellationToken cancellationToken)
    {
        await _readers.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Read(read), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _readers.Release();
        }
    }

    /// <summary>Whether the store can be read.</summary>
    public async Task<StoreState> StateAsync(CancellationToken cancellationToken)
    {
        string shown = Path.GetFullPath(file);
        try
        {
            await ReadAsync(reader => reader.Runs(cancellationToken).Length, cancellationToken).ConfigureAwait(false);
            return new(shown, "ready", null);
        }
        catch (RequestException e)
        {
            return new(shown, e.Status == StatusCodes.Status503ServiceUnavailable ? "missing" : "unreadable", e.Message);
        }
    }

    private T Read<T>(Func<RunReader, T> read)
    {
        if (!File.Exists(file))
            throw Missing();
        try
        {
            return read(_reader ??= new(file));
        }
        catch (RunStoreException e) when (e.IsNotFound)
        {
            throw new RequestException(StatusCodes.Status404NotFound, "not_found", null, e.Message);
        }
        catch (RunStoreException e)
        {
            // Looked at anew next time, whatever it is then.
            _reader = null;
            throw !File.Exists(file) || new FileInfo(file).Length == 0
                ? Missing()
                : new RequestException(StatusCodes.Status500InternalServerError, "store_unreadable", null, e.Message);
        }
    }

    private RequestException Missing() => new(
        StatusCodes.Status503ServiceUnavailable, "store_missing", null,
        $"There is no run store {file} yet. A run writes it where optimize --out says.");
}
