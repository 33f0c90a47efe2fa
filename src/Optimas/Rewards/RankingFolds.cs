using System.Collections.Immutable;

namespace Optimas;

/// <summary>Deals examples into parts that are held out in turn, to choose when training stops and to measure what it achieved.</summary>
public static class RankingFolds
{
    /// <summary>
    /// The parts: each is the set of groups to hold out while a head is trained on everything else. A function of the set of groups and the
    /// seed alone.
    /// </summary>
    /// <param name="groups">The groups that may be held out; in stage 2 those of the fresh pairs.</param>
    /// <param name="training">The number of folds, and the seed.</param>
    /// <returns>As many parts as there are folds, or groups where those are fewer; none where fewer than two would be left.</returns>
    public static ImmutableArray<ImmutableHashSet<string>> Deal(IEnumerable<string> groups, RewardTraining training)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(training);
        string[] shuffled = Groups.Shuffle(groups, training.Seed, "reward folds");
        int count = Math.Min(training.Folds, shuffled.Length);
        return count < 2
            ? []
            : [.. Enumerable.Range(0, count).Select(f => ImmutableHashSet.CreateRange(StringComparer.Ordinal, shuffled.Where((_, i) => i % count == f)))];
    }
}
