namespace Optimas.Learning;

/// <summary>Generalized advantage estimation (Schulman et al. 2016) on episodes of different lengths.</summary>
internal static class AdvantageEstimation
{
    /// <summary>
    /// Advantages and returns of episodes that lie one after the other. Each ends with its last step: nothing follows that has a value.
    /// </summary>
    /// <param name="lengths">The number of steps of each.</param>
    /// <param name="rewards">Of each step.</param>
    /// <param name="values">What was expected from each step on.</param>
    /// <param name="gamma">The discount.</param>
    /// <param name="lambda">How far to look ahead.</param>
    public static (double[] Advantages, double[] Returns) Estimate(
        ReadOnlySpan<int> lengths, ReadOnlySpan<double> rewards, ReadOnlySpan<double> values, double gamma, double lambda)
    {
        double[] advantages = new double[rewards.Length], returns = new double[rewards.Length];
        int start = 0;
        foreach (int length in lengths)
        {
            double running = 0, following = 0;
            for (int step = start + length - 1; step >= start; step--)
            {
                running = rewards[step] + (gamma * following) - values[step] + (gamma * lambda * running);
                following = values[step];
                advantages[step] = running;
                returns[step] = running + values[step];
            }

            start += length;
        }

        return (advantages, returns);
    }

    /// <summary>The values with mean 0 and variance 1 (the population's): (x − mean) / √(variance + 10⁻⁸).</summary>
    public static double[] Whiten(IReadOnlyList<double> values)
    {
        if (values.Count == 0)
            return [];
        double mean = values.Average(), variance = values.Average(v => (v - mean) * (v - mean));
        return [.. values.Select(v => (v - mean) / Math.Sqrt(variance + 1e-8))];
    }
}
