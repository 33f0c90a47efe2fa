using System.Collections.Immutable;

namespace Optimas.Learning;

/// <summary>Chooses the one part of the examples that is held out while a backbone is trained.</summary>
internal static class HeldOutGroups
{
    /// <summary>
    /// Of <see cref="RankingFolds"/>' parts the first that measures the most components. Whatever a component would be left without any
    /// evidence for stays in.
    /// </summary>
    /// <param name="terms">The terms.</param>
    /// <param name="groups">The groups that may be held out.</param>
    /// <param name="training">The folds, and the seed.</param>
    /// <returns>The groups to hold out; none where too few can be.</returns>
    public static ImmutableHashSet<string> Choose(IReadOnlyList<RankingTerm> terms, IEnumerable<string> groups, RewardTraining training)
    {
        var parts = RankingFolds.Deal(groups, training).Select(part => Spare(part, terms)).Where(part => part.Count > 0).ToArray();
        return parts.Length == 0 ? [] : parts.MaxBy(Measured)!;

        int Measured(ImmutableHashSet<string> part) =>
            terms.Where(t => t.Measures && part.Contains(t.Group)).Select(t => t.Component).Distinct().Count();
    }

    private static ImmutableHashSet<string> Spare(ImmutableHashSet<string> part, IReadOnlyList<RankingTerm> terms)
    {
        foreach (var component in terms.GroupBy(t => t.Component).OrderBy(c => c.Key))
        {
            if (component.All(t => part.Contains(t.Group)))
                part = part.Remove(component.Select(t => t.Group).Min(StringComparer.Ordinal)!);
        }

        return part;
    }
}
