using Optimas.Runtime;

namespace Optimas.Tests.Systems;

/// <summary>A system bound by hand, ready to run, with the count of its component calls.</summary>
internal sealed class HandSystem<TIn, TOut>(SystemBinding<CallCounter, TIn, TOut> binding)
    where TIn : notnull
{
    public CallCounter Calls { get; } = new();

    public SystemGraph Graph => binding.Graph;

    public HandConfiguration Default => (HandConfiguration)binding.DefaultConfiguration;

    public ICompoundSystem<TIn, TOut> System => field ??= new BoundSystem<CallCounter, TIn, TOut>(Calls, binding);

    public Task<Trace<TIn, TOut>> RunAsync(
        TIn input,
        SystemConfiguration? configuration = null,
        Trace<TIn, TOut>? prefix = null,
        ExecutionRequest? request = null,
        CancellationToken cancellationToken = default) =>
        System.ExecuteAsync(input, configuration ?? Default, prefix, request ?? ExecutionRequest.Default, cancellationToken);

    public Evaluator<TIn, TOut, TLabel> Evaluator<TLabel>(IMetric<TOut, TLabel> metric, EvaluationOptions? options = null) =>
        new(System, metric, options ?? EvaluationOptions.Default);

    public Task<OptimizationResult<HandConfiguration>> OptimizeAsync<TLabel>(
        IReadOnlyList<Example<TIn, TLabel>> train,
        IReadOnlyList<Example<TIn, TLabel>> validation,
        IMetric<TOut, TLabel> metric,
        OptimizationOptions options,
        IProgress<OptimizationEvent>? progress = null,
        CancellationToken cancellationToken = default) =>
        Optimizer.OptimizeAsync<TIn, TOut, TLabel, HandConfiguration>(
            System, train, validation, metric, options, progress, cancellationToken);
}
