using System.Collections.Immutable;

namespace Optimas;

/// <summary>How alignment is measured.</summary>
public sealed record AlignmentOptions
{
    /// <summary>Up to 600 inputs, until 200 gave pairs; 6 alternatives; a third of the inputs held out.</summary>
    public static AlignmentOptions Default { get; } = new();

    /// <summary>How many examples preferences are collected on at most; 3 or more.</summary>
    public int Inputs
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 3);
            field = value;
        }
    } = 600;

    /// <summary>Collection for a component ends once this many examples gave pairs; 3 or more.</summary>
    public int PairedInputs
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 3);
            field = value;
        }
    } = 200;

    /// <summary>
    /// How many other configurations of a component its outputs are sampled from; 1 or more. One without values to choose is sampled as often
    /// under its own configuration.
    /// </summary>
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
/// <param name="Components">An entry per component with something to choose, by ascending index.</param>
/// <param name="SystemRuns">What it took.</param>
public sealed record AlignmentReport(ImmutableArray<ComponentStudy> Components, double SystemRuns);

/// <summary>What was found for one component.</summary>
/// <param name="Component">k.</param>
/// <param name="Accuracy">The accuracy of its local reward on held-out examples; null where it abstains.</param>
/// <param name="Abstention">Why it abstains, with the counts; null where it is covered.</param>
/// <param name="OutOfFold">The accuracy that decided on that: out of fold on the training part; null where nothing could be left out.</param>
/// <param name="LengthRule">The accuracy on the same examples of a rule that looks at the length of the output alone; null without pairs there.</param>
/// <param name="LongerWins">The rule: the longer output wins, or the shorter one. It is chosen on the training part.</param>
/// <param name="Inputs">The examples that preferences were collected on.</param>
/// <param name="PairedInputs">How many of them gave pairs.</param>
/// <param name="Pairs">The pairs of both parts.</param>
/// <param name="SystemRuns">What the component's preferences took.</param>
public sealed record ComponentStudy(
    int Component,
    RankingAccuracy? Accuracy,
    string? Abstention,
    RankingAccuracy? OutOfFold,
    RankingAccuracy? LengthRule,
    bool LongerWins,
    int Inputs,
    int PairedInputs,
    int Pairs,
    double SystemRuns);

/// <summary>Measures local-global alignment: pairwise ranking accuracy on held-out examples, beside the rule of length.</summary>
public static class AlignmentStudy
{
    private const int Chunk = 50;

    /// <summary>
    /// Collects preferences for every component with something to choose, trains local rewards on one part of the examples, and measures
    /// them on the rest. Where few outputs change the global reward, more examples are asked. A component whose reward can't be told from
    /// chance out of fold on the training part abstains; the held-out part has no say in that.
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
        if (inputs.Select(i => i.Example).Distinct(StringComparer.Ordinal).Count() < inputs.Length)
            throw new ArgumentException("Two examples have one id.", nameof(examples));
        var preferences = new PreferenceOptions
        {
            Seed = options.Seed,
            FailureScore = options.Evaluation.FailureScore ?? metric.Minimum,
            Parallelism = options.Evaluation.Parallelism,
        };

        var collections = new List<Collection>();
        foreach (var component in system.Graph.Components)
        {
            if (configuration.GetComponent(component.Index) is { } current)
                collections.Add(await CollectAsync(system, preferences, component, current, configuration, inputs, options, cancellationToken).ConfigureAwait(false));
        }

        var (training, test) = Alignment.Split([.. collections.SelectMany(c => c.Pairs)], options.TestShare, options.Seed);
        var model = options.RewardModel ?? new HashedRewardModel(new() { Seed = options.Seed });
        var fit = await model.FitAsync(training, [], cancellationToken).ConfigureAwait(false);
        var abstentions = collections.ToDictionary(c => c.Component, c => Abstention(c, training, fit[c.Component]));
        var measured = await Alignment.MeasureAsync(
            k => abstentions[k] is null ? model.Reward(k) : null, training, test, cancellationToken).ConfigureAwait(false);
        return new([.. collections.Select(Study)], collections.Sum(c => c.SystemRuns));

        ComponentStudy Study(Collection collected)
        {
            int k = collected.Component;
            var alignment = measured.FirstOrDefault(m => m.Component == k);
            string? reason = abstentions[k] ?? (alignment is null ? $"none of its {Count(collected.Pairs)} is held out" : null);
            return new(
                k, alignment?.Accuracy, reason, fit[k]?.HeldOut, alignment?.LengthRule, alignment?.LongerWins ?? true,
                collected.Inputs, Examples(collected.Pairs), collected.Pairs.Count, collected.SystemRuns);
        }
    }

    private static async Task<Collection> CollectAsync<TIn, TOut>(
        ICompoundSystem<TIn, TOut> system,
        PreferenceOptions preferences,
        ComponentInfo component,
        ComponentConfiguration current,
        SystemConfiguration configuration,
        PreferenceInput<TIn, TOut>[] inputs,
        AlignmentOptions options,
        CancellationToken cancellationToken)
    {
        var collected = new Collection(component.Index, 0, [], 0);
        bool hasValues = component.Parameters.Any(p => p is DiscreteParameter or ContinuousParameter);
        var collector = new PreferenceCollector<TIn, TOut>(
            system, preferences with { SamplesPerConfiguration = hasValues ? 1 : options.Alternates + 1 });
        foreach (var chunk in inputs.Chunk(Chunk))
        {
            if (Examples(collected.Pairs) >= options.PairedInputs)
                break;
            // New alternates for each chunk: what is measured doesn't hang on one draw.
            var random = new SeededRandom(options.Seed, $"alternates for {component.Name}", collected.Inputs);
            ComponentConfiguration[] alternates =
            [
                .. Enumerable.Range(0, options.Alternates).Select(_ => LocalCandidates.Random(component, current, radius: 1, random))
                    .Distinct().Where(a => !a.Equals(current)),
            ];
            var batch = await collector.CollectAsync(component.Index, configuration, alternates, chunk, cancellationToken).ConfigureAwait(false);
            collected = new(
                component.Index, collected.Inputs + chunk.Length, [.. collected.Pairs, .. batch.Pairs], collected.SystemRuns + batch.SystemRuns);
        }

        return collected;
    }

    // Decided on the training part alone.
    private static string? Abstention(Collection collected, IEnumerable<PreferencePair> training, ComponentFit? fit)
    {
        if (collected.Pairs.Count == 0)
            return $"no other output changed the global reward on any of {collected.Inputs} inputs";
        string counts = Count([.. training.Where(p => p.Component == collected.Component)]);
        if (fit is null or { Abstains: true } or { HeldOut: null })
            return $"too little to learn from: {counts} in the training part";
        return fit.HeldOut is { Low: <= 0.5 } chance
            ? FormattableString.Invariant(
                $"not told from chance in the training part: {chance.Value:0.000} [{chance.Low:0.000}, {chance.High:0.000}] out of fold on {counts}")
            : null;
    }

    private static string Count(IReadOnlyCollection<PreferencePair> pairs) => $"{pairs.Count} pairs of {Examples(pairs)} inputs";

    private static int Examples(IEnumerable<PreferencePair> pairs) => pairs.Select(p => p.Group).Distinct(StringComparer.Ordinal).Count();

    private sealed record Collection(int Component, int Inputs, IReadOnlyList<PreferencePair> Pairs, double SystemRuns);
}
