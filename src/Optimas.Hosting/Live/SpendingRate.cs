namespace Optimas.Hosting.Live;

/// <summary>
/// How fast an optimization spends, by its own clock: results that a resumed run takes from its store count with the time that they took.
/// </summary>
internal sealed class SpendingRate
{
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(0.5), s_kept = TimeSpan.FromMinutes(5), s_least = TimeSpan.FromSeconds(2);

    private readonly LinkedList<Spending> _seen = [];

    /// <summary>Adds what has been spent by now.</summary>
    public void Add(Spending spent)
    {
        if (_seen.Last is { } last && spent.Duration < last.Value.Duration)
            _seen.Clear();
        if (_seen.Last is { } previous && spent.Duration - previous.Value.Duration < s_between)
            return;
        _seen.AddLast(spent);
        while (spent.Duration - _seen.First!.Value.Duration > s_kept)
            _seen.RemoveFirst();
    }

    /// <summary>What was spent in a second, over the last stretch of time; null before there is evidence.</summary>
    /// <param name="measure">What is measured.</param>
    /// <param name="stretch">The stretch, at most five minutes.</param>
    public double? PerSecond(Func<Spending, double> measure, TimeSpan stretch)
    {
        if (_seen.Last is not { } newest)
            return null;
        var oldest = newest;
        while (oldest.Previous is { } earlier && newest.Value.Duration - earlier.Value.Duration <= stretch)
            oldest = earlier;
        double seconds = (newest.Value.Duration - oldest.Value.Duration).TotalSeconds;
        return seconds < s_least.TotalSeconds ? null : (measure(newest.Value) - measure(oldest.Value)) / seconds;
    }
}
