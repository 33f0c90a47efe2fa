using System.Collections.Immutable;

namespace Optimas;

/// <summary>
/// The racing engine. The incumbent's trajectories are cached for every deciding example, and a candidate runs only what it changes. A turn
/// belongs to one component: candidates one step away are drawn by what is known of their fields, screened by the component's local reward
/// where that is cheaper than running on, and raced. Every race teaches the local reward.
/// </summary>
internal sealed class RacingEngine<TIn, TOut, TLabel>
{
    private const int ScreenExamples = 6;

    private readonly Search<TIn, TOut, TLabel> _search;
    private readonly RewardLearning<TIn, TOut, TLabel> _learning;
    private readonly CandidateMemory _memory;
    private readonly PromptSearch<TIn, TOut, TLabel> _prompts;
    private readonly HashSet<SystemConfiguration> _tried;
    private readonly ComponentScheduler _scheduler;
    private readonly Queue<int> _firstRound;
    private int _step;

    public RacingEngine(Search<TIn, TOut, TLabel> search, ILocalRewardModel rewards)
    {
        _search = search;
        _learning = new(search, rewards);
        _memory = new(search.ScoreRange);
        _prompts = new(search);
        _tried = [search.Configuration];
        _scheduler = new(search.Options.Schedule, search.Random("schedule", 0));
        // Downstream first: there a turn is cheapest, and what it teaches helps to judge the components before it.
        _firstRound = new(search.Plan.Searched.Reverse());
    }

    private OptimizationControl Control => _search.Options.Control;

    public async Task<StopReason> RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            int[] open = [.. _search.Plan.Searched.Where(HasUntried)];
            int[] eligible = [.. open.Where(IsAffordable)];
            if (eligible.Length == 0)
                return open.Length == 0 ? StopReason.Exhausted : StopReason.Budget;
            int component = Pick(eligible);
            _step++;
            _search.Report(spent => new ComponentPicked(_step, _search.Graph.Components[component].Name) { Spent = spent });
            await TakeTurnAsync(component, cancellationToken).ConfigureAwait(false);
        }
    }

    private int Pick(int[] eligible)
    {
        while (Control != OptimizationControl.GateOnly && _firstRound.TryDequeue(out int next))
        {
            if (eligible.Contains(next))
                return next;
        }

        return _scheduler.Next(eligible, _learning.MeanGap);
    }

    private bool HasUntried(int component) => _prompts.CanPropose(component) || Untried(component).Any();

    private IEnumerable<ComponentConfiguration> Untried(int component) =>
        LocalCandidates.Of(_search.Graph.Components[component], Current(component), _search.Options.TrustRegion.Radius)
            .Where(c => !_tried.Contains(_search.Configuration.WithComponent(component, c)));

    private ComponentConfiguration Current(int component) => _search.Configuration.GetComponent(component)!;

    // A turn is worth starting if the budget pays for one candidate that goes all the way.
    private bool IsAffordable(int component) =>
        _search.Ledger.CanAfford((long)SearchPlan.SuffixBound(component, _search.Configuration) * _search.Results.Length);

    private async Task TakeTurnAsync(int component, CancellationToken cancellationToken)
    {
        var incumbent = _search.Configuration;
        var before = _search.Results;
        var proposed = await ProposeAsync(component, cancellationToken).ConfigureAwait(false);
        _tried.UnionWith(proposed);
        var race = new Race<TIn, TOut, TLabel>(_search, _memory.DifferenceVariance, _step);
        var candidates = await ScreenAsync(component, proposed, race, cancellationToken).ConfigureAwait(false);
        var winner = await race.RunAsync(candidates, cancellationToken).ConfigureAwait(false);

        foreach (var candidate in candidates.Where(c => c.Differences.Count > 0))
        {
            ImmutableArray<ConfigurationChange> changes = [.. incumbent.Diff(candidate.Configuration)];
            _memory.Record(changes, candidate.Differences);
            _prompts.Record(component, candidate.Configuration, candidate.Differences.Mean);
            if (candidate != winner)
            {
                _search.Report(spent => new CandidateRejected(
                    _search.Graph.Components[component].Name, changes, candidate.Differences.Mean, candidate.Differences.Count) { Spent = spent });
            }
        }

        if (winner is not null)
        {
            _search.Accept(winner.Configuration, winner.Results.Values);
            _search.Report(spent => new CandidateAccepted(
                _search.Graph.Components[component].Name, [.. incumbent.Diff(winner.Configuration)], winner.Differences.Mean, _search.Mean)
            {
                Spent = spent,
            });
        }

        await _learning.LearnFromRaceAsync(component, before, candidates, cancellationToken).ConfigureAwait(false);
    }

    private async Task<List<SystemConfiguration>> ProposeAsync(int component, CancellationToken cancellationToken)
    {
        var random = _search.Random("candidates", _step);
        var current = Current(component);
        var untried = Untried(component).ToList();
        var info = _search.Graph.Components[component];
        if (_memory.Combine(info, current) is { } combined && !_tried.Contains(_search.Configuration.WithComponent(component, combined)))
            untried.Insert(0, combined);
        if (PerInput(info, current) is { } perInput)
            untried.Add(perInput);
        var prompts = await _prompts.ProposeAsync(component, _step, cancellationToken).ConfigureAwait(false);
        int count = Control == OptimizationControl.GateOnly ? 1 : _search.Options.TrustRegion.Candidates;
        IEnumerable<ComponentConfiguration> ordered = Control == OptimizationControl.GateOnly
            ? random.Shuffle(untried.Concat(prompts))
            : prompts.Concat(untried.OrderByDescending(c => _memory.Draw(_search.Configuration.Diff(_search.Configuration.WithComponent(component, c)), random)));
        return [.. ordered.Select(c => _search.Configuration.WithComponent(component, c)).Where(c => !_tried.Contains(c)).Distinct().Take(count)];
    }

    // Values that may be chosen per input are, once there is a local reward to choose by; a reward that has learned more makes a new candidate.
    private ComponentConfiguration? PerInput(ComponentInfo component, ComponentConfiguration current) =>
        Control is OptimizationControl.None or OptimizationControl.ShuffledRewards
        && component.Parameters.Any(p => p.IsPerInput)
        && _learning.Reward(component.Index) is { } reward
        && current with { Selector = new(reward) } is var selected
        && !_tried.Contains(_search.Configuration.WithComponent(component.Index, selected))
            ? selected
            : null;

    // Screening runs C_k alone. It saves runs only where something costly lies behind C_k; at the end of the graph the race itself is as cheap.
    private async Task<List<RaceCandidate<TIn, TOut, TLabel>>> ScreenAsync(
        int component, List<SystemConfiguration> proposed, Race<TIn, TOut, TLabel> race, CancellationToken cancellationToken)
    {
        var candidates = proposed.ConvertAll(c => new RaceCandidate<TIn, TOut, TLabel>(c, SearchPlan.SuffixBound(component, c)));
        var reward = _learning.Reward(component);
        bool screens = Control switch
        {
            OptimizationControl.NoScreen or OptimizationControl.GateOnly => false,
            OptimizationControl.RandomScores => true,
            _ => reward is not null,
        };
        if (!screens || candidates.Count < 3 || _search.Graph.Descendants(component).Count == 0)
            return candidates;
        int[] examples = [.. race.Leading(ScreenExamples)];
        long cost = (long)candidates.Sum(c => SearchPlan.Bound([component], c.Configuration)) * examples.Length;
        if (!_search.Ledger.CanAfford(cost))
            return candidates;

        (int Candidate, int Example)[] work = [.. Enumerable.Range(0, candidates.Count).SelectMany(c => examples.Select(e => (c, e)))];
        var traces = await OrderedParallel.SelectAsync(
            work,
            _search.Options.Evaluation.Parallelism,
            (w, _, ct) => _search.RunComponentAsync(w.Example, component, candidates[w.Candidate].Configuration, ct),
            cancellationToken).ConfigureAwait(false);
        double[] rewards = new double[candidates.Count];
        var screened = candidates.Select(_ => ImmutableDictionary.CreateBuilder<int, Trace<TIn, TOut>>()).ToArray();
        var random = _search.Random("screen", _step);
        for (int i = 0; i < work.Length; i++)
        {
            var (c, example) = work[i];
            if (traces[i] is not { } trace)
                continue;
            screened[c].Add(example, trace);
            rewards[c] += Control == OptimizationControl.RandomScores
                ? random.NextGaussian() / examples.Length
                : await AdvantageAsync(reward!, trace, _search.Results[example].Trace, component, cancellationToken).ConfigureAwait(false)
                    / examples.Length;
        }

        int[] kept = Sample(rewards, (candidates.Count + 1) / 2, random);
        _search.Report(spent => new CandidatesScreened(
            _search.Graph.Components[component].Name,
            [.. candidates.Select((c, i) => new ScreenedCandidate([.. _search.Configuration.Diff(c.Configuration)], rewards[i]))],
            [.. kept]) { Spent = spent });
        // Those that were screened out may come back: a local reward that has learned more may think better of them.
        _tried.ExceptWith(candidates.Where((_, i) => !kept.Contains(i)).Select(c => c.Configuration));
        return [.. kept.Select(i => candidates[i] with { Screened = screened[i].ToImmutable() })];
    }

    private async ValueTask<double> AdvantageAsync(
        ILocalReward reward, Trace<TIn, TOut> candidate, Trace<TIn, TOut> incumbent, int component, CancellationToken cancellationToken)
    {
        if (incumbent.Slots[component] is null)
            return 0;
        double theirs = await reward.ScoreAsync(_search.System.Observe(candidate, component), cancellationToken).ConfigureAwait(false);
        double ours = await reward.ScoreAsync(_search.System.Observe(incumbent, component), cancellationToken).ConfigureAwait(false);
        return theirs - ours;
    }

    // Without replacement from the distribution proportional to exp(r): the largest of r plus Gumbel noise.
    private static int[] Sample(double[] rewards, int count, SeededRandom random) =>
    [
        .. rewards.Select((r, i) => (Index: i, Key: r - Math.Log(-Math.Log(1 - random.NextDouble() * (1 - 1e-12) - 1e-13))))
            .OrderByDescending(r => r.Key).Take(count).Select(r => r.Index).Order(),
    ];
}
