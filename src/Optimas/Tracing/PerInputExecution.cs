using System.Collections.Immutable;
using System.ComponentModel;

namespace Optimas.Runtime;

/// <summary>Runs a component under every candidate for its per-input values and keeps the output that its local reward ranks first.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PerInputExecution
{
    /// <summary>The chosen candidate and its output; the earlier candidate where scores tie.</summary>
    public static async Task<(ComponentConfiguration Configuration, object? Output)> ChooseAsync<TSystem, TIn>(
        ComponentBinding<TSystem, TIn> binding,
        TSystem system,
        TIn input,
        object?[] outputs,
        ImmutableArray<ComponentConfiguration> candidates,
        ILocalReward reward,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(binding);
        ArgumentNullException.ThrowIfNull(reward);
        // Asynchronous, so that a candidate that throws at once does not leave the others running.
        async Task<object?> InvokeAsync(ComponentConfiguration candidate) =>
            await binding.Invoke(system, input, outputs, candidate, cancellationToken).ConfigureAwait(false);
        object?[] produced = await Task.WhenAll(candidates.Select(InvokeAsync)).ConfigureAwait(false);
        int best = 0;
        double bestScore = double.NegativeInfinity;
        for (int i = 0; i < produced.Length; i++)
        {
            object? output = produced[i];
            var observation = Observation.Of(w => binding.WriteInputs(w, input, outputs), w => binding.WriteOutput(w, output));
            double score = await reward.ScoreAsync(observation, cancellationToken).ConfigureAwait(false);
            if (score > bestScore)
                (best, bestScore) = (i, score);
        }

        return (candidates[best], produced[best]);
    }
}
