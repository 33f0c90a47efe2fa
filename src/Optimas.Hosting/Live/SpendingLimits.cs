namespace Optimas.Hosting.Live;

/// <summary>What an optimization may spend at most; null where it is not limited.</summary>
internal sealed record SpendingLimits(double Runs, long? Calls, long? Tokens, decimal? Dollars, TimeSpan? Time)
{
    /// <summary>How long it can go on at the rate of the last minutes, until the first limit; null while that can't be told.</summary>
    public TimeSpan? TimeLeft(Spending spent, SpendingRate rate)
    {
        var stretch = TimeSpan.FromMinutes(5);
        (double? Limit, Func<Spending, double> Measure)[] limits =
        [
            (Runs, s => s.SystemRuns),
            (Calls, s => s.Usage.Calls),
            (Tokens, s => s.Usage.InputTokens + s.Usage.OutputTokens),
            ((double?)Dollars, s => (double)s.Usage.Cost),
        ];
        double?[] seconds =
        [
            .. limits.Select(l => l.Limit is { } limit && rate.PerSecond(l.Measure, stretch) is > 0 and var speed
                ? Math.Max(0, limit - l.Measure(spent)) / speed
                : (double?)null),
            Time is { } time ? Math.Max(0, (time - spent.Duration).TotalSeconds) : null,
        ];
        return seconds.Min() is { } least && least < TimeSpan.FromDays(1000).TotalSeconds ? TimeSpan.FromSeconds(least) : null;
    }
}
