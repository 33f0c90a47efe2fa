namespace Optimas.Providers;

/// <summary>What may be spent on model calls. A limit is larger than zero; null, the default, for none.</summary>
public sealed record CallLimits
{
    /// <summary>The number of calls, failed ones included.</summary>
    public long? Calls { get; init; }

    /// <summary>Tokens read and written.</summary>
    public long? Tokens { get; init; }

    /// <summary>US dollars, by the budget's price table.</summary>
    public decimal? Dollars { get; init; }

    /// <summary>Wall-clock time from the first call on. Calls in progress at its end are cancelled.</summary>
    public TimeSpan? Time { get; init; }

    /// <exception cref="ArgumentException">A limit is not larger than zero; the message says which.</exception>
    internal CallLimits Checked()
    {
        if (Calls <= 0 || Tokens <= 0 || Dollars <= 0 || Time <= TimeSpan.Zero)
            throw new ArgumentException($"A limit is larger than zero, or null for none: {this}.");
        return this;
    }
}
