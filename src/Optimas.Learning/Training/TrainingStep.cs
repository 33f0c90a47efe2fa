namespace Optimas.Learning;

/// <summary>What one step of training did.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Loss">The weighted mean of −log p over the step's predictions, before the step; in nats.</param>
/// <param name="LearningRate">Its learning rate.</param>
/// <param name="GradientNorm">The gradient's global norm, before clipping.</param>
/// <param name="Tokens">The tokens that it read.</param>
public sealed record TrainingStep(long Number, double Loss, double LearningRate, double GradientNorm, int Tokens);
