namespace Optimas.Providers;

/// <summary>A budget of calls is spent, so that a call was refused or cancelled. The message says what it was spent on, and by whom.</summary>
/// <param name="message">What was spent, on what, by whom, and what to do.</param>
/// <param name="limit">The limit that was reached: <c>Calls</c>, <c>Tokens</c>, <c>Dollars</c> or <c>Time</c>.</param>
/// <param name="caller">Who made the call that was refused.</param>
/// <param name="spent">What was spent until then.</param>
public sealed class CallBudgetException(string message, string limit, string caller, UsageReport spent) : SpentBudgetException(message, ReasonOf(limit))
{
    /// <summary>The limit that was reached: <c>Calls</c>, <c>Tokens</c>, <c>Dollars</c> or <c>Time</c>.</summary>
    public string Limit => limit;

    /// <summary>Who made the call that was refused.</summary>
    public string Caller => caller;

    /// <summary>What was spent until then.</summary>
    public UsageReport Spent => spent;

    private static StopReason ReasonOf(string limit) => limit switch
    {
        nameof(CallLimits.Calls) => StopReason.Calls,
        nameof(CallLimits.Tokens) => StopReason.Tokens,
        nameof(CallLimits.Dollars) => StopReason.Dollars,
        nameof(CallLimits.Time) => StopReason.Time,
        _ => throw new ArgumentException($"'{limit}' is no limit of {nameof(CallLimits)}.", nameof(limit)),
    };
}
