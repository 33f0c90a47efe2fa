using System.Collections.Immutable;

namespace Optimas;

/// <summary>Turns evidence into the terms of the ranking loss, the same for every backbone.</summary>
public static class RankingTerms
{
    // Each target is compared with this many others of its example, so that the terms grow with the targets and not with their square.
    private const int Neighbours = 3;

    /// <summary>
    /// A term per pair, and comparisons of the targets within each example: however many they are, an example with m distinct observations
    /// of a component weighs as m − 1 pairs times <see cref="RewardTraining.PointwiseWeight"/>.
    /// </summary>
    /// <param name="pairs">Preference pairs, of any components.</param>
    /// <param name="targets">Pointwise targets, of any components.</param>
    /// <param name="training">The margin, the weight of pointwise terms, and the seed that chooses them.</param>
    /// <returns>The terms by ascending component; of each, its pairs in their order, then the pointwise ones.</returns>
    public static ImmutableArray<RankingTerm> Of(
        IReadOnlyList<PreferencePair> pairs, IReadOnlyList<PointwiseTarget> targets, RewardTraining training)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(training);
        var paired = pairs.ToLookup(p => p.Component);
        var pointwise = targets.ToLookup(t => t.Component);
        return
        [
            .. from k in paired.Select(g => g.Key).Union(pointwise.Select(g => g.Key)).Order()
               from term in paired[k].Select(p => Of(p, training))
                   .Concat(Of(pointwise[k], training).Select(t => t with { Measures = !paired.Contains(k) }))
               select term,
        ];
    }

    private static RankingTerm Of(PreferencePair pair, RewardTraining training) =>
        new(pair.Component, pair.Preferred, pair.Rejected, training.GapMargin * pair.Gap, Weight: 1, pair.Group, IsPair: true);

    private static IEnumerable<RankingTerm> Of(IEnumerable<PointwiseTarget> targets, RewardTraining training)
    {
        foreach (var group in targets.GroupBy(t => t.Group, StringComparer.Ordinal))
        {
            // A score belongs to the observation, however often it was made.
            var observed = group.GroupBy(t => t.Observation).Select(g => (Observation: g.Key, Advantage: g.Average(t => t.Advantage))).ToArray();
            observed = new SeededRandom(SeededRandom.Derive(training.Seed, "pointwise", 0), group.Key).Shuffle(observed);
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

            int component = group.First().Component;
            double weight = training.PointwiseWeight * (observed.Length - 1) / terms.Count;
            foreach (var (better, worse, gap) in terms)
            {
                yield return new(
                    component, observed[better].Observation, observed[worse].Observation, training.GapMargin * gap, weight, group.Key, IsPair: false);
            }
        }
    }
}
