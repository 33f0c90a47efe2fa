using System.ComponentModel;

namespace Optimas.Runtime;

/// <summary>
/// The end of an untraced run whose components overlap: cancelled with the caller's token, or when a component fails, so that the others
/// end too and the first failure in order is reported.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ConcurrentRun : CancellationTokenSource
{
    private readonly CancellationTokenRegistration _caller;
    private Failure? _failure;

    /// <summary>A run that ends with the caller's token.</summary>
    public ConcurrentRun(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
            _caller = cancellationToken.UnsafeRegister(static run => ((ConcurrentRun)run!).Cancel(), this);
    }

    /// <summary>Whether a component failed.</summary>
    public bool HasFailed => _failure is not null;

    /// <summary>Keeps a failure and ends the other components. Components cancelled because of it are not its cause.</summary>
    /// <param name="component">The index of the component that failed.</param>
    /// <param name="exception">What it threw.</param>
    /// <returns>Always false: the component did not complete.</returns>
    public async Task<bool> FailAsync(int component, Exception exception)
    {
        var failure = new Failure(exception is OperationCanceledException, component, exception);
        for (var kept = _failure; kept is null || failure.Precedes(kept);)
        {
            var found = Interlocked.CompareExchange(ref _failure, failure, kept);
            if (found == kept)
                break;
            kept = found;
        }

        await CancelAsync().ConfigureAwait(false);
        return false;
    }

    /// <summary>The report of the failure, once every component has ended.</summary>
    /// <param name="binding">The system's binding.</param>
    /// <param name="input">The system's input.</param>
    /// <param name="configuration">The run's configuration.</param>
    /// <param name="outputs">The components' outputs, by index.</param>
    /// <param name="nodes">Whether each component completed.</param>
    public ComponentException Report<TSystem, TIn, TOut>(
        SystemBinding<TSystem, TIn, TOut> binding,
        TIn input,
        SystemConfiguration configuration,
        object?[] outputs,
        params ReadOnlySpan<Task<bool>> nodes)
    {
        var completed = new List<int>();
        for (int k = 0; k < nodes.Length; k++)
        {
            if (nodes[k].Result)
                completed.Add(k);
        }

        return RunFailure.Create(binding, _failure!.Component, _failure.Exception, input, configuration, outputs, [.. completed]);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _caller.Dispose();
        base.Dispose(disposing);
    }

    private sealed class Failure(bool isCancellation, int component, Exception exception)
    {
        public int Component => component;

        public Exception Exception => exception;

        public bool Precedes(Failure other) => Rank.CompareTo(other.Rank) < 0;

        private (bool IsCancellation, int Component) Rank => (isCancellation, component);
    }
}
