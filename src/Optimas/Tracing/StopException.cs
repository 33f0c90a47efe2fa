namespace Optimas;

/// <summary>
/// An order to end rather than a failure of a run, such as a budget that is spent. Evaluations and optimizations don't score it: they end
/// with it, as the cause of a <see cref="ComponentException"/> where a component was running.
/// </summary>
/// <param name="message">What ended, and what to do.</param>
/// <param name="innerException">What led to it, if anything did.</param>
public abstract class StopException(string message, Exception? innerException = null) : Exception(message, innerException);
