using Optimas;

namespace HotpotEvidence;

/// <summary>The global reward: F1 of the predicted titles against the supporting ones, each title counted once.</summary>
public sealed class TitleF1 : IMetric<SupportingPassages, IReadOnlyList<string>>
{
    /// <inheritdoc/>
    public double Minimum => 0;

    /// <inheritdoc/>
    public double Maximum => 1;

    /// <inheritdoc/>
    public ValueTask<double> ScoreAsync(
        IReadOnlyList<string> label, SupportingPassages output, Trace trace, CancellationToken cancellationToken)
        => ValueTask.FromResult(Of(output.Titles, label));

    /// <summary>2 · |predicted ∩ gold| / (|predicted| + |gold|).</summary>
    public static double Of(IReadOnlyList<string> predicted, IReadOnlyList<string> gold)
    {
        var titles = predicted.ToHashSet(StringComparer.Ordinal);
        int all = titles.Count + gold.Count;
        titles.IntersectWith(gold);
        return all == 0 ? 0 : 2.0 * titles.Count / all;
    }
}
