using System.Collections.Immutable;

namespace Optimas;

/// <summary>How alignment is measured.</summary>
public sealed record AlignmentOptions
{
    /// <summary>60 inputs, 6 alternatives, a third of the inputs held out.</summary>
    public static AlignmentOptions Default { get; } = new();

    /// <summary>How many examples preferences are collected on; 3 or more.</summary>
    public int Inputs
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 3);
            field = value;
        }
    } = 60;

    /// <summary>How many other configurations of a component its outputs are sampled from; 1 or more.</summary>
    public int Alternates
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 6;

    /// <summary>The share of the examples whose pairs are held out, in (0, 1).</summary>
    public double TestShare
    {
        get;
        init
        {
            if (value is not (> 0 and < 1))
                throw new ArgumentOutOfRangeException(nameof(value), value, "Must lie between 0 and 1.");
            field = value;
        }
    } = 1.0 / 3;

    /// <summary>The seed of every random choice.</summary>
    public long Seed { get; init; }

    /// <summary>What local rewards are learned with; null for hashed n-grams with this seed.</summary>
    public ILocalRewardModel? RewardModel { get; init; }

    /// <summary>How examples are run.</summary>
    public EvaluationOptions Evaluation { get; init; } = EvaluationOptions.Default;
}

/// <summary>How well local rewards rank outputs that they were not trained on.</summary>
/// <param name="Components">A measurement per component that has held-out pairs.</param>
/// <param name="SystemRuns">What it took.</param>
public sealed record AlignmentReport(ImmutableArray<ComponentAlignment> Components, double SystemRuns);

/// <summary>Measures local-global alignment: pairwise ranking accuracy on held-out examples, beside the rule of length.</summary>
public static class AlignmentStudy
{
    /// <summary>
    /// Collects preferences for every component with something to choose, trains local rewards on one part of the examples, and measures
    /// them on the rest.
    /// </summary>
    /// <param name="system">The system.</param>
    /// <param name="configuration">The configuration that is studied.</param>
    /// <param name="examples">Examples; as many as the options say are drawn from them.</param>
    /// <param name="metric">The global reward.</param>
    /// <param name="options">How to measure.</param>
    /// <param name="cancellationToken">Ends the measurement.</param>
    /// <exception cref="ArgumentException">There are fewer than three examples.</exception>
    public static async Task<AlignmentReport> RunAsync<TIn, TOut, TLabel>(
        ICompoundSystem<TIn, TOut> system,
        SystemConfiguration configuration,
        IReadOnlyList<Example<TIn, TLabel>> examples,
        IMetric<TOut, TLabel> metric,
        AlignmentOptions options,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(options);
        if (examples.Count < 3)
            throw new ArgumentException($"Alignment needs three examples or more to hold some out, but there are {examples.Count}.", nameof(examples));
        var evaluator = new Evaluator<TIn, TOut, TLabel>(system, metric, options.Evaluation);
        var drawn = new SeededRandom(options.Seed, "alignment examples").Shuffle(examples).Take(options.Inputs);
        PreferenceInput<TIn, TOut>[] inputs =
            [.. drawn.Select(e => new PreferenceInput<TIn, TOut>(e.Id, e.Input, (trace, ct) => evaluator.ScoreAsync(e, trace, ct)))];
        var collector = new PreferenceCollector<TIn, TOut>(system, new()
        {
            Seed = options.Seed,
            FailureScore = options.Evaluation.FailureScore ?? metric.Minimum,
            Parallelism = options.Evaluation.Parallelism,
        });

        var pairs = new List<PreferencePair>();
        double systemRuns = 0;
        foreach (var component in system.Graph.Components)
        {
            if (configuration.GetComponent(component.Index) is not { } current)
                continue;
            var random = new SeededRandom(options.Seed, $"alternates for {component.Name}");
            ComponentConfiguration[] alternates =
            [
                .. Enumerable.Range(0, options.Alternates).Select(_ => LocalCandidates.Random(component, current, random))
                    .Distinct().Where(a => !a.Equals(current)),
            ];
            var batch = await collector.CollectAsync(component.Index, configuration, alternates, inputs, cancellationToken).ConfigureAwait(false);
            pairs.AddRange(batch.Pairs);
            systemRuns += batch.SystemRuns;
        }

        var (training, test) = Alignment.Split(pairs, options.TestShare, options.Seed);
        var model = options.RewardModel ?? new HashedRewardModel(new() { Seed = options.Seed });
        if (training.Length > 0)
            await model.FitAsync(training, [], cancellationToken).ConfigureAwait(false);
        return new(await Alignment.MeasureAsync(model.Reward, training, test, cancellationToken).ConfigureAwait(false), systemRuns);
    }
}
