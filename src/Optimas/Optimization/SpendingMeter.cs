namespace Optimas;

/// <summary>Shows what an optimization has spent so far while it runs. One for each run; safe for concurrent use.</summary>
public sealed class SpendingMeter
{
    private volatile Ledger? _ledger;

    /// <summary>What has been spent by now; nothing before the run begins.</summary>
    public Spending Spent => _ledger?.Spent ?? new(0, default, TimeSpan.Zero);

    internal void Follow(Ledger ledger) => _ledger = ledger;
}
