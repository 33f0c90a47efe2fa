namespace Optimas;

/// <summary>
/// A budget that is kept outside of the optimizer, such as one of model calls, is spent. An optimization that has scored its start ends with the
/// best that it has found; everything else ends with this exception.
/// </summary>
/// <param name="message">What was spent, on what, and what to do.</param>
/// <param name="reason">Which budget: <see cref="StopReason.Calls"/>, <see cref="StopReason.Tokens"/>, <see cref="StopReason.Dollars"/> or <see cref="StopReason.Time"/>.</param>
public abstract class SpentBudgetException(string message, StopReason reason) : StopException(message)
{
    /// <summary>Which budget.</summary>
    public StopReason Reason { get; } = reason;

    /// <summary>The spent budget that ended a run of the system, or a call outside of one; null where something else did.</summary>
    public static SpentBudgetException? Of(Exception failure) =>
        failure as SpentBudgetException ?? (failure as ComponentException)?.InnerException as SpentBudgetException;
}
