using Optimas;

namespace StarkPrime;

/// <summary>The reward that <c>--metric hit1</c> takes: whether an answer is ranked first.</summary>
public sealed class HitAtOne : IMetric<IReadOnlyList<int>, IReadOnlyList<int>>
{
    /// <inheritdoc/>
    public double Minimum => 0;

    /// <inheritdoc/>
    public double Maximum => 1;

    /// <inheritdoc/>
    public ValueTask<double> ScoreAsync(IReadOnlyList<int> label, IReadOnlyList<int> output, Trace trace, CancellationToken cancellationToken)
        => ValueTask.FromResult(ReciprocalRank.Of(output, label) == 1 ? 1.0 : 0);
}
