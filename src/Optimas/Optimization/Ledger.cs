using Optimas.Journaling;

namespace Optimas;

/// <summary>Counts what is spent, and says what can still be afforded. Safe for concurrent use.</summary>
internal sealed class Ledger(Budget budget, int components, RunClock clock)
{
    private readonly Lock _lock = new();
    private long _executions;
    private ModelUsage _usage;

    public Spending Spent
    {
        get
        {
            lock (_lock)
                return new(_executions / (double)components, _usage, clock.Elapsed);
        }
    }

    /// <summary>Whether a limit that is counted after the fact has been reached.</summary>
    public bool IsExhausted
    {
        get
        {
            var spent = Spent;
            return spent.Usage.Calls >= budget.Calls
                || spent.Usage.InputTokens + spent.Usage.OutputTokens >= budget.Tokens
                || spent.Usage.Cost >= budget.Cost
                || spent.Duration >= budget.Duration;
        }
    }

    /// <summary>Component executions that the budget still holds.</summary>
    public long RemainingExecutions
    {
        get
        {
            lock (_lock)
                return (long)Math.Floor(budget.SystemRuns * components + 1e-9) - _executions;
        }
    }

    /// <summary>Whether half of what is counted is spent. Time is not: a resumed run must decide as it did before.</summary>
    public bool IsHalfSpent
    {
        get
        {
            var spent = Spent;
            return 2 * spent.SystemRuns >= budget.SystemRuns
                || 2.0 * spent.Usage.Calls >= budget.Calls
                || 2.0 * (spent.Usage.InputTokens + spent.Usage.OutputTokens) >= budget.Tokens
                || 2 * spent.Usage.Cost >= budget.Cost;
        }
    }

    public bool CanAfford(long executions) => !IsExhausted && executions <= RemainingExecutions;

    public void Charge(int executions, ModelUsage usage)
    {
        lock (_lock)
        {
            _executions += executions;
            _usage += usage;
        }
    }
}
