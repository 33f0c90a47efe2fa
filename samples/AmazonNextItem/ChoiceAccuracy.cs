using Optimas;

namespace AmazonNextItem;

/// <summary>The global reward: 1 where the answer means the product that was viewed next, 0 otherwise.</summary>
public sealed class ChoiceAccuracy : IMetric<string, NextView>
{
    /// <inheritdoc/>
    public double Minimum => 0;

    /// <inheritdoc/>
    public double Maximum => 1;

    /// <inheritdoc/>
    public ValueTask<double> ScoreAsync(NextView label, string output, Trace trace, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(label);
        return ValueTask.FromResult(ChosenItem.Find(output, label.Choices) == label.Answer ? 1.0 : 0.0);
    }
}
