namespace Optimas;

/// <summary>Scores configurations on examples.</summary>
/// <param name="system">The system.</param>
/// <param name="metric">The global reward.</param>
/// <param name="options">How to evaluate.</param>
public sealed class Evaluator<TIn, TOut, TLabel>(
    ICompoundSystem<TIn, TOut> system, IMetric<TOut, TLabel> metric, EvaluationOptions options)
{
    /// <summary>
    /// Runs every example under a configuration and scores it. Results come in the order of the examples, failed runs with the failure
    /// score; the result is the same at any parallelism.
    /// </summary>
    /// <exception cref="FailureRateException">More runs failed than the options allow.</exception>
    /// <exception cref="MetricException">The metric failed or left its range.</exception>
    public async Task<EvaluationResult<TIn, TOut, TLabel>> EvaluateAsync(
        SystemConfiguration configuration, IReadOnlyList<Example<TIn, TLabel>> examples, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(examples);
        if (examples.Count == 0)
            throw new ArgumentException("There is nothing to evaluate: the list of examples is empty.", nameof(examples));
        int failures = 0;
        var results = new ExampleResult<TIn, TOut, TLabel>?[examples.Count];
        // With this many failures no remaining success could bring the rate back under the limit.
        int limit = (int)Math.Floor(options.MaxFailureRate * examples.Count + 1e-9);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await OrderedParallel.SelectAsync(
                examples,
                options.Parallelism,
                async (example, i, ct) =>
                {
                    // The loop's own token hears of the stop a little later.
                    stopping.Token.ThrowIfCancellationRequested();
                    var request = ExecutionRequest.Default with { Seed = options.Seed is { } s ? SeededRandom.Derive(s, example.Id, 0) : null };
                    var result = results[i] = await RunAsync(example, configuration, prefix: null, request, ct).ConfigureAwait(false);
                    if (result.Failure is not null && Interlocked.Increment(ref failures) > limit)
                        await stopping.CancelAsync().ConfigureAwait(false);
                    return result;
                },
                stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (failures > limit && !cancellationToken.IsCancellationRequested)
        {
        }

        if (failures > limit)
        {
            throw new FailureRateException(
                failures, examples.Count, options.MaxFailureRate, results.First(r => r?.Failure is not null)!.Failure!);
        }

        return new([.. results!]);
    }

    /// <summary>Runs one example and scores it.</summary>
    /// <param name="example">The example.</param>
    /// <param name="configuration">The configuration to run under.</param>
    /// <param name="prefix">Slots to keep; null to start with all of them empty.</param>
    /// <param name="request">What to run; the whole system, or what an output needs.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="MetricException">The metric failed or left its range.</exception>
    public async Task<ExampleResult<TIn, TOut, TLabel>> RunAsync(
        Example<TIn, TLabel> example,
        SystemConfiguration configuration,
        Trace<TIn, TOut>? prefix,
        ExecutionRequest request,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(example);
        try
        {
            var trace = await system.ExecuteAsync(example.Input, configuration, prefix, request, cancellationToken).ConfigureAwait(false);
            return new(example, await ScoreAsync(example, trace, cancellationToken).ConfigureAwait(false), trace, Failure: null);
        }
        catch (ComponentException e) when (e.InnerException is not StopException)
        {
            return new(example, options.FailureScore ?? metric.Minimum, (Trace<TIn, TOut>)e.Trajectory, e);
        }
    }

    /// <summary>The metric's score of a complete trajectory.</summary>
    /// <exception cref="MetricException">The metric failed or left its range.</exception>
    public async ValueTask<double> ScoreAsync(Example<TIn, TLabel> example, Trace<TIn, TOut> trace, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(example);
        ArgumentNullException.ThrowIfNull(trace);
        double score;
        try
        {
            score = await metric.ScoreAsync(example.Label, trace.Output, trace, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not StopException && !(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw new MetricException(example.Id, e.Message, e);
        }

        return score >= metric.Minimum && score <= metric.Maximum
            ? score
            : throw new MetricException(example.Id, $"its score {score} lies outside its range [{metric.Minimum}, {metric.Maximum}].");
    }
}
