using Optimas;

namespace StarkPrime;

/// <summary>The global reward: 1 divided by the rank of the best-ranked answer; 0 where no answer was found. Its mean is MRR.</summary>
public sealed class ReciprocalRank : IMetric<IReadOnlyList<int>, IReadOnlyList<int>>
{
    /// <inheritdoc/>
    public double Minimum => 0;

    /// <inheritdoc/>
    public double Maximum => 1;

    /// <inheritdoc/>
    public ValueTask<double> ScoreAsync(IReadOnlyList<int> label, IReadOnlyList<int> output, Trace trace, CancellationToken cancellationToken)
        => ValueTask.FromResult(Of(output, label));

    /// <summary>1 / (rank of the first answer in the ranking).</summary>
    public static double Of(IReadOnlyList<int> ranking, IReadOnlyList<int> answers)
    {
        ArgumentNullException.ThrowIfNull(ranking);
        for (int i = 0; i < ranking.Count; i++)
        {
            if (answers.Contains(ranking[i]))
                return 1.0 / (i + 1);
        }

        return 0;
    }
}
