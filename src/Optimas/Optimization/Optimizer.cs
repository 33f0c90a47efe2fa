namespace Optimas;

/// <summary>The optimization of a compound system with globally aligned local rewards (OPTIMAS, algorithm 1).</summary>
public static class Optimizer
{
    /// <summary>Looks for a better configuration within a budget. Generated <c>OptimizeAsync</c> methods call this.</summary>
    /// <typeparam name="TIn">The system's input.</typeparam>
    /// <typeparam name="TOut">The system's output.</typeparam>
    /// <typeparam name="TLabel">What the metric compares outputs with.</typeparam>
    /// <typeparam name="TConfiguration">The system's configuration type.</typeparam>
    /// <param name="system">The system.</param>
    /// <param name="train">Examples to learn from. The racing engine decides on some of them too.</param>
    /// <param name="validation">Examples to decide on. Those that occur in <paramref name="train"/> too, by their ids, count once.</param>
    /// <param name="metric">The global reward.</param>
    /// <param name="options">How to optimize.</param>
    /// <param name="progress">Hears of every decision, in order, on the optimizer's own thread.</param>
    /// <param name="cancellationToken">Ends the optimization with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>
    /// The best configuration found: never worse than the start on the examples that decided. The same seed gives the same result at any
    /// parallelism, as long as the components and the proposer answer the same for the same input and seed.
    /// </returns>
    /// <exception cref="ArgumentException">There is nothing to optimize or nothing to learn from, or two examples of a set share an id.</exception>
    /// <exception cref="BudgetException">The plan can't fit the budget; nothing was run.</exception>
    /// <exception cref="FailureRateException">More runs of the start failed than the options allow.</exception>
    /// <exception cref="MetricException">The metric failed or left its range.</exception>
    /// <exception cref="SpentBudgetException">A budget outside of the optimizer was spent before the start was scored. Later it is a <see cref="StopReason"/>.</exception>
    /// <exception cref="StopException">The journal can't be written, or holds another run; or something else ordered the run to end.</exception>
    public static async Task<OptimizationResult<TConfiguration>> OptimizeAsync<TIn, TOut, TLabel, TConfiguration>(
        ICompoundSystem<TIn, TOut> system,
        IReadOnlyList<Example<TIn, TLabel>> train,
        IReadOnlyList<Example<TIn, TLabel>> validation,
        IMetric<TOut, TLabel> metric,
        OptimizationOptions options,
        IProgress<OptimizationEvent>? progress,
        CancellationToken cancellationToken)
        where TConfiguration : SystemConfiguration
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(options);
        var start = options.Start ?? system.DefaultConfiguration;
        if (start is not TConfiguration)
            throw new ArgumentException($"{system.Graph.Name} can't start from a configuration of {start.Graph.Name}.", nameof(options));
        if (!double.IsFinite(metric.Minimum) || !double.IsFinite(metric.Maximum) || metric.Minimum >= metric.Maximum)
            throw new ArgumentException($"A metric needs a range; [{metric.Minimum}, {metric.Maximum}] is none.", nameof(metric));
        var plan = SearchPlan<TIn, TLabel>.Make(start, train, validation, options);
        if (options.Journal is null)
        {
            var unrecorded = new Search<TIn, TOut, TLabel>(system, metric, plan, options, progress, recorder: null);
            return WithData(await RunAsync<TIn, TOut, TLabel, TConfiguration>(unrecorded, cancellationToken).ConfigureAwait(false));
        }

        var run = await JournaledRun<TIn, TOut, TLabel>.BeginAsync(
            new(system, metric, options, plan, train, validation), options.Journal, cancellationToken).ConfigureAwait(false);
        return WithData(await run.EndAsync(
            () => RunAsync<TIn, TOut, TLabel, TConfiguration>(run.Search(progress), cancellationToken), cancellationToken).ConfigureAwait(false));

        OptimizationResult<TConfiguration> WithData(OptimizationResult<TConfiguration> result) => result with
        {
            Provenance = result.Provenance with
            {
                TrainingData = RunProvenance.HashOf(system, train), ValidationData = RunProvenance.HashOf(system, validation),
            },
        };
    }

    private static async Task<OptimizationResult<TConfiguration>> RunAsync<TIn, TOut, TLabel, TConfiguration>(
        Search<TIn, TOut, TLabel> search, CancellationToken cancellationToken)
        where TConfiguration : SystemConfiguration
    {
        var (plan, options) = (search.Plan, search.Options);
        using var span = OptimizationSpans.Optimization(search.Graph, options);
        search.Report(spent => new OptimizationPlanned(
            plan.Start,
            [.. plan.SearchedFields(options).Select(f => f.Name)],
            plan.Deciding.Length,
            plan.LeastSystemRuns,
            options.Budget) { Spent = spent });
        await search.EvaluateStartAsync(cancellationToken).ConfigureAwait(false);
        var rewards = options.RewardModel ?? new HashedRewardModel(new() { Seed = options.Seed });
        StopReason reason;
        string? explanation = null;
        try
        {
            reason = await SearchAsync(search, rewards, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (SpentBudgetException.Of(e) is { } spent)
        {
            // What was running has not decided anything: the incumbent is the best that was found.
            (reason, explanation) = (spent.Reason, spent.Message);
        }

        // A run that was stopped goes on when it is resumed: its rewards are still to change.
        if (explanation is null)
            await search.RewardOutputsAsync(rewards, cancellationToken).ConfigureAwait(false);
        return search.Finish<TConfiguration>(reason, explanation);
    }

    private static Task<StopReason> SearchAsync<TIn, TOut, TLabel>(
        Search<TIn, TOut, TLabel> search, ILocalRewardModel rewards, CancellationToken cancellationToken) => search.Options switch
    {
        { Control: OptimizationControl.RandomJointSearch } => new JointSearch<TIn, TOut, TLabel>(search).RunAsync(cancellationToken),
        { Engine: OptimizationEngine.Paper } => new PaperEngine<TIn, TOut, TLabel>(search, rewards).RunAsync(cancellationToken),
        _ => new RacingEngine<TIn, TOut, TLabel>(search, rewards).RunAsync(cancellationToken),
    };
}
