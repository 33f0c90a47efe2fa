using System.Collections.Immutable;

namespace Optimas.Hosting;

/// <summary>What a component's local reward says of its change: the component alone, on inputs that it had before, as it was and as it is.</summary>
/// <param name="Component">The component's index.</param>
/// <param name="Pairs">Its outputs for the same inputs, those with the largest difference first, for or against.</param>
internal sealed record LocalPreference(int Component, ImmutableArray<LocalPair> Pairs)
{
    private const int Inputs = 16;

    /// <summary>By how much the local reward prefers the change, on average.</summary>
    public double MeanDifference => Pairs.Average(p => p.Difference);

    /// <summary>Asks the local rewards of all components that changed, as far as they don't abstain.</summary>
    /// <param name="system">The system.</param>
    /// <param name="start">The configuration before.</param>
    /// <param name="result">The configuration after.</param>
    /// <param name="traces">Trajectories under the configuration before.</param>
    /// <param name="rewards">The local rewards.</param>
    /// <param name="seed">The seed of the component's samples.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public static async Task<IReadOnlyList<LocalPreference>> AskAsync<TIn, TOut>(
        ICompoundSystem<TIn, TOut> system,
        SystemConfiguration start,
        SystemConfiguration result,
        IEnumerable<Trace<TIn, TOut>> traces,
        ILocalRewardModel rewards,
        long seed,
        CancellationToken cancellationToken)
    {
        Trace<TIn, TOut>[] complete = [.. traces.Where(t => t.IsComplete).Take(Inputs)];
        var preferences = new List<LocalPreference>();
        foreach (var component in system.Graph.Components)
        {
            int k = component.Index;
            if (Equals(start.GetComponent(k), result.GetComponent(k)) || rewards.Reward(k) is not { } reward)
                continue;
            var pairs = new List<LocalPair>();
            for (int i = 0; i < complete.Length; i++)
            {
                if (complete[i].Slots[k]?.Origin == SlotOrigin.Skipped)
                    continue;
                var before = system.Observe(complete[i], k);
                var after = await RunAloneAsync(complete[i], k, SeededRandom.Derive(seed, "local preference", i)).ConfigureAwait(false);
                if (after is null)
                    continue;
                pairs.Add(new(
                    before,
                    after,
                    await reward.ScoreAsync(before, cancellationToken).ConfigureAwait(false),
                    await reward.ScoreAsync(after, cancellationToken).ConfigureAwait(false)));
            }

            if (pairs.Count > 0)
                preferences.Add(new(k, [.. pairs.OrderByDescending(p => Math.Abs(p.Difference))]));
        }

        return preferences;

        async Task<Observation?> RunAloneAsync(Trace<TIn, TOut> trace, int component, long runSeed)
        {
            try
            {
                var alone = await system.ExecuteAsync(
                    trace.Input, result, trace.Clear(component), new() { Components = ComponentSet.Of(component), Seed = runSeed }, cancellationToken).ConfigureAwait(false);
                return system.Observe(alone, component);
            }
            catch (ComponentException)
            {
                return null;
            }
        }
    }
}

/// <summary>Two outputs of a component for the same input.</summary>
/// <param name="Before">As it was.</param>
/// <param name="After">As it is.</param>
/// <param name="RewardBefore">The local reward of the first.</param>
/// <param name="RewardAfter">The local reward of the second.</param>
internal sealed record LocalPair(Observation Before, Observation After, double RewardBefore, double RewardAfter)
{
    public double Difference => RewardAfter - RewardBefore;
}
