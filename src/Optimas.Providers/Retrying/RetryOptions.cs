namespace Optimas.Providers;

/// <summary>How failed calls are tried again. Only what a moment may mend is: lost connections, timeouts, and statuses 408, 429 and 5xx.</summary>
public sealed record RetryOptions
{
    /// <summary>How often a call is tried again after its first failure, at least 0. Five by default.</summary>
    public int MaxRetries { get; init; } = 5;

    /// <summary>The wait before the first retry; it doubles for each further one, with jitter. Positive; one second by default.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two tries that the server did not ask for. Thirty seconds by default.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The longest that a call may take, all tries and waits together; for a streamed reply, until its first piece. A server that asks for
    /// a wait beyond it is not waited for. Positive, at most a day; ten minutes by default.
    /// </summary>
    public TimeSpan TotalTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <exception cref="ArgumentException">An option is out of its range; the message says which, and what to give.</exception>
    internal RetryOptions Checked()
    {
        if (MaxRetries < 0)
            throw new ArgumentException($"MaxRetries is {MaxRetries}. Give zero to never retry, or a positive number.");
        if (Delay <= TimeSpan.Zero || Delay > TimeSpan.FromDays(1))
            throw new ArgumentException($"Delay is {Delay}. Give a positive time of at most a day, such as one second.");
        if (MaxDelay < Delay || MaxDelay > TimeSpan.FromDays(1))
            throw new ArgumentException($"MaxDelay is {MaxDelay}. Give a time from Delay ({Delay}) to a day.");
        if (TotalTime < TimeSpan.FromMilliseconds(10) || TotalTime > TimeSpan.FromDays(1))
            throw new ArgumentException($"TotalTime is {TotalTime}. Give a time from 10 milliseconds to a day.");
        return this;
    }
}
