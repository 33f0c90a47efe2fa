namespace Optimas.Learning;

/// <summary>A loss or a gradient is not a number any more; the weights are those before that step.</summary>
/// <param name="message">Names the step.</param>
public sealed class TrainingDivergedException(string message) : Exception(message);
