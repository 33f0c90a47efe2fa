using System.Collections.Immutable;

namespace Optimas;

/// <summary>Local-global alignment (OPTIMAS, eq. 3 and table 4): how often the local reward ranks as the global reward does.</summary>
public static class Alignment
{
    /// <summary>Deals pairs into two parts by example, so that no example is in both.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="testShare">The share of the examples that are tested on, in (0, 1).</param>
    /// <param name="seed">The seed of the choice.</param>
    public static (ImmutableArray<PreferencePair> Training, ImmutableArray<PreferencePair> Test) Split(
        IReadOnlyList<PreferencePair> pairs, double testShare, long seed)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        if (testShare is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(testShare), testShare, "Must lie between 0 and 1.");
        string[] groups = Groups.Shuffle(pairs.Select(p => p.Group), seed, "alignment split");
        var test = groups.Take((int)Math.Round(testShare * groups.Length)).ToHashSet(StringComparer.Ordinal);
        return ([.. pairs.Where(p => !test.Contains(p.Group))], [.. pairs.Where(p => test.Contains(p.Group))]);
    }

    /// <summary>Measures the alignment of local rewards on pairs that they were not trained on, beside the rule of length.</summary>
    /// <param name="rewards">A component's reward; null where it abstains.</param>
    /// <param name="training">What the rewards were trained on: whether shorter or longer wins is chosen here.</param>
    /// <param name="test">What they are measured on.</param>
    /// <param name="cancellationToken">Ends the measurement.</param>
    /// <returns>An entry per component that has test pairs, by ascending index.</returns>
    public static async Task<ImmutableArray<ComponentAlignment>> MeasureAsync(
        Func<int, ILocalReward?> rewards,
        IReadOnlyList<PreferencePair> training,
        IReadOnlyList<PreferencePair> test,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rewards);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(test);
        var alignments = ImmutableArray.CreateBuilder<ComponentAlignment>();
        foreach (var component in test.GroupBy(p => p.Component).OrderBy(g => g.Key))
        {
            RankingAccuracy? accuracy = null;
            if (rewards(component.Key) is { } reward)
            {
                var differences = new List<(string, double)>();
                foreach (var pair in component)
                {
                    double preferred = await reward.ScoreAsync(pair.Preferred, cancellationToken).ConfigureAwait(false);
                    double rejected = await reward.ScoreAsync(pair.Rejected, cancellationToken).ConfigureAwait(false);
                    differences.Add((pair.Group, preferred - rejected));
                }

                accuracy = RankingAccuracy.Of(differences);
            }

            int direction = training.Where(p => p.Component == component.Key).Sum(p => Math.Sign(Longer(p))) < 0 ? -1 : 1;
            var rule = RankingAccuracy.Of(component.Select(p => (p.Group, (double)(direction * Longer(p)))));
            alignments.Add(new(component.Key, accuracy, rule, direction > 0));
        }

        return alignments.ToImmutable();
    }

    private static int Longer(PreferencePair pair) => pair.Preferred.Output.Length - pair.Rejected.Output.Length;
}

/// <summary>The alignment of one component.</summary>
/// <param name="Component">k.</param>
/// <param name="Accuracy">The accuracy of its local reward; null where it abstains.</param>
/// <param name="LengthRule">The accuracy of a rule that looks at the length of the output alone.</param>
/// <param name="LongerWins">The rule: the longer output wins, or the shorter one. It is chosen on the training part.</param>
public sealed record ComponentAlignment(int Component, RankingAccuracy? Accuracy, RankingAccuracy LengthRule, bool LongerWins);
