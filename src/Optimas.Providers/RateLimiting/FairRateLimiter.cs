using System.Globalization;
using System.Threading.RateLimiting;

namespace Optimas.Providers;

/// <summary>
/// Lets requests through at a limited rate, the callers in turn: one that asks for a thousand things does not hold up one that asks for
/// one. Clients that share a limit share a limiter. Safe for concurrent use.
/// </summary>
public sealed class FairRateLimiter : IDisposable
{
    // The finer, the sooner what is free again is used.
    private const int MostSegments = 60;
    private const int ShortestSegment = 5;

    // How much one reply weighs in the mean that is expected of the next.
    private const double MeanWeight = 0.1;

    private readonly RateLimit _limit;
    private readonly int _segments;
    private readonly TimeSpan _segment;
    private readonly RateLimiter? _requests;
    private readonly RateLimiter? _tokens;
    private readonly Timer _timer;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedList<Waiter>> _queues = new(StringComparer.Ordinal);
    private readonly Queue<string> _turns = new();
    private bool _isDisposed;
    private bool _hasRequest;
    private long _resumesAt;
    private long _correction;
    private double _meanOutput;

    /// <summary>Makes a limiter.</summary>
    /// <exception cref="ArgumentException">A limit is out of its range; the message says which.</exception>
    public FairRateLimiter(RateLimit limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        _limit = limit.Checked();
        _segments = Math.Clamp((int)(limit.Per.TotalMilliseconds / ShortestSegment), 1, MostSegments);
        // The windows' timer counts in whole milliseconds.
        _segment = TimeSpan.FromMilliseconds(Math.Ceiling(limit.Per.TotalMilliseconds / _segments));
        _requests = Limiter(limit.Requests);
        _tokens = Limiter(limit.Tokens);
        _timer = new Timer(static limiter => ((FairRateLimiter)limiter!).Admit(), this, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>The number of requests that wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
                return _queues.Values.Sum(queue => queue.Count);
        }
    }

    /// <summary>Refuses what waits and what comes.</summary>
    public void Dispose()
    {
        List<Waiter> waiting;
        lock (_lock)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            waiting = [.. _queues.Values.SelectMany(queue => queue)];
            _queues.Clear();
            _turns.Clear();
            _timer.Dispose();
            _requests?.Dispose();
            _tokens?.Dispose();
        }

        foreach (var waiter in waiting)
            waiter.Admitted.TrySetException(new ObjectDisposedException(nameof(FairRateLimiter)));
    }

    /// <summary>Waits for a caller's turn.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="input">The estimated number of tokens to read.</param>
    /// <param name="mostOutput">The largest number of tokens to write; null where it is open.</param>
    /// <param name="cancellationToken">Gives the place up.</param>
    /// <returns>The tokens that the request was counted as.</returns>
    internal async Task<long> WaitAsync(string caller, long input, int? mostOutput, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Waiter waiter;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            long tokens = input + (long)Math.Min(_meanOutput, mostOutput ?? double.MaxValue);
            if (input > _limit.Tokens)
            {
                throw new InvalidOperationException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"A request of '{caller}' has about {input} tokens, more than the {_limit.Tokens} that may be sent in {_limit.Per}: it could never go. Raise RateLimit.Tokens or shorten the messages."));
            }

            waiter = new(tokens);
            if (!_queues.TryGetValue(caller, out var queue))
            {
                _queues.Add(caller, queue = new());
                _turns.Enqueue(caller);
            }

            waiter.Place = queue.AddLast(waiter);
        }

        Admit();
        var registration = cancellationToken.UnsafeRegister((_, token) => Leave(waiter, token), state: null);
        await using (registration.ConfigureAwait(false))
            await waiter.Admitted.Task.ConfigureAwait(false);
        return waiter.Tokens;
    }

    /// <summary>Puts right what a request was counted as.</summary>
    internal void Correct(long counted, long used, long output)
    {
        lock (_lock)
        {
            _correction += used - counted;
            _meanOutput += MeanWeight * (output - _meanOutput);
        }
    }

    /// <summary>Lets nothing through for a while, as a server asks.</summary>
    internal void Pause(TimeSpan time)
    {
        lock (_lock)
            _resumesAt = Math.Max(_resumesAt, Environment.TickCount64 + (long)Math.Ceiling(time.TotalMilliseconds));
    }

    private SlidingWindowRateLimiter? Limiter(int? limit) => limit is not { } permits ? null : new(new()
    {
        PermitLimit = permits,
        // One more than there are: what was given late in the first segment is not free again before its time.
        Window = _segment * (_segments + 1),
        SegmentsPerWindow = _segments + 1,
        QueueLimit = 0,
        AutoReplenishment = true,
    });

    private void Leave(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (waiter.Place?.List is not { } queue)
                return;
            queue.Remove(waiter.Place);
            waiter.Place = null;
        }

        waiter.Admitted.TrySetCanceled(cancellationToken);
        // Whoever is next may need fewer tokens.
        Admit();
    }

    private void Admit()
    {
        lock (_lock)
        {
            while (!_isDisposed && Next() is { } waiter)
            {
                if (TimeUntilFree(waiter) is { } wait)
                {
                    _timer.Change(wait, Timeout.InfiniteTimeSpan);
                    return;
                }

                waiter.Place!.List!.Remove(waiter.Place);
                waiter.Place = null;
                _turns.Enqueue(_turns.Dequeue());
                waiter.Admitted.TrySetResult();
            }
        }
    }

    // The first request of the caller whose turn it is. Callers without any leave the round.
    private Waiter? Next()
    {
        while (_turns.TryPeek(out string? caller))
        {
            if (_queues[caller].First is { } first)
                return first.Value;
            _queues.Remove(caller);
            _turns.Dequeue();
        }

        return null;
    }

    // Null where the request may go, and is then counted.
    private TimeSpan? TimeUntilFree(Waiter waiter)
    {
        long paused = _resumesAt - Environment.TickCount64;
        if (paused > 0)
            return TimeSpan.FromMilliseconds(Math.Min(paused, int.MaxValue));
        // A request that has its permit and waits for tokens keeps it, or hands it on.
        _hasRequest = _hasRequest || IsFree(_requests, 1);
        if (!_hasRequest)
            return _segment;
        long due = Math.Max(0, waiter.Tokens + _correction);
        int charged = (int)Math.Min(due, _limit.Tokens ?? 0);
        if (!IsFree(_tokens, charged))
            return _segment;
        // What is more than the whole limit is left to the requests after it, as is what earlier ones used less.
        _correction = _tokens is null ? 0 : waiter.Tokens + _correction - charged;
        _hasRequest = false;
        return null;
    }

    private static bool IsFree(RateLimiter? limiter, int permits)
    {
        if (limiter is null || permits == 0)
            return true;
        // What a sliding window has given comes back with time, not with the lease.
        using var lease = limiter.AttemptAcquire(permits);
        return lease.IsAcquired;
    }

    private sealed class Waiter(long tokens)
    {
        public long Tokens => tokens;

        public LinkedListNode<Waiter>? Place { get; set; }

        public TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
