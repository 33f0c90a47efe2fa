using System.Collections.Immutable;

namespace Optimas;

/// <summary>
/// What executed trajectories teach local rewards. Trajectories that share x_k and differ in y_k give preference pairs for C_k; every
/// trajectory gives each component on its path a pointwise target against its example's mean.
/// </summary>
internal sealed class RewardLearning<TIn, TOut, TLabel>(Search<TIn, TOut, TLabel> search, ILocalRewardModel model)
{
    private const int ReplayedPairs = 600;
    private const int TrajectoriesPerExample = 24;
    private const int NewestTargets = 1200;

    private readonly ReplayBuffer _buffer = new(ReplayedPairs, search.Options.Seed);
    private readonly Dictionary<string, Queue<(long Age, ScoredTrajectory<TIn, TOut> Trajectory)>> _trajectories = new(StringComparer.Ordinal);
    private readonly double[] _gaps = new double[search.Graph.Components.Length];
    private readonly long[] _pairs = new long[search.Graph.Components.Length];
    private long _remembered;
    private long _shuffles;

    /// <summary>The component's local reward; null while it abstains.</summary>
    public ILocalReward? Reward(int component) => model.Reward(component);

    /// <summary>A sample of the preference pairs that the component's local reward has learned from.</summary>
    public IReadOnlyList<PreferencePair> Pairs(int component) => _buffer.Pairs(component);

    /// <summary>The mean gap of the component's preference pairs; null before the first pair.</summary>
    public double? MeanGap(int component) => _pairs[component] == 0 ? null : _gaps[component] / _pairs[component];

    /// <summary>Learns from a race: candidates for one component, or for the whole system at once, and the incumbent before it.</summary>
    public async Task LearnFromRaceAsync(
        int? component,
        ImmutableArray<ExampleResult<TIn, TOut, TLabel>> incumbent,
        IReadOnlyList<RaceCandidate<TIn, TOut, TLabel>> candidates,
        CancellationToken cancellationToken)
    {
        var fresh = new List<PreferencePair>();
        for (int i = 0; i < incumbent.Length; i++)
        {
            ExampleResult<TIn, TOut, TLabel>[] seen =
                [incumbent[i], .. candidates.Where(c => c.Results.ContainsKey(i)).Select(c => c.Results[i])];
            if (seen.Length < 2)
                continue;
            double[] scores = Scores([.. seen.Select(s => s.Score)]);
            Remember(seen.Select((s, c) => new ScoredTrajectory<TIn, TOut>(s.Example.Id, s.Trace, scores[c])));
            if (component is { } k)
                AddPairs(fresh, k, seen, scores);
        }

        // Of candidates that differ everywhere no difference can be put down to one component's output alone: they give targets, but no pairs.
        if (component is { } raced)
            await LearnAsync(raced, fresh, cancellationToken).ConfigureAwait(false);
        else
        {
            using var span = OptimizationSpans.RewardTraining(component: null);
            var fit = await model.FitAsync(
                [.. search.Plan.Searched.SelectMany(_buffer.Pairs)], Targets(component: null), cancellationToken).ConfigureAwait(false);
            Record(fit.Components, fresh: []);
        }
    }

    /// <summary>Learns from preferences that were collected for one component.</summary>
    public Task LearnFromAsync(PreferenceBatch<TIn, TOut> batch, CancellationToken cancellationToken)
    {
        Remember(batch.Trajectories);
        return LearnAsync(batch.Component, Shuffled(batch.Pairs), cancellationToken);
    }

    /// <summary>Stage 1: learns from the preferences of all components at once.</summary>
    public async Task FitAsync(IReadOnlyList<PreferenceBatch<TIn, TOut>> batches, CancellationToken cancellationToken)
    {
        var all = new List<PreferencePair>();
        foreach (var batch in batches)
        {
            Remember(batch.Trajectories);
            var pairs = Shuffled(batch.Pairs);
            Count(batch.Component, pairs);
            all.AddRange(pairs);
        }

        _buffer.Add(all);
        if (all.Count > 0)
        {
            using var span = OptimizationSpans.RewardTraining(component: null);
            var fit = await model.FitAsync(all, Targets(component: null), cancellationToken).ConfigureAwait(false);
            Record(fit.Components, all);
        }

        foreach (var batch in batches)
            ReportPreferences(batch.Component);
    }

    private async Task LearnAsync(int component, IReadOnlyList<PreferencePair> fresh, CancellationToken cancellationToken)
    {
        if (fresh.Count > 0)
        {
            using var span = OptimizationSpans.RewardTraining(search.Graph.Components[component].Name);
            var replayed = _buffer.Pairs(component);
            var fit = await model.AdaptAsync(component, fresh, replayed, Targets(component), cancellationToken).ConfigureAwait(false);
            Record([fit], fresh);
            _buffer.Add(fresh);
            Count(component, fresh);
        }

        ReportPreferences(component);
    }

    private void Record(IEnumerable<ComponentFit> fits, IReadOnlyList<PreferencePair> fresh)
    {
        double systemRuns = search.Ledger.Spent.SystemRuns;
        foreach (var fit in fits)
        {
            int k = fit.Component;
            string name = search.Graph.Components[k].Name;
            search.Recorder?.Learned(name, fit, model.Reward(k), [.. fresh.Where(p => p.Component == k)], systemRuns);
            search.Report(spent => new RewardTrained(name, fit.Pairs, fit.Abstains, fit.HeldOut) { Spent = spent });
        }
    }

    private void AddPairs(
        List<PreferencePair> pairs, int component, ExampleResult<TIn, TOut, TLabel>[] seen, double[] scores)
    {
        var outputs = seen
            .Select((s, i) => (Result: s, Score: scores[i]))
            .Where(s => s.Result.Trace.Slots[component] is { Origin: not SlotOrigin.Skipped })
            .Select(s => (Observation: search.System.Observe(s.Result.Trace, component), s.Score, s.Result.Example))
            .GroupBy(s => s.Observation)
            .Select(g => (Observation: g.Key, Score: g.Average(s => s.Score), g.First().Example.Id))
            .ToArray();
        foreach (var better in outputs)
        {
            foreach (var worse in outputs.Where(o => o.Score < better.Score))
                pairs.Add(new(component, better.Observation, worse.Observation, better.Score - worse.Score) { Example = better.Id });
        }
    }

    private void Count(int component, IReadOnlyList<PreferencePair> pairs)
    {
        _gaps[component] += pairs.Sum(p => p.Gap);
        _pairs[component] += pairs.Count;
    }

    private void ReportPreferences(int component) => search.Report(spent =>
        new PreferencesCollected(search.Graph.Components[component].Name, (int)_pairs[component], MeanGap(component) ?? 0) { Spent = spent });

    private void Remember(IEnumerable<ScoredTrajectory<TIn, TOut>> trajectories)
    {
        foreach (var trajectory in trajectories)
        {
            if (!_trajectories.TryGetValue(trajectory.Example, out var kept))
                _trajectories[trajectory.Example] = kept = new();
            // The incumbent, and a candidate that comes back, bring what they ran before.
            if (kept.Any(t => ReferenceEquals(t.Trajectory.Trace, trajectory.Trace)))
                continue;
            kept.Enqueue((_remembered++, trajectory));
            if (kept.Count > TrajectoriesPerExample)
                kept.Dequeue();
        }
    }

    // Targets come example by example, so the newest ones are chosen trajectory by trajectory: those that give about as many.
    private PointwiseTarget[] Targets(int? component)
    {
        int each = component is null ? search.Plan.Searched.Length : 1;
        var newest = _trajectories.Values.SelectMany(t => t).OrderBy(t => t.Age).TakeLast(NewestTargets / each).Select(t => t.Trajectory);
        return [.. TrajectoryEvidence.Targets(search.System, newest).Where(t => component is { } k ? t.Component == k : search.Plan.Searched.Contains(t.Component))];
    }

    // The control: every output keeps its place, but the rewards of one example's outputs change places among them.
    private double[] Scores(double[] scores) => search.Options.Control == OptimizationControl.ShuffledRewards
        ? search.Random("shuffled rewards", _shuffles++).Shuffle(scores)
        : scores;

    private ImmutableArray<PreferencePair> Shuffled(ImmutableArray<PreferencePair> pairs)
    {
        if (search.Options.Control != OptimizationControl.ShuffledRewards)
            return pairs;
        var random = search.Random("shuffled rewards", _shuffles++);
        return [.. pairs.Select(p => random.Next(2) == 0 ? p : p with { Preferred = p.Rejected, Rejected = p.Preferred })];
    }
}
