using System.Collections.Immutable;

namespace Optimas.Learning;

/// <summary>
/// One round of training: rolls out, learns, stores, some times over. Only the last weights stay, and where it is broken off none but those that
/// were stored before: an earlier run with the same seed may have ended with them.
/// </summary>
internal sealed class PolicyRound<TChoice>(
    WeightTrainingRequest request, PolicyTraining<TChoice> training, PpoOptions options, IProgress<PpoReport>? progress)
{
    private readonly List<(string Name, bool WasStored)> _made = [];

    public async Task<TrainedWeights?> RunAsync(CancellationToken cancellationToken)
    {
        string? current = request.Weights, result = null;
        double? before = null;
        double after = 0;
        try
        {
            for (int iteration = 0; iteration < options.Iterations; iteration++)
            {
                var rollouts = await CollectAsync(current, iteration, cancellationToken).ConfigureAwait(false);
                if (!rollouts.Exists(r => r.Reward is not null))
                    break;
                double mean = after = rollouts.Select(r => r.Reward).OfType<double>().Average();
                before ??= mean;
                if (RelativeRewards.Of([.. rollouts.Select(r => (r.Input, r.Reward))]) is not { } rewards)
                    break;
                int number = iteration;
                var report = await Task.Run(() => Learn(rollouts, rewards, mean, number, cancellationToken), cancellationToken).ConfigureAwait(false);
                progress?.Report(report);
                if (report.Steps == 0)
                    break;
                current = await SaveAsync(iteration, cancellationToken).ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
            result = _made.LastOrDefault().Name;
            return result is null ? null : new(result, before!.Value, after);
        }
        finally
        {
            foreach (var (name, wasStored) in _made)
            {
                if (name != result && (result is not null || !wasStored))
                    training.Discard(name);
            }
        }
    }

    private PpoReport Learn(List<RolledOut> rollouts, double?[] rewards, double mean, int iteration, CancellationToken cancellationToken)
    {
        int[] kept = [.. Enumerable.Range(0, rollouts.Count).Where(i => rewards[i] is not null)];
        var policy = training.On([.. kept.Select(i => rollouts[i].Choices)]);
        var update = new PpoUpdate(policy, training.PolicyOptimizer, training.ValueOptimizer, options);
        update.Run([.. kept.Select(i => rewards[i]!.Value)], SeededRandom.Derive(request.Seed, "ppo update", iteration), cancellationToken);
        return new(request.Component.Name, iteration, kept.Length, mean, update.Steps, update.Kl, update.KlToBase, update.ClipFraction);
    }

    private async Task<string> SaveAsync(int iteration, CancellationToken cancellationToken)
    {
        string name = WeightName.Of(request.Component.Name, request.Seed, iteration, training.Weights);
        bool isStored = training.IsStored(name);
        _made.Add((name, isStored));
        // An optimization that was killed and resumed trains the same round again; the name says that the weights are the same.
        if (!isStored)
            await training.SaveAsync(name, cancellationToken).ConfigureAwait(false);
        return name;
    }

    private async Task<List<RolledOut>> CollectAsync(string? weights, int iteration, CancellationToken cancellationToken)
    {
        var rollouts = request.Rollouts;
        int each = Math.Min(options.RolloutsPerInput, rollouts.Remaining / rollouts.Inputs);
        if (each < 2)
            return [];
        var all = new RolledOut[each * rollouts.Inputs];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = rollouts.Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, all.Length, parallel, async (i, ct) =>
        {
            // An input's rollouts lie together: they begin alike.
            int input = i / each;
            long seed = SeededRandom.Derive(request.Seed, "ppo rollout", ((long)iteration * options.RolloutsPerInput) + (i % each));
            var (choices, rollout) = await training.RecordAsync(
                () => rollouts.RunAsync(input, weights, seed, ct), SeededRandom.Derive(seed, "choices", input)).ConfigureAwait(false);
            all[i] = new(input, choices, rollout is { Reward: var reward } && double.IsFinite(reward) ? reward : null);
        }).ConfigureAwait(false);
        if (all.Any(r => r.Reward is not null) && all.All(r => r.Reward is null || r.Choices.IsEmpty))
            throw new InvalidOperationException($"{request.Component.Name} was rolled out, but no choice was recorded. {training.NothingRecorded}");
        return [.. all.Where(r => !r.Choices.IsEmpty)];
    }

    /// <param name="Input">Which input.</param>
    /// <param name="Choices">What the policy chose.</param>
    /// <param name="Reward">The local reward; null where the component failed.</param>
    private sealed record RolledOut(int Input, ImmutableArray<TChoice> Choices, double? Reward);
}
