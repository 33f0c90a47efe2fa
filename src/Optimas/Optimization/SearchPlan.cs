using System.Collections.Immutable;
using System.Globalization;

namespace Optimas;

/// <summary>What an optimization will work on, checked against its budget before anything runs.</summary>
/// <param name="Start">The configuration it starts from.</param>
/// <param name="Searched">The components with something to search.</param>
/// <param name="Deciding">The examples whose scores decide.</param>
/// <param name="Train">The training examples.</param>
/// <param name="LeastSystemRuns">What has to be spent before the first candidate can win.</param>
internal sealed record SearchPlan<TIn, TLabel>(
    SystemConfiguration Start,
    ImmutableArray<int> Searched,
    ImmutableArray<Example<TIn, TLabel>> Deciding,
    ImmutableArray<Example<TIn, TLabel>> Train,
    double LeastSystemRuns)
{
    private const int LeastDecidingExamples = 8;
    private const int MostDecidingExamples = 100;
    private const double DecidingShare = 0.25;

    /// <summary>The fields that will be searched.</summary>
    public IEnumerable<ConfigurationField> SearchedFields(OptimizationOptions options) =>
        Start.Graph.Fields.Where(f => SearchPlan.IsReachable(f.Parameter, options));

    /// <summary>Makes the plan.</summary>
    /// <exception cref="ArgumentException">There is nothing to search, or no example to decide on.</exception>
    /// <exception cref="BudgetException">The budget can't pay for scoring the start and trying one candidate.</exception>
    public static SearchPlan<TIn, TLabel> Make(
        SystemConfiguration start,
        IReadOnlyList<Example<TIn, TLabel>> train,
        IReadOnlyList<Example<TIn, TLabel>> validation,
        OptimizationOptions options)
    {
        var graph = start.Graph;
        if (train.Count == 0 || validation.Count == 0)
            throw new ArgumentException($"There is nothing to learn from: {(train.Count == 0 ? nameof(train) : nameof(validation))} is empty.");
        RejectRepeatedIds(train);
        RejectRepeatedIds(validation);
        ImmutableArray<int> searched = [.. graph.Components.Where(c => c.Parameters.Any(p => SearchPlan.IsReachable(p, options))).Select(c => c.Index)];
        if (searched.IsEmpty)
        {
            throw new ArgumentException(
                !graph.Components.Any(c => c.IsOptimizable)
                    ? $"{graph.Name} has nothing to optimize: mark a prompt, hyperparameter, model choice or weights."
                : options.WeightTrainer is not null && graph.Fields.Any(f => f.Parameter is WeightsParameter)
                    ? $"{graph.Name} has only weights to optimize, and the control {options.Control} has no local reward to train them with."
                : $"{graph.Name} has only prompts or weights to optimize; set {nameof(OptimizationOptions.Proposer)} to have prompts proposed, "
                    + $"or {nameof(OptimizationOptions.WeightTrainer)} to have weights trained.");
        }

        var random = new SeededRandom(options.Seed, "deciding examples");
        var deciding = Draw(Wanted(start, searched, options), options.Engine, random.Shuffle(train), random.Shuffle(validation));
        var plan = new SearchPlan<TIn, TLabel>(
            start, searched, deciding, [.. train], SearchPlan.LeastSystemRuns(start, searched, deciding.Length, options));
        string needs = string.Create(
            CultureInfo.InvariantCulture, $"to score {deciding.Length} examples and try one candidate, but the budget is");
        string advice = $"Raise the budget, or set {nameof(OptimizationOptions.DecidingExamples)} lower.";
        if (plan.LeastSystemRuns > options.Budget.SystemRuns)
        {
            throw new BudgetException(string.Create(
                CultureInfo.InvariantCulture,
                $"{graph.Name} needs at least {plan.LeastSystemRuns:0.#} system runs {needs} {options.Budget.SystemRuns:0.#}. {advice}"));
        }

        long calls = (long)deciding.Length * SearchPlan.LeastCalls(graph);
        if (calls > options.Budget.Calls)
        {
            throw new BudgetException(string.Create(
                CultureInfo.InvariantCulture,
                $"{graph.Name} needs more than {calls} model calls {needs} {options.Budget.Calls}. {advice}"));
        }

        return plan;
    }

    // By default as many as the budget can spare, but not so many that nothing is left for a first candidate.
    private static int Wanted(SystemConfiguration start, ImmutableArray<int> searched, OptimizationOptions options)
    {
        if (options.DecidingExamples is { } given)
            return given;
        int wanted = (int)Math.Clamp(options.Budget.SystemRuns * DecidingShare, LeastDecidingExamples, MostDecidingExamples);
        while (wanted > LeastDecidingExamples && SearchPlan.LeastSystemRuns(start, searched, wanted, options) > options.Budget.SystemRuns)
            wanted--;
        return wanted;
    }

    // The paper's gate looks at validation examples only. The racing engine takes half of its examples from each set, so that what it
    // chooses by is as varied as the data allows.
    private static ImmutableArray<Example<TIn, TLabel>> Draw(
        int wanted, OptimizationEngine engine, Example<TIn, TLabel>[] train, Example<TIn, TLabel>[] validation)
    {
        if (engine == OptimizationEngine.Paper)
            return [.. validation.Take(wanted)];
        var fromTrain = train.ExceptBy(validation.Select(e => e.Id), e => e.Id).ToArray();
        int validationShare = Math.Min(validation.Length, Math.Max(wanted - wanted / 2, wanted - fromTrain.Length));
        return [.. validation.Take(validationShare), .. fromTrain.Take(wanted - validationShare)];
    }

    private static void RejectRepeatedIds(IReadOnlyList<Example<TIn, TLabel>> examples)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var example in examples)
        {
            if (!seen.Add(example.Id))
                throw new ArgumentException($"Two examples have the id {example.Id}; ids name examples in messages and seed their samples.");
        }
    }
}

/// <summary>What the plans of all systems share.</summary>
internal static class SearchPlan
{
    /// <summary>How many other configurations of a component preferences are sampled from.</summary>
    public const int Alternates = 3;

    /// <summary>What has to be spent before the first candidate can win.</summary>
    public static double LeastSystemRuns(SystemConfiguration start, ImmutableArray<int> searched, int deciding, OptimizationOptions options)
    {
        int components = start.Graph.Components.Length;
        bool isPaper = options is { Engine: OptimizationEngine.Paper, Control: not OptimizationControl.RandomJointSearch };
        long baseline = (long)deciding * Bound(ComponentSet.All(components), start);
        long stageOne = isPaper && Learns(options) ? (long)options.StageOneInputs * searched.Sum(k => PreferenceBound(k, start)) : 0;
        long turn = searched.Min(k => isPaper
            ? IterationBound(k, start, deciding, options)
            : (long)deciding * SuffixBound(k, start) + (HasOnlyWeights(start.Graph.Components[k], options) ? TrainingTurnBound(k, start, options) : 0));
        return (baseline + stageOne + turn) / (double)components;
    }

    /// <summary>The fewest calls to language models that a run can take: one for each prompted component that every input needs.</summary>
    public static int LeastCalls(SystemGraph graph) => graph.Components.Count(
        c => !c.IsConditional && c.Parameters.Any(p => p is PromptParameter) && c.Parameters.Any(p => p is SettingParameter));

    /// <summary>The most executions that some components can take on one example: one each, or one per candidate where values are chosen per input.</summary>
    public static int Bound(IEnumerable<int> components, SystemConfiguration configuration) => components.Sum(
        k => configuration.GetComponent(k) is { Selector: not null } values
            ? PerInputSelector.Candidates(configuration.Graph.Components[k], values).Length
            : 1);

    /// <summary>The most executions that a change of a component can cost on one example.</summary>
    public static int SuffixBound(int component, SystemConfiguration configuration) =>
        SuffixBound(ComponentSet.Of(component), configuration);

    /// <summary>The most executions that a change of some components can cost on one example.</summary>
    public static int SuffixBound(ComponentSet components, SystemConfiguration configuration) =>
        Bound(components.Aggregate(components, (all, k) => all.Union(configuration.Graph.Descendants(k))), configuration);

    /// <summary>The most executions that collecting preferences for a component can take on one input.</summary>
    public static int PreferenceBound(int component, SystemConfiguration configuration)
    {
        var graph = configuration.Graph;
        var behind = graph.Descendants(component);
        int once = Bound(Enumerable.Range(0, graph.Components.Length).Where(k => k != component && !behind.Contains(k)), configuration);
        return once + (Alternates + 1) * SuffixBound(component, configuration);
    }

    /// <summary>The most executions that an iteration of the paper's engine can take.</summary>
    public static long IterationBound(int component, SystemConfiguration configuration, int deciding, OptimizationOptions options)
    {
        var graph = configuration.Graph;
        var current = configuration.GetComponent(component)!;
        // Local rewards may put a choice per input into the component, which then runs once per candidate.
        int own = Learns(options) && graph.Components[component].Parameters.Any(p => p.IsPerInput)
            ? PerInputSelector.Candidates(graph.Components[component], current).Length
            : 1;
        long batch = Learns(options)
            ? PreferenceBound(component, configuration) + (long)own * (options.TrustRegion.Candidates + 1)
            : Bound(graph.Ancestors(component), configuration);
        long gate = Bound(graph.Descendants(component), configuration) + (long)own;
        return options.BatchInputs * batch + TrainingBound(component, configuration, options) + deciding * gate;
    }

    /// <summary>The most executions that a round of training a component's weights can take; 0 where none are trained.</summary>
    public static long TrainingBound(int component, SystemConfiguration configuration, OptimizationOptions options)
    {
        var info = configuration.Graph.Components[component];
        if (!Trains(info, options))
            return 0;
        var before = configuration.Graph.Ancestors(component);
        long prefix = Bound(info.IsConditional ? before.With(component) : before, configuration);
        return options.WeightTrainer!.InputsPerRound * prefix + (long)info.Parameters.Count(p => p is WeightsParameter) * options.WeightTrainer.RolloutsPerRound;
    }

    /// <summary>The same for the racing engine, which collects preferences for the component first.</summary>
    public static long TrainingTurnBound(int component, SystemConfiguration configuration, OptimizationOptions options) =>
        TrainingBound(component, configuration, options)
        + (Learns(options) ? Math.Max(options.StageOneInputs, options.BatchInputs) * (long)PreferenceBound(component, configuration) : 0);

    /// <summary>Whether local rewards learn from evidence.</summary>
    public static bool Learns(OptimizationOptions options) => options.Control is OptimizationControl.None or OptimizationControl.ShuffledRewards;

    /// <summary>Whether the component has weights, someone to train them, and a local reward, if a random one, to train them with.</summary>
    public static bool Trains(ComponentInfo component, OptimizationOptions options) =>
        component.Parameters.Any(p => p is WeightsParameter && IsReachable(p, options));

    /// <summary>Whether weights are all that is searched of the component, so that nothing can be tried before they are trained.</summary>
    public static bool HasOnlyWeights(ComponentInfo component, OptimizationOptions options) =>
        component.Parameters.Where(p => IsReachable(p, options)).All(p => p is WeightsParameter);

    /// <summary>Whether the optimizer has a way to search the parameter.</summary>
    public static bool IsReachable(ParameterInfo parameter, OptimizationOptions options) => parameter switch
    {
        DiscreteParameter discrete => discrete.Values.Length > 1,
        ContinuousParameter => true,
        PromptParameter => options.Proposer is not null,
        WeightsParameter => options.WeightTrainer is not null && (Learns(options) || options.Control == OptimizationControl.RandomScores),
        _ => false,
    };
}
