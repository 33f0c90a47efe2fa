namespace Optimas;

/// <summary>
/// The racing engine. The incumbent's trajectories are cached for every deciding example, and a candidate runs only what it changes. A turn
/// belongs to one component, the first one to the whole system: candidates within the trust region are drawn by what races showed of their
/// values (Thompson sampling), screened by the component's local reward where that is cheaper than running on, and raced in stages, each
/// with fewer candidates on more examples. Every race teaches the local reward.
/// </summary>
internal sealed class RacingEngine<TIn, TOut, TLabel>
{
    private const int JointCandidates = 100;

    // A candidate goes on while the probability that it is worth having is at least this: little before its first race, more the dearer
    // the next stage is. One that never ran is judged by its neighbours alone, so that one bad value must not rule out all that lie near it.
    private const double StopUntriedBelow = 0.05;
    private const double StopBelow = 0.15;
    private const double StopDearBelow = 0.4;

    // The least gain that is worth having, as a share of the score range.
    private const double WorthwhileGain = 0.01;

    private readonly Search<TIn, TOut, TLabel> _search;
    private readonly RewardLearning<TIn, TOut, TLabel> _learning;
    private readonly Screen<TIn, TOut, TLabel> _screen;
    private readonly GainModel _model;
    private readonly PromptSearch<TIn, TOut, TLabel> _prompts;
    private readonly WeightSearch<TIn, TOut, TLabel> _weights;
    private readonly ComponentScheduler _scheduler;
    private readonly Queue<int?> _firstRound;

    // Every configuration that has run, as far as it ran; those of them that lost against the present incumbent; components without an idea left,
    // and those whose last idea is a choice per input.
    private readonly Dictionary<SystemConfiguration, RaceCandidate<TIn, TOut, TLabel>> _ran = [];
    private readonly HashSet<SystemConfiguration> _lost = [];
    private readonly HashSet<int> _idle = [];
    private readonly HashSet<int> _outOfSteps = [];
    private int _step;

    public RacingEngine(Search<TIn, TOut, TLabel> search, ILocalRewardModel rewards)
    {
        _search = search;
        _learning = new(search, rewards);
        _screen = new(search, _learning);
        _model = new(search.Graph, search.ScoreRange);
        _prompts = new(search);
        _weights = new(search, _learning);
        _scheduler = new(search.Options.Schedule, search.Random("schedule", 0));
        // The whole system first: where the start is far from good, one jump gains more than many steps. Then downstream first: there a turn
        // is cheapest, and what it teaches helps to judge the components before it.
        _firstRound = new(search.Plan.Searched.Reverse().Select(k => (int?)k).Prepend(null));
    }

    private OptimizationControl Control => _search.Options.Control;

    private SystemGraph Graph => _search.Graph;

    public async Task<StopReason> RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            int[] open = [.. _search.Plan.Searched.Where(k => !_idle.Contains(k))];
            int[] eligible = [.. open.Where(k => IsAffordable(k))];
            if (eligible.Length == 0)
                return open.Length == 0 ? StopReason.Exhausted : StopReason.Budget;
            if (_search.IsStalled())
                return StopReason.Exhausted;
            int? component = Pick(eligible);
            _step++;
            using var span = OptimizationSpans.Turn(_step, Name(component));
            _search.Report(spent => new ComponentPicked(_step, Name(component)) { Spent = spent });
            await TakeTurnAsync(component, cancellationToken).ConfigureAwait(false);
            await _weights.SettleAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // A turn without a component is the whole system's.
    private string Name(int? component) => component is { } k ? Graph.Components[k].Name : Graph.Name;

    private ComponentSet Scope(int? component) => component is { } k ? ComponentSet.Of(k) : ComponentSet.Of(_search.Plan.Searched);

    private int? Pick(int[] eligible)
    {
        while (Control != OptimizationControl.GateOnly && _firstRound.TryDequeue(out int? next))
        {
            if (next is { } k ? eligible.Contains(k) : _search.Plan.Searched.Length > 1 && IsAffordable(null))
                return next;
        }

        return _scheduler.Next(eligible, _learning.MeanGap);
    }

    // A turn is worth starting if the budget pays for one candidate that goes all the way, and for its making where it has to be trained.
    private bool IsAffordable(int? component) => component is { } k && SearchPlan.HasOnlyWeights(Graph.Components[k], _search.Options)
        ? CanAffordTraining(k)
        : _search.Ledger.CanAfford(OneCandidate(component));

    private bool CanAffordTraining(int component) => _search.Ledger.CanAfford(
        SearchPlan.TrainingTurnBound(component, _search.Configuration, _search.Options) + OneCandidate(component));

    private long OneCandidate(int? component) => _search.RaceBound(
        _search.Configuration, SearchPlan.SuffixBound(Scope(component), _search.Configuration), Enumerable.Range(0, _search.Results.Length));

    private async Task TakeTurnAsync(int? component, CancellationToken cancellationToken)
    {
        var incumbent = _search.Configuration;
        var before = _search.Results;
        var random = _search.Random("turn", _step);
        var trained = component is { } trainable ? await TrainAsync(trainable, cancellationToken).ConfigureAwait(false) : null;
        var pool = component is { } own
            ? await MakePoolAsync(own, trained, random, cancellationToken).ConfigureAwait(false)
            : MakeJointPool(random);
        if (pool.Count == 0)
        {
            // A proposer or a trainer that brought nothing this time may do so next time.
            if (component is { } k && !_prompts.CanPropose(k) && !_weights.CanTrain(k))
                RunOut(k);
            return;
        }

        var race = new Race<TIn, TOut, TLabel>(_search, _step);
        var running = new Dictionary<SystemConfiguration, RaceCandidate<TIn, TOut, TLabel>>();
        int count = Control == OptimizationControl.GateOnly ? 1 : EntryCount(component);
        var entrants = await EntrantsAsync(component, pool, count, race, running, random, cancellationToken).ConfigureAwait(false);
        // Trained weights were paid for, by the very local reward that screens: whoever else was drawn, they run.
        if (trained is not null && incumbent.WithComponent(component!.Value, trained) is var made && pool.Contains(made) && !running.ContainsKey(made))
            entrants.Insert(0, Enter(component, made, running));
        RaceCandidate<TIn, TOut, TLabel>? winner = null;
        foreach (int examples in Race<TIn, TOut, TLabel>.Stages(before.Length))
        {
            await race.AdvanceAsync(entrants, examples, cancellationToken).ConfigureAwait(false);
            // Among all of the turn, since one that ran everywhere in an earlier turn may win without being drawn for the last stage.
            winner = running.Values.Where(e => e.Wins(before.Length)).MaxBy(e => e.Differences.Mean);
            count = (count + 1) / 2;
            entrants = examples == before.Length ? [] : Next(component, pool, entrants, count, examples, running, random);
            if (entrants.Count == 0)
                break;
        }

        if (running.Count == 0 && component is { } hopeless)
            RunOut(hopeless);
        Conclude(component, incumbent, running.Values, winner);
        await _learning.LearnFromRaceAsync(component, before, [.. running.Values], cancellationToken).ConfigureAwait(false);
    }

    // The component with weights trained for a round. What races of other values showed says little about what one policy samples, so that
    // its local reward learns from such samples first.
    private async Task<ComponentConfiguration?> TrainAsync(int component, CancellationToken cancellationToken)
    {
        if (!_weights.CanTrain(component) || !CanAffordTraining(component))
            return null;
        var options = _search.Options;
        if (SearchPlan.Learns(options))
        {
            int inputs = _learning.Reward(component) is null ? options.StageOneInputs : options.BatchInputs;
            var batch = await _search.CollectPreferencesAsync(
                component, alternates: [], _search.Inputs("preferences", _step, inputs), prefixes: null, _step, cancellationToken).ConfigureAwait(false);
            await _learning.LearnFromAsync(batch, cancellationToken).ConfigureAwait(false);
            // Few pairs add up to evidence over the turns. A component that did the same on every input, so that nothing was replayed, gives none.
            if (batch.Trajectories.IsEmpty && _learning.Reward(component) is null)
                _weights.CountBarren(component);
        }

        return await _weights.TrainAsync(component, _step, cancellationToken).ConfigureAwait(false);
    }

    private async Task<List<SystemConfiguration>> MakePoolAsync(
        int component, ComponentConfiguration? trained, SeededRandom random, CancellationToken cancellationToken)
    {
        var info = Graph.Components[component];
        var incumbent = _search.Configuration;
        var current = incumbent.GetComponent(component)!;
        var prompts = await _prompts.ProposeAsync(component, _learning.Pairs(component), _step, cancellationToken).ConfigureAwait(false);
        ComponentConfiguration[] steps =
        [
            .. new[] { trained }.OfType<ComponentConfiguration>(),
            .. prompts,
            .. LocalCandidates.Of(info, current, _search.Options.TrustRegion.Radius),
        ];
        // A choice per input runs every choice, in each run from then on: it waits until half is spent, or nothing else is left to try.
        if (_search.Ledger.IsHalfSpent || _outOfSteps.Contains(component))
            steps = [.. steps, .. PerInput(info, current)];
        var pool = steps.ToList();
        if (Control != OptimizationControl.GateOnly)
        {
            var posterior = _model.Predict(incumbent, [.. steps.Select(s => incumbent.WithComponent(component, s))]);
            var gains = steps.Select((s, i) => (s, posterior.Mean(i))).ToDictionary(s => s.s, s => s.Item2);
            pool = CandidatePool.Make(info, current, steps, s => gains[s], random);
        }

        return [.. pool.Select(c => incumbent.WithComponent(component, c)).Where(c => !_lost.Contains(c) && !c.Equals(incumbent)).Distinct()];
    }

    private List<SystemConfiguration> MakeJointPool(SeededRandom random) =>
    [
        .. Enumerable.Range(0, JointCandidates)
            .Select(_ => DrawJoint(random))
            .Where(c => !c.Equals(_search.Configuration) && !_lost.Contains(c))
            .Distinct(),
    ];

    private SystemConfiguration DrawJoint(SeededRandom random)
    {
        double radius = _search.Options.TrustRegion.Radius;
        return _search.Plan.Searched.Aggregate(
            _search.Configuration,
            (c, k) => c.WithComponent(k, LocalCandidates.Random(Graph.Components[k], c.GetComponent(k)!, radius, random)));
    }

    private void RunOut(int component)
    {
        if (_search.Ledger.IsHalfSpent || !MayChoosePerInput(Graph.Components[component]) || !_outOfSteps.Add(component))
            _idle.Add(component);
    }

    // Values that may be chosen per input are, once there is a local reward to choose by; a reward that has learned more makes a new candidate.
    private IEnumerable<ComponentConfiguration> PerInput(ComponentInfo component, ComponentConfiguration current) =>
        MayChoosePerInput(component) && _learning.Reward(component.Index) is { } reward ? [current with { Selector = new(reward) }] : [];

    private bool MayChoosePerInput(ComponentInfo component) =>
        Control is OptimizationControl.None or OptimizationControl.ShuffledRewards && component.Parameters.Any(p => p.IsPerInput);

    // As many candidates as the turn's share of what is left pays for: 8 examples for all, 8 more for half of them, 16 more for a quarter,
    // and the rest for the last one. Components share evenly; the whole system may take half, less what its prompts are of all fields, since
    // it draws values only.
    private int EntryCount(int? component)
    {
        double share = component is null ? ValueShare() / 2 : 1.0 / _search.Plan.Searched.Length;
        double examples = share * _search.Ledger.RemainingExecutions / SearchPlan.SuffixBound(Scope(component), _search.Configuration);
        int most = _search.Options.TrustRegion.Candidates;
        return (int)Math.Clamp((examples - (_search.Results.Length - 32)) / 16, Math.Min(2, most), most);
    }

    private double ValueShare()
    {
        var fields = _search.Plan.SearchedFields(_search.Options).ToArray();
        return fields.Count(f => f.Parameter is not (PromptParameter or WeightsParameter)) / (double)fields.Length;
    }

    // Who runs in the next stage: drawn by what is known by now, which may bring in a combination that nobody thought of before; the last
    // stage takes the best of those that have run.
    private List<RaceCandidate<TIn, TOut, TLabel>> Next(
        int? component,
        List<SystemConfiguration> pool,
        List<RaceCandidate<TIn, TOut, TLabel>> entrants,
        int count,
        int examples,
        Dictionary<SystemConfiguration, RaceCandidate<TIn, TOut, TLabel>> running,
        SeededRandom random)
    {
        if (Control == OptimizationControl.GateOnly)
            return [.. entrants.Where(e => e.Differences.ProbabilityOfGain >= StopBelow)];
        List<SystemConfiguration> choice = count > 1 ? pool : [.. running.Keys];
        var posterior = _model.Predict(_search.Configuration, choice);
        double least = examples < 16 ? StopBelow : StopDearBelow;
        int[] hopeful = Hopeful(posterior, choice, least);
        IEnumerable<int> chosen = count > 1
            ? Draw(posterior, hopeful, count, random)
            : hopeful.Where(i => posterior.Mean(i) > 0 || Own(choice[i]).Mean > 0).OrderByDescending(posterior.Mean).Take(1);
        return [.. chosen.Select(i => Enter(component, choice[i], running))];
    }

    // What a candidate did itself may keep it in against what is known of its neighbours, never put it out.
    private int[] Hopeful(GainPosterior posterior, List<SystemConfiguration> choice, double least, double? leastUntried = null)
    {
        double worthwhile = WorthwhileGain * _search.ScoreRange;
        return [.. Enumerable.Range(0, choice.Count).Where(IsHopeful)];

        bool IsHopeful(int i) => _ran.ContainsKey(choice[i])
            ? posterior.ProbabilityAbove(worthwhile, i) >= least || (Own(choice[i]) is { Count: > 0 } own && own.ProbabilityOfGain >= least)
            : posterior.ProbabilityAbove(worthwhile, i) >= (leastUntried ?? least);
    }

    // What a configuration has run so far, against the present incumbent.
    private PairedDifferences Own(SystemConfiguration configuration)
    {
        var differences = new PairedDifferences(_model.DifferenceVariance);
        foreach (var (example, result) in _ran.GetValueOrDefault(configuration)?.Results ?? [])
            differences.Add(result.Score - _search.Results[example].Score);
        return differences;
    }

    // Thompson sampling: each draw of the posterior sends the candidate that it thinks best and that is not in yet.
    private static List<int> Draw(GainPosterior posterior, int[] hopeful, int count, SeededRandom random)
    {
        var drawn = new List<int>();
        while (drawn.Count < Math.Min(count, hopeful.Length))
        {
            double[] gains = posterior.Draw(random);
            drawn.Add(hopeful.Except(drawn).MaxBy(i => gains[i]));
        }

        return drawn;
    }

    private RaceCandidate<TIn, TOut, TLabel> Enter(
        int? component, SystemConfiguration configuration, Dictionary<SystemConfiguration, RaceCandidate<TIn, TOut, TLabel>> running)
    {
        if (running.TryGetValue(configuration, out var entered))
            return entered;
        var candidate = new RaceCandidate<TIn, TOut, TLabel>(
            configuration, SearchPlan.SuffixBound(Scope(component), configuration), Own(configuration));
        foreach (var (example, result) in _ran.GetValueOrDefault(configuration)?.Results ?? [])
            candidate.Results[example] = result;

        _model.Observe(_search.Configuration, configuration, candidate.Differences);
        return running[configuration] = _ran[configuration] = candidate;
    }

    private void Conclude(
        int? component,
        SystemConfiguration incumbent,
        IEnumerable<RaceCandidate<TIn, TOut, TLabel>> candidates,
        RaceCandidate<TIn, TOut, TLabel>? winner)
    {
        string name = Name(component);
        foreach (var candidate in candidates.Where(c => c.Differences.Count > 0))
        {
            if (component is { } k)
                _prompts.Record(k, candidate.Configuration, candidate.Differences.Mean);
            if (candidate == winner)
                continue;
            bool ranEverywhere = candidate.Results.Count == _search.Results.Length;
            if (ranEverywhere || candidate.Differences.ProbabilityOfGain < StopBelow || Control == OptimizationControl.GateOnly)
                _lost.Add(candidate.Configuration);
            _search.Report(spent => new CandidateRejected(
                name, [.. incumbent.Diff(candidate.Configuration)], candidate.Differences.Mean, candidate.Differences.Count) { Spent = spent });
        }

        if (winner is null)
            return;
        _search.Accept(winner.Configuration, winner.Results.Values);
        // What lost before may win now that the configuration around it has changed.
        _lost.Clear();
        _idle.Clear();
        _outOfSteps.Clear();
        _search.Report(spent => new CandidateAccepted(
            name, [.. incumbent.Diff(winner.Configuration)], winner.Differences.Mean, _search.Mean) { Spent = spent });
    }

    // Screening saves runs only where something costly lies behind C_k; at the end of the graph the race itself is as cheap.
    private async Task<List<RaceCandidate<TIn, TOut, TLabel>>> EntrantsAsync(
        int? component,
        List<SystemConfiguration> pool,
        int count,
        Race<TIn, TOut, TLabel> race,
        Dictionary<SystemConfiguration, RaceCandidate<TIn, TOut, TLabel>> running,
        SeededRandom random,
        CancellationToken cancellationToken)
    {
        if (Control == OptimizationControl.GateOnly)
            return [Enter(component, pool[random.Next(pool.Count)], running)];
        var posterior = _model.Predict(_search.Configuration, pool);
        int[] hopeful = Hopeful(posterior, pool, StopBelow, StopUntriedBelow);
        if (component is { } k && _screen.Applies(k))
        {
            SystemConfiguration[] drawn = [.. Draw(posterior, hopeful, 2 * count, random).Select(i => pool[i])];
            if (drawn.Length > count && _screen.CanAfford(k, drawn))
            {
                var kept = await _screen.RunAsync(k, drawn, count, race, random, cancellationToken).ConfigureAwait(false);
                foreach (var (configuration, screened) in kept)
                    running[configuration] = _ran[configuration] = Enter(component, configuration, running) with { Screened = screened };
                return [.. kept.Select(c => running[c.Key])];
            }
        }

        return [.. Draw(posterior, hopeful, count, random).Select(i => Enter(component, pool[i], running))];
    }
}
