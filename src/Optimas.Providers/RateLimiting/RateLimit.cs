namespace Optimas.Providers;

/// <summary>How much may be sent in a while.</summary>
public sealed record RateLimit
{
    /// <summary>Requests in each stretch of <see cref="Per"/>, at least 1; null for no limit.</summary>
    public int? Requests { get; init; }

    /// <summary>
    /// Tokens in each stretch of <see cref="Per"/>, read and written ones together, at least 1; null for no limit. A request counts as an
    /// estimate when it is sent, and is put right by what the reply says that it used.
    /// </summary>
    public int? Tokens { get; init; }

    /// <summary>The stretch of time, in any of which the limits hold. A minute by default; at least 10 milliseconds, at most a day.</summary>
    public TimeSpan Per { get; init; } = TimeSpan.FromMinutes(1);

    /// <exception cref="ArgumentException">A limit is out of its range; the message says which, and what to give.</exception>
    internal RateLimit Checked()
    {
        if (Requests < 1)
            throw new ArgumentException($"Requests is {Requests}. Give a positive number, or null for no limit.");
        if (Tokens < 1)
            throw new ArgumentException($"Tokens is {Tokens}. Give a positive number, or null for no limit.");
        if (Per < TimeSpan.FromMilliseconds(10) || Per > TimeSpan.FromDays(1))
            throw new ArgumentException($"Per is {Per}. Give a time from 10 milliseconds to a day, such as a minute.");
        return this;
    }
}
