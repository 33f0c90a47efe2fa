using System.Collections.Immutable;

namespace Optimas;

/// <summary>Has weights trained with the local reward, round by round from those in force, and discards what was not accepted.</summary>
internal sealed class WeightSearch<TIn, TOut, TLabel>(Search<TIn, TOut, TLabel> search, RewardLearning<TIn, TOut, TLabel> learning)
{
    // A turn that brings nothing this often in a row is not tried again until the system around it has changed.
    private const int Patience = 2;

    private readonly Dictionary<(int Component, SystemConfiguration Configuration), int> _barren = [];
    private readonly List<(int Component, int Position, string Weights)> _pending = [];

    private OptimizationControl Control => search.Options.Control;

    /// <summary>Whether the component has weights, and training may bring something.</summary>
    public bool CanTrain(int component) =>
        SearchPlan.Trains(search.Graph.Components[component], search.Options)
        && _barren.GetValueOrDefault((component, search.Configuration)) < Patience;

    /// <summary>
    /// The component's configuration with all of its weights trained for a round; null where the local reward abstains, or nothing was learned.
    /// The caller has made sure that the budget pays for it.
    /// </summary>
    public async Task<ComponentConfiguration?> TrainAsync(int component, int step, CancellationToken cancellationToken)
    {
        var reward = learning.Reward(component);
        if (!CanTrain(component) || (reward is null && Control != OptimizationControl.RandomScores))
            return null;
        var trained = await TrainAllAsync(component, reward, step, cancellationToken).ConfigureAwait(false);
        if (trained is null)
            CountBarren(component);
        else
            _barren.Remove((component, search.Configuration));
        return trained;
    }

    /// <summary>Counts a turn that brought no weights, and nothing to train them with.</summary>
    public void CountBarren(int component)
    {
        var key = (component, search.Configuration);
        _barren[key] = _barren.GetValueOrDefault(key) + 1;
    }

    /// <summary>Once the turn has been decided: tells the trainer of the weights that it made for nothing.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        foreach (var (component, position, weights) in _pending)
        {
            if (Equals(search.Configuration.GetComponent(component)!.GetValue(position), weights))
                continue;
            await GuardAsync(component, async () =>
            {
                await search.Options.WeightTrainer!.DiscardAsync(weights, cancellationToken).ConfigureAwait(false);
                return weights;
            }, cancellationToken).ConfigureAwait(false);
        }

        _pending.Clear();
    }

    private async Task<ComponentConfiguration?> TrainAllAsync(
        int component, ILocalReward? reward, int step, CancellationToken cancellationToken)
    {
        var prefixes = await PrefixesAsync(component, step, cancellationToken).ConfigureAwait(false);
        if (prefixes.IsEmpty)
            return null;
        var info = search.Graph.Components[component];
        var before = search.Configuration.GetComponent(component)!;
        var after = before;
        for (int position = 0; position < info.Parameters.Length; position++)
        {
            if (info.Parameters[position] is WeightsParameter)
                after = await TrainAsync(info, position, after, prefixes, reward, step, cancellationToken).ConfigureAwait(false);
        }

        return after.Equals(before) ? null : after;
    }

    private async Task<ComponentConfiguration> TrainAsync(
        ComponentInfo info,
        int position,
        ComponentConfiguration current,
        ImmutableArray<Trace<TIn, TOut>> prefixes,
        ILocalReward? reward,
        int step,
        CancellationToken cancellationToken)
    {
        var parameter = (WeightsParameter)info.Parameters[position];
        string? before = (string?)current.GetValue(position);
        var trainer = search.Options.WeightTrainer!;
        var rollouts = new ComponentRollouts(
            prefixes.Length,
            trainer.RolloutsPerRound,
            search.Options.Evaluation.Parallelism,
            (input, weights, seed, ct) => RollOutAsync(
                info, (current with { Selector = null }).WithValue(position, weights), prefixes[input], reward, SeededRandom.Derive(seed, "rollout", input), ct));
        using var span = OptimizationSpans.WeightTraining(info.Name);
        var request = new WeightTrainingRequest(
            info, parameter, before, rollouts, SeededRandom.Derive(search.Options.Seed, $"weights of {info.Name}.{parameter.Name}", step));
        var result = await GuardAsync(info.Index, async () =>
        {
            var trained = await trainer.TrainAsync(request, cancellationToken).ConfigureAwait(false);
            return trained is null ? null : new Round(current.WithValue(position, trained.Weights), trained);
        }, cancellationToken).ConfigureAwait(false);
        rollouts.Close();
        if (result is null || result.Trained.Weights == before)
            return current;
        _pending.Add((info.Index, position, result.Trained.Weights));
        search.Report(spent => new WeightsTrained(
            info.Name, before, result.Trained.Weights, result.Trained.RewardBefore, result.Trained.RewardAfter, rollouts.Count, rollouts.Failures)
            { Spent = spent });
        return result.Configuration;
    }

    private async Task<ComponentRollout?> RollOutAsync(
        ComponentInfo info,
        ComponentConfiguration own,
        Trace<TIn, TOut> prefix,
        ILocalReward? reward,
        long seed,
        CancellationToken cancellationToken)
    {
        int component = info.Index;
        var configuration = search.Configuration.WithComponent(component, own);
        var trace = await search.RunPartAsync(
            prefix.Input, prefix, configuration, ComponentSet.Of(component), reference: null, seed, cancellationToken).ConfigureAwait(false);
        if (trace?.Slots[component] is not { Origin: SlotOrigin.Executed })
            return null;
        var observation = search.System.Observe(trace, component);
        double score = Control == OptimizationControl.RandomScores
            ? new SeededRandom(seed, "random scores").NextGaussian()
            : await reward!.ScoreAsync(observation, cancellationToken).ConfigureAwait(false);
        return new(observation, score);
    }

    // What lies before the component runs once an input. Whether a conditional component runs at all is known only once it has.
    private async Task<ImmutableArray<Trace<TIn, TOut>>> PrefixesAsync(int component, int step, CancellationToken cancellationToken)
    {
        var upstream = search.Graph.Ancestors(component);
        bool isConditional = search.Graph.Components[component].IsConditional;
        var traces = await OrderedParallel.SelectAsync(
            search.Inputs("training inputs", step, search.Options.WeightTrainer!.InputsPerRound),
            search.Options.Evaluation.Parallelism,
            (example, _, ct) => search.RunPartAsync(
                example.Input,
                prefix: null,
                search.Configuration,
                isConditional ? upstream.With(component) : upstream,
                search.Results.FirstOrDefault(r => r.Example.Id == example.Id)?.Trace,
                SeededRandom.Derive(search.Options.Seed, example.Id, step),
                ct),
            cancellationToken).ConfigureAwait(false);
        return
        [
            .. traces.OfType<Trace<TIn, TOut>>().Where(t => !isConditional || t.Slots[component] is { Origin: not SlotOrigin.Skipped })
                .Select(t => t.Clear(component)),
        ];
    }

    // A trainer that fails must not cost the optimization what it has found.
    private async Task<T?> GuardAsync<T>(int component, Func<Task<T?>> ask, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever it throws is reported, and what can be optimized without it goes on.
        catch (Exception e) when (e is not StopException && !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            search.Report(spent => new WeightTrainingFailed(search.Graph.Components[component].Name, e) { Spent = spent });
            return null;
        }
    }

    private sealed record Round(ComponentConfiguration Configuration, TrainedWeights Trained);
}
