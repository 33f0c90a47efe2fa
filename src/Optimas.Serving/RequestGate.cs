using System.Threading.RateLimiting;
using Optimas.Serving.Protocol;

namespace Optimas.Serving;

/// <summary>
/// Bounds what a server takes on: so many requests in it at all, so many of them at work, first come first served, and none once it is closed.
/// </summary>
internal sealed class RequestGate(int slots, int queue) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _emptied = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrencyLimiter _work = new(new()
    {
        PermitLimit = slots,
        // What may wait is bounded at the entry already, before a request's body is read.
        QueueLimit = int.MaxValue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private int _inside, _working;
    private bool _isClosed;

    public int Slots => slots;

    /// <summary>Requests that are worked on.</summary>
    public int Working => Volatile.Read(ref _working);

    /// <summary>Requests that wait, or whose body still arrives.</summary>
    public int Waiting => Math.Max(0, Volatile.Read(ref _inside) - Working);

    public bool IsClosed => Volatile.Read(ref _isClosed);

    /// <summary>Completes when the gate is closed and the last request has left.</summary>
    public Task Emptied => _emptied.Task;

    /// <summary>Lets a request in, which must <see cref="Leave"/>.</summary>
    /// <exception cref="ApiException">The server is full or stopping.</exception>
    public void Enter()
    {
        lock (_lock)
        {
            if (_isClosed)
                throw ApiException.Stopping();
            if (_inside >= (long)slots + queue)
                throw ApiException.Full(slots, queue);
            _inside++;
        }
    }

    public void Leave()
    {
        lock (_lock)
        {
            if (--_inside == 0 && _isClosed)
                _emptied.TrySetResult();
        }
    }

    /// <summary>Waits for its turn, does the work of a request, and lets the next one go on.</summary>
    public async Task WorkAsync(int texts, Func<Task> work, CancellationToken cancellationToken)
    {
        using var lease = await _work.AcquireAsync(texts, cancellationToken).ConfigureAwait(false);
        Interlocked.Increment(ref _working);
        try
        {
            await work().ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _working);
        }
    }

    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            if (_inside == 0)
                _emptied.TrySetResult();
        }
    }

    public void Dispose() => _work.Dispose();
}
