using System.Collections.Immutable;
using Optimas.Journaling;

namespace Optimas;

/// <summary>What every engine works with: the system, what it may spend, the examples, and the incumbent with its cached trajectories.</summary>
internal sealed class Search<TIn, TOut, TLabel>
{
    private const int IdleTurnsPerComponent = 10;

    private readonly Evaluator<TIn, TOut, TLabel> _evaluator;
    private readonly IProgress<OptimizationEvent>? _progress;
    private readonly ImmutableArray<OptimizationEvent>.Builder _events = ImmutableArray.CreateBuilder<OptimizationEvent>();
    private long _remaining;
    private int _idleTurns;

    public Search(
        ICompoundSystem<TIn, TOut> system,
        IMetric<TOut, TLabel> metric,
        SearchPlan<TIn, TLabel> plan,
        OptimizationOptions options,
        IProgress<OptimizationEvent>? progress,
        RunRecorder? recorder)
    {
        _evaluator = new(system, metric, options.Evaluation with { Seed = options.Seed });
        _progress = progress;
        System = system;
        Plan = plan;
        Options = options;
        Recorder = recorder;
        Ledger = new(options.Budget, system.Graph.Components.Length, recorder?.Clock ?? new(TimeSpan.Zero));
        options.Meter?.Follow(Ledger);
        Start = plan.Start;
        Configuration = plan.Start;
        ScoreRange = metric.Maximum - metric.Minimum;
        FailureScore = options.Evaluation.FailureScore ?? metric.Minimum;
    }

    public ICompoundSystem<TIn, TOut> System { get; }

    public SystemGraph Graph => System.Graph;

    public SearchPlan<TIn, TLabel> Plan { get; }

    public OptimizationOptions Options { get; }

    public Ledger Ledger { get; }

    /// <summary>What records the run; null without a journal.</summary>
    public RunRecorder? Recorder { get; }

    public SystemConfiguration Start { get; }

    public double ScoreRange { get; }

    public double FailureScore { get; }

    /// <summary>The incumbent.</summary>
    public SystemConfiguration Configuration { get; private set; }

    /// <summary>The incumbent's result on every deciding example.</summary>
    public ImmutableArray<ExampleResult<TIn, TOut, TLabel>> Results { get; private set; } = [];

    /// <summary>The start's result on every deciding example.</summary>
    public ImmutableArray<ExampleResult<TIn, TOut, TLabel>> StartResults { get; private set; } = [];

    public ImmutableArray<OptimizationEvent> Events => _events.ToImmutable();

    /// <summary>
    /// Whether turn after turn has run no component, as where nothing needs what is searched: no budget of runs would ever end that. Asked
    /// once a turn.
    /// </summary>
    public bool IsStalled()
    {
        long remaining = Ledger.RemainingExecutions;
        _idleTurns = remaining == _remaining ? _idleTurns + 1 : 0;
        _remaining = remaining;
        return _idleTurns > IdleTurnsPerComponent * Plan.Searched.Length;
    }

    public double Mean => Results.Average(r => r.Score);

    public SeededRandom Random(string purpose, long index) => new(Options.Seed, purpose, index);

    public void Report(Func<Spending, OptimizationEvent> create)
    {
        var happened = create(Ledger.Spent);
        _events.Add(happened);
        OptimizationSpans.Tell(happened);
        _progress?.Report(happened);
    }

    /// <summary>Scores the start on the deciding examples.</summary>
    public async Task EvaluateStartAsync(CancellationToken cancellationToken)
    {
        using var span = OptimizationSpans.Start();
        var result = await _evaluator.EvaluateAsync(Start, Plan.Deciding, cancellationToken).ConfigureAwait(false);
        foreach (var example in result.Results)
            Charge(example);
        Results = StartResults = result.Results;
        Report(spent => new BaselineEvaluated(result.Mean, result.StandardError, result.Failures) { Spent = spent });
    }

    /// <summary>Runs an example under a configuration; what the reference already has is not run again. Charges what was run.</summary>
    public async Task<ExampleResult<TIn, TOut, TLabel>> RunAsync(
        Example<TIn, TLabel> example,
        SystemConfiguration configuration,
        Trace<TIn, TOut>? prefix,
        Trace<TIn, TOut>? reference,
        CancellationToken cancellationToken)
    {
        var request = new ExecutionRequest { Reference = reference, Seed = SeededRandom.Derive(Options.Seed, example.Id, 0) };
        var result = await _evaluator.RunAsync(example, configuration, prefix, request, cancellationToken).ConfigureAwait(false);
        Charge(result);
        return result;
    }

    /// <summary>Runs one component alone on the incumbent's inputs for a deciding example; null where it failed or its inputs are missing.</summary>
    public async Task<Trace<TIn, TOut>?> RunComponentAsync(
        int example, int component, SystemConfiguration configuration, CancellationToken cancellationToken)
    {
        var cached = Results[example].Trace;
        long seed = SeededRandom.Derive(Options.Seed, Plan.Deciding[example].Id, 0);
        var trace = await RunPartAsync(
            cached.Input, cached.Clear(component), configuration, ComponentSet.Of(component), cached, seed, cancellationToken).ConfigureAwait(false);
        return trace?.Slots[component] is null ? null : trace;
    }

    /// <summary>Runs some components of the system; null where one failed. Charges what was run.</summary>
    public async Task<Trace<TIn, TOut>?> RunPartAsync(
        TIn input,
        Trace<TIn, TOut>? prefix,
        SystemConfiguration configuration,
        ComponentSet components,
        Trace<TIn, TOut>? reference,
        long seed,
        CancellationToken cancellationToken)
    {
        var request = new ExecutionRequest { Components = components, Reference = reference, Seed = seed };
        try
        {
            var trace = await System.ExecuteAsync(input, configuration, prefix, request, cancellationToken).ConfigureAwait(false);
            Ledger.Charge(trace.Executions, trace.Usage);
            return trace;
        }
        catch (ComponentException e) when (e.InnerException is not StopException)
        {
            Ledger.Charge(e.Executions, e.Usage);
            return null;
        }
    }

    /// <summary>Training examples, drawn for one use.</summary>
    public IReadOnlyList<Example<TIn, TLabel>> Inputs(string purpose, long index, int count) =>
        [.. Random(purpose, index).Shuffle(Plan.Train).Take(count)];

    /// <summary>Collects preferences for a component under the incumbent. Charges what was run.</summary>
    /// <param name="component">k.</param>
    /// <param name="alternates">Other configurations of the component; without any, the one in force is sampled as often.</param>
    /// <param name="examples">The examples.</param>
    /// <param name="prefixes">For each example a trajectory up to the component, or null; null for none at all.</param>
    /// <param name="step">The turn that they are collected in.</param>
    /// <param name="cancellationToken">Ends the collection.</param>
    public async Task<PreferenceBatch<TIn, TOut>> CollectPreferencesAsync(
        int component,
        IReadOnlyList<ComponentConfiguration> alternates,
        IReadOnlyList<Example<TIn, TLabel>> examples,
        IReadOnlyList<Trace<TIn, TOut>?>? prefixes,
        int step,
        CancellationToken cancellationToken)
    {
        var collector = new PreferenceCollector<TIn, TOut>(System, new()
        {
            Seed = SeededRandom.Derive(Options.Seed, "preferences", step),
            FailureScore = FailureScore,
            Parallelism = Options.Evaluation.Parallelism,
            // A component that samples gives different outputs under one configuration; one without alternates has no other way.
            SamplesPerConfiguration = alternates.Count == 0 ? SearchPlan.Alternates + 1 : 1,
        });
        var batch = await collector.CollectAsync(
            component,
            Configuration,
            alternates,
            [
                .. examples.Select((e, i) => new PreferenceInput<TIn, TOut>(e.Id, e.Input, (trace, ct) => ScoreAsync(e, trace, ct))
                {
                    Prefix = prefixes?[i],
                }),
            ],
            cancellationToken).ConfigureAwait(false);
        Ledger.Charge((int)batch.Executions, batch.Usage);
        return batch;
    }

    /// <summary>The score of a complete trajectory of an example.</summary>
    public ValueTask<double> ScoreAsync(Example<TIn, TLabel> example, Trace<TIn, TOut> trace, CancellationToken cancellationToken) =>
        _evaluator.ScoreAsync(example, trace, cancellationToken);

    /// <summary>
    /// The most executions that a candidate can take on some deciding examples. Where the incumbent failed, nothing is cached of what did not
    /// complete, so that anything may run.
    /// </summary>
    public long RaceBound(SystemConfiguration candidate, int suffixBound, IEnumerable<int> examples)
    {
        int whole = SearchPlan.Bound(ComponentSet.All(Graph.Components.Length), candidate);
        return examples.Sum(e => (long)(Results[e].Failure is null ? suffixBound : whole));
    }

    /// <summary>Makes a configuration the incumbent.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="results">Its result on every deciding example.</param>
    public void Accept(SystemConfiguration configuration, IEnumerable<ExampleResult<TIn, TOut, TLabel>> results)
    {
        Configuration = configuration;
        Results = [.. results];
    }

    /// <summary>Tells what local rewards make of the start's outputs and the incumbent's; nothing where a local reward can't be asked.</summary>
    public async Task RewardOutputsAsync(ILocalRewardModel rewards, CancellationToken cancellationToken)
    {
        var told = new List<(string Component, RewardedOutput[] Outputs)>();
        try
        {
            foreach (var component in Graph.Components)
            {
                if (rewards.Reward(component.Index) is { } reward)
                    told.Add((component.Name, await RewardAsync(component.Index, reward, cancellationToken).ConfigureAwait(false)));
            }
        }
        catch (Exception e) when (e is not OperationCanceledException && (e is not StopException || SpentBudgetException.Of(e) is not null))
        {
            // The search is over and its result stands: a model of rewards that fails now has nothing to say about it.
            return;
        }

        foreach (var (component, outputs) in told)
            Report(spent => new OutputsRewarded(component, [.. outputs]) { Spent = spent });
    }

    private Task<RewardedOutput[]> RewardAsync(int component, ILocalReward reward, CancellationToken cancellationToken)
    {
        return OrderedParallel.SelectAsync(
            [.. StartResults.Zip(Results)],
            Options.Evaluation.Parallelism,
            async (r, _, ct) =>
            {
                double? before = await ScoreAsync(r.First, ct).ConfigureAwait(false);
                bool isSame = ReferenceEquals(r.First, r.Second);
                return new RewardedOutput(r.First.Example.Id, before, isSame ? before : await ScoreAsync(r.Second, ct).ConfigureAwait(false));
            },
            cancellationToken);

        async ValueTask<double?> ScoreAsync(ExampleResult<TIn, TOut, TLabel> result, CancellationToken ct)
        {
            if (result.Trace.Slots[component] is not { Origin: not SlotOrigin.Skipped })
                return null;
            double score = await reward.ScoreAsync(System.Observe(result.Trace, component), ct).ConfigureAwait(false);
            return double.IsFinite(score) ? score : null;
        }
    }

    public OptimizationResult<TConfiguration> Finish<TConfiguration>(StopReason reason, string? explanation)
        where TConfiguration : SystemConfiguration
    {
        Report(spent => new OptimizationFinished(reason, Mean) { Spent = spent, Explanation = explanation });
        var gain = new PairedDifferences(priorVariance: 0);
        for (int i = 0; i < Results.Length; i++)
            gain.Add(Results[i].Score - StartResults[i].Score);
        double error = Results.Length < 2 ? 0 : Math.Sqrt(
            Math.Max(gain.MeanSquare - gain.Mean * gain.Mean, 0) / (Results.Length - 1));
        var spent = Ledger.Spent;
        return new(
            (TConfiguration)Configuration,
            StartResults.Average(r => r.Score),
            Mean,
            error,
            Results.Length,
            spent,
            reason,
            [.. Start.Diff(Configuration)],
            Events)
        {
            Explanation = explanation,
            Provenance = new()
            {
                Run = Options.Journal?.RunId,
                Seed = Options.Seed,
                Initial = StartResults.Average(r => r.Score),
                Final = Mean,
                GainStandardError = error,
                DecidingExamples = Results.Length,
                SystemRuns = spent.SystemRuns,
                Finished = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds()),
                OptimasVersion = RunProvenance.Version,
            },
        };
    }

    private void Charge(ExampleResult<TIn, TOut, TLabel> result) => Ledger.Charge(result.Executions, result.Usage);
}
