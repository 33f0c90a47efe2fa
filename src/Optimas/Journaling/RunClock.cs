using System.Diagnostics;

namespace Optimas.Journaling;

/// <summary>
/// The wall clock that a run has spent, over all of its sessions. While a resumed run takes results from the journal, it shows the time at
/// which they were recorded, so that a limit of time strikes where it would have struck. Safe for concurrent use.
/// </summary>
internal sealed class RunClock(TimeSpan before)
{
    private readonly Lock _lock = new();
    private TimeSpan _recorded;
    private long? _live = before == TimeSpan.Zero ? Stopwatch.GetTimestamp() : null;

    public TimeSpan Elapsed
    {
        get
        {
            lock (_lock)
                return _live is { } start ? before + Stopwatch.GetElapsedTime(start) : _recorded;
        }
    }

    /// <summary>A result was taken from the journal.</summary>
    public void Recall(TimeSpan recorded)
    {
        lock (_lock)
            _recorded = recorded > _recorded ? recorded : _recorded;
    }

    /// <summary>Something runs that the journal does not have.</summary>
    public void GoOn()
    {
        lock (_lock)
            _live ??= Stopwatch.GetTimestamp();
    }
}
