namespace Optimas;

/// <summary>
/// The factor that makes differences of rewards log-odds (Platt scaling without an offset, on held-out pairs). One added pair that goes
/// right and one that goes wrong keep it finite where every pair goes right.
/// </summary>
public static class RewardCalibration
{
    private const int LeastPairs = 10;
    private const double Least = 0.02, Largest = 20;

    /// <summary>The factor.</summary>
    /// <param name="differences">For each held-out pair, the preferred output's reward less the rejected one's.</param>
    /// <param name="otherwise">The factor where there are fewer than ten pairs, too few to tell.</param>
    public static double Scale(IReadOnlyList<double> differences, double otherwise)
    {
        ArgumentNullException.ThrowIfNull(differences);
        if (differences.Count < LeastPairs)
            return otherwise;
        double typical = Math.Sqrt(differences.Average(d => d * d));
        if (!(typical > 0))
            return 1;
        double Loss(double scale) => differences.Sum(d => RankingLoss.NegativeLogSigmoid(scale * d))
            + RankingLoss.NegativeLogSigmoid(scale * typical) + RankingLoss.NegativeLogSigmoid(-scale * typical);

        // Convex in the factor, hence with one valley in its logarithm as well.
        double low = Math.Log(Least / typical), high = Math.Log(Largest / typical), golden = (Math.Sqrt(5) - 1) / 2;
        for (int i = 0; i < 60; i++)
        {
            double left = high - golden * (high - low), right = low + golden * (high - low);
            if (Loss(Math.Exp(left)) <= Loss(Math.Exp(right)))
                high = right;
            else
                low = left;
        }

        return Math.Exp((low + high) / 2);
    }
}
