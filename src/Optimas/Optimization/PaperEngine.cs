using System.Collections.Immutable;

namespace Optimas;

/// <summary>
/// Algorithm 1 as the paper writes it. Stage 1 collects preferences for every component and trains all local rewards; then each iteration
/// picks a component, collects fresh preferences, adapts its local reward, optimizes the component by it alone, and accepts the result only
/// if the validation reward improves.
/// </summary>
internal sealed class PaperEngine<TIn, TOut, TLabel>
{
    private readonly Search<TIn, TOut, TLabel> _search;
    private readonly RewardLearning<TIn, TOut, TLabel> _learning;
    private readonly PromptSearch<TIn, TOut, TLabel> _prompts;
    private readonly WeightSearch<TIn, TOut, TLabel> _weights;
    private readonly ComponentScheduler _scheduler;
    private int _step;

    public PaperEngine(Search<TIn, TOut, TLabel> search, ILocalRewardModel rewards)
    {
        _search = search;
        _learning = new(search, rewards);
        _prompts = new(search);
        _weights = new(search, _learning);
        _scheduler = new(search.Options.Schedule, search.Random("schedule", 0));
    }

    private OptimizationControl Control => _search.Options.Control;

    private bool Learns => SearchPlan.Learns(_search.Options);

    public async Task<StopReason> RunAsync(CancellationToken cancellationToken)
    {
        if (Learns)
            await FitStageOneAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            int[] eligible = [.. _search.Plan.Searched.Where(IsAffordable)];
            if (eligible.Length == 0)
                return StopReason.Budget;
            if (_search.IsStalled())
                return StopReason.Exhausted;
            int component = _scheduler.Next(eligible, _learning.MeanGap);
            _step++;
            string name = _search.Graph.Components[component].Name;
            using var span = OptimizationSpans.Turn(_step, name);
            _search.Report(spent => new ComponentPicked(_step, name) { Spent = spent });
            await IterateAsync(component, cancellationToken).ConfigureAwait(false);
            await _weights.SettleAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private bool IsAffordable(int component) => _search.Ledger.CanAfford(
        SearchPlan.IterationBound(component, _search.Configuration, _search.Results.Length, _search.Options)
        + _search.RaceBound(_search.Configuration, 0, Enumerable.Range(0, _search.Results.Length)));

    private async Task FitStageOneAsync(CancellationToken cancellationToken)
    {
        var batches = new List<PreferenceBatch<TIn, TOut>>();
        foreach (int component in _search.Plan.Searched)
        {
            var inputs = _search.Inputs("stage 1", component, _search.Options.StageOneInputs);
            batches.Add(await CollectAsync(component, inputs, prefixes: null, cancellationToken).ConfigureAwait(false));
        }

        await _learning.FitAsync(batches, cancellationToken).ConfigureAwait(false);
    }

    private async Task IterateAsync(int component, CancellationToken cancellationToken)
    {
        var prefixes = await PrefixesAsync(component, cancellationToken).ConfigureAwait(false);
        if (Learns)
        {
            var inputs = _search.Inputs("batch", _step, _search.Options.BatchInputs)
                .Select((e, i) => (Example: e, Prefix: prefixes[i])).Where(e => e.Prefix is not null).ToArray();
            var batch = await CollectAsync(
                component, [.. inputs.Select(e => e.Example)], [.. inputs.Select(e => e.Prefix)], cancellationToken).ConfigureAwait(false);
            await _learning.LearnFromAsync(batch, cancellationToken).ConfigureAwait(false);
        }

        var incumbent = _search.Configuration;
        if (await OptimizeLocallyAsync(component, [.. prefixes.OfType<Trace<TIn, TOut>>()], cancellationToken).ConfigureAwait(false) is not { } proposed
            || proposed.Equals(incumbent))
        {
            return;
        }

        // The gate: what the candidate does not change is not run again, so an unchanged output can't win on noise.
        var results = await OrderedParallel.SelectAsync(
            _search.Plan.Deciding,
            _search.Options.Evaluation.Parallelism,
            (example, i, ct) => _search.RunAsync(example, proposed, prefix: null, _search.Results[i].Trace, ct),
            cancellationToken).ConfigureAwait(false);
        double gain = results.Average(r => r.Score) - _search.Mean;
        ImmutableArray<ConfigurationChange> changes = [.. incumbent.Diff(proposed)];
        _prompts.Record(component, proposed, gain);
        string name = _search.Graph.Components[component].Name;
        if (gain > 0)
        {
            _search.Accept(proposed, results);
            _search.Report(spent => new CandidateAccepted(name, changes, gain, _search.Mean) { Spent = spent });
        }
        else
        {
            _search.Report(spent => new CandidateRejected(name, changes, gain, results.Length) { Spent = spent });
        }
    }

    private async Task<SystemConfiguration?> OptimizeLocallyAsync(
        int component, ImmutableArray<Trace<TIn, TOut>> prefixes, CancellationToken cancellationToken)
    {
        var info = _search.Graph.Components[component];
        var current = _search.Configuration.GetComponent(component)!;
        var random = _search.Random("local", _step);
        var reward = _learning.Reward(component);
        // Algorithm 1 takes a component to be of one kind. One with weights and something else takes turns.
        if (_weights.CanTrain(component)
            && (SearchPlan.HasOnlyWeights(info, _search.Options) || random.Next(2) == 0)
            && await _weights.TrainAsync(component, _step, cancellationToken).ConfigureAwait(false) is { } trained)
        {
            return _search.Configuration.WithComponent(component, trained);
        }

        var proposed = await _prompts.ProposeAsync(component, _learning.Pairs(component), _step, cancellationToken).ConfigureAwait(false);
        ComponentConfiguration[] prompts = [.. proposed.Take(_search.Options.TrustRegion.Candidates)];
        var values = random.Shuffle(LocalCandidates.Of(info, current, _search.Options.TrustRegion.Radius))
            .Take(_search.Options.TrustRegion.Candidates - prompts.Length);
        ComponentConfiguration[] candidates = [.. prompts, .. values];
        if (candidates.Length == 0)
            return null;
        bool gateOnly = Control is OptimizationControl.GateOnly or OptimizationControl.NoScreen;
        if (gateOnly || (reward is null && Control != OptimizationControl.RandomScores) || prefixes.IsEmpty)
            return _search.Configuration.WithComponent(component, candidates[random.Next(candidates.Length)]);
        // Values declared per input are chosen by the local reward at every run, rather than once for all inputs.
        if (reward is not null && info.Parameters.Any(p => p.IsPerInput) && random.Next(2) == 0)
            return _search.Configuration.WithComponent(component, current with { Selector = new(reward) });

        candidates = [current, .. candidates];
        double[] rewards = Control == OptimizationControl.RandomScores
            ? [.. candidates.Select(_ => random.NextGaussian())]
            : await MeanRewardsAsync(component, reward!, candidates, prefixes, cancellationToken).ConfigureAwait(false);
        // Prompts are ranked by mean local reward (OPRO); values are drawn in proportion to exp(r).
        int best = Array.IndexOf(rewards, rewards.Max());
        bool promptsOnly = prompts.Length == candidates.Length - 1;
        int chosen = promptsOnly || (best > 0 && best <= prompts.Length)
            ? best
            : random.NextIndex([.. rewards.Select(r => Math.Exp(r - rewards.Max()))]);
        _search.Report(spent => new CandidatesScreened(
            info.Name,
            [
                .. candidates.Select((c, i) => new ScreenedCandidate(
                    [.. _search.Configuration.Diff(_search.Configuration.WithComponent(component, c))], rewards[i] - rewards[0])),
            ],
            [chosen]) { Spent = spent });
        return _search.Configuration.WithComponent(component, candidates[chosen]);
    }

    private async Task<double[]> MeanRewardsAsync(
        int component,
        ILocalReward reward,
        ComponentConfiguration[] candidates,
        ImmutableArray<Trace<TIn, TOut>> prefixes,
        CancellationToken cancellationToken)
    {
        (ComponentConfiguration Candidate, Trace<TIn, TOut> Prefix)[] work = [.. candidates.SelectMany(c => prefixes.Select(p => (c, p)))];
        double?[] rewards = await OrderedParallel.SelectAsync(
            work,
            _search.Options.Evaluation.Parallelism,
            async (w, i, ct) =>
            {
                var configuration = _search.Configuration.WithComponent(component, w.Candidate);
                long seed = SeededRandom.Derive(_search.Options.Seed, "local reward", i % prefixes.Length);
                var trace = await _search.RunPartAsync(
                    w.Prefix.Input, w.Prefix, configuration, ComponentSet.Of(component), reference: null, seed, ct).ConfigureAwait(false);
                return trace?.Slots[component] is null
                    ? (double?)null
                    : await reward.ScoreAsync(_search.System.Observe(trace, component), ct).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        // A candidate that failed somewhere can't be compared there; one that failed everywhere is the worst of all.
        double worst = rewards.Min() ?? 0;
        return [.. rewards.Chunk(prefixes.Length).Select(r => r.Average(v => v ?? worst))];
    }

    private Task<Trace<TIn, TOut>?[]> PrefixesAsync(int component, CancellationToken cancellationToken) => OrderedParallel.SelectAsync(
        _search.Inputs("batch", _step, _search.Options.BatchInputs),
        _search.Options.Evaluation.Parallelism,
        (example, _, ct) => _search.RunPartAsync(
            example.Input,
            prefix: null,
            _search.Configuration,
            _search.Graph.Ancestors(component),
            reference: null,
            SeededRandom.Derive(_search.Options.Seed, example.Id, _step),
            ct),
        cancellationToken);

    private async Task<PreferenceBatch<TIn, TOut>> CollectAsync(
        int component,
        IReadOnlyList<Example<TIn, TLabel>> examples,
        IReadOnlyList<Trace<TIn, TOut>?>? prefixes,
        CancellationToken cancellationToken)
    {
        var info = _search.Graph.Components[component];
        var current = _search.Configuration.GetComponent(component)!;
        var random = _search.Random($"alternates for {info.Name}", _step);
        var prompts = _step == 0 ? await _prompts.ProposeAsync(component, [], 0, cancellationToken).ConfigureAwait(false) : [];
        ComponentConfiguration[] alternates =
        [
            .. prompts.Concat(random.Shuffle(LocalCandidates.Of(info, current, radius: 1))).Take(SearchPlan.Alternates),
        ];
        return await _search.CollectPreferencesAsync(component, alternates, examples, prefixes, _step, cancellationToken).ConfigureAwait(false);
    }
}
