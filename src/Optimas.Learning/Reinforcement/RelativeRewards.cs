namespace Optimas.Learning;

/// <summary>
/// Rewards relative to the mean of the same input's rollouts, in units of their common standard deviation. Local rewards are comparable on the
/// same input alone, so nothing else of them is used.
/// </summary>
internal static class RelativeRewards
{
    // Shares of the largest reward: what differs by less is rounding.
    private const double LeastDifference = 1e-9;

    /// <summary>
    /// The relative reward of each rollout; null for one to leave out, and null for all of them where nothing is better than anything else.
    /// </summary>
    /// <param name="rollouts">
    /// Which input each was on, and its reward; null, or no finite number, for one that failed. To fail is worse than the worst by a standard
    /// deviation. An input on which everything failed is left out.
    /// </param>
    public static double?[]? Of(IReadOnlyList<(int Input, double? Reward)> rollouts)
    {
        double largest = rollouts.Select(r => Math.Abs(Finite(r.Reward) ?? 0)).DefaultIfEmpty().Max();
        if (largest == 0)
            largest = 1;
        double?[] scaled = [.. rollouts.Select(r => Finite(r.Reward) / largest)];
        var inputs = Enumerable.Range(0, rollouts.Count).GroupBy(i => rollouts[i].Input).Where(g => g.Any(i => scaled[i] is not null)).ToList();
        double spread = Deviation(inputs.Select(g => g.Select(i => scaled[i]).OfType<double>()));
        if (spread <= LeastDifference)
            spread = 0;
        foreach (var input in inputs)
        {
            double worst = input.Min(i => scaled[i] ?? double.PositiveInfinity);
            foreach (int i in input)
                scaled[i] ??= worst - (spread > 0 ? spread : 1);
        }

        double deviation = Deviation(inputs.Select(g => g.Select(i => scaled[i]!.Value)));
        if (deviation <= LeastDifference)
            return null;
        var relative = new double?[rollouts.Count];
        foreach (var input in inputs)
        {
            double mean = input.Average(i => scaled[i]!.Value);
            foreach (int i in input)
                relative[i] = (scaled[i]!.Value - mean) / deviation;
        }

        return relative;
    }

    private static double? Finite(double? reward) => reward is { } value && double.IsFinite(value) ? value : null;

    // Of all values around the means of their own groups.
    private static double Deviation(IEnumerable<IEnumerable<double>> groups)
    {
        double sum = 0;
        int count = 0;
        foreach (double[] group in groups.Select(g => g.ToArray()))
        {
            double mean = group.Average();
            sum += group.Sum(v => (v - mean) * (v - mean));
            count += group.Length;
        }

        return count == 0 ? 0 : Math.Sqrt(sum / count);
    }
}
