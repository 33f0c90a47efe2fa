namespace Optimas;

/// <summary>Turns preference pairs and pointwise targets into the terms of the ranking loss.</summary>
internal static class Evidence
{
    // Each target is compared with this many others of its example, so that the terms grow with the targets and not with their square.
    private const int Neighbours = 3;

    public static Comparison Of(PreferencePair pair, Func<Observation, SparseVector> features, RewardTraining options) =>
        new(features(pair.Preferred) - features(pair.Rejected), options.GapMargin * pair.Gap, Weight: 1, pair.Group, IsPair: true);

    /// <summary>
    /// Comparisons of the targets of one component within each example. However many they are, an example with m distinct observations
    /// weighs as m − 1 pairs times <see cref="RewardTraining.PointwiseWeight"/>.
    /// </summary>
    public static IEnumerable<Comparison> Of(
        IEnumerable<PointwiseTarget> targets, Func<Observation, SparseVector> features, RewardTraining options)
    {
        foreach (var group in targets.GroupBy(t => t.Group, StringComparer.Ordinal))
        {
            // A score belongs to the observation, however often it was made.
            var observed = group.GroupBy(t => t.Observation).Select(g => (Observation: g.Key, Advantage: g.Average(t => t.Advantage))).ToArray();
            observed = new SeededRandom(SeededRandom.Derive(options.Seed, "pointwise", 0), group.Key).Shuffle(observed);
            var terms = new List<(int Better, int Worse, double Gap)>();
            for (int step = 1; step <= Math.Min(Neighbours, observed.Length / 2); step++)
            {
                // Half-way round the circle every pair would come up from both sides.
                for (int i = 0; i < (2 * step == observed.Length ? step : observed.Length); i++)
                {
                    int j = (i + step) % observed.Length;
                    double gap = observed[i].Advantage - observed[j].Advantage;
                    if (Math.Abs(gap) > 1e-9)
                        terms.Add(gap > 0 ? (i, j, gap) : (j, i, -gap));
                }
            }

            foreach (var (better, worse, gap) in terms)
            {
                var difference = features(observed[better].Observation) - features(observed[worse].Observation);
                double weight = options.PointwiseWeight * (observed.Length - 1) / terms.Count;
                yield return new(difference, options.GapMargin * gap, weight, group.Key, IsPair: false);
            }
        }
    }
}
