using System.Collections.Immutable;
using System.ComponentModel;

namespace Optimas.Runtime;

/// <summary>Failures of untraced runs, reported like those of traced ones.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RunFailure
{
    /// <summary>Whether an exception is the component's failure, not the caller's cancellation.</summary>
    public static bool IsOwn(Exception exception, CancellationToken cancellationToken) =>
        exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested;

    /// <summary>The report of a failure.</summary>
    /// <param name="binding">The system's binding.</param>
    /// <param name="component">The index of the component that failed.</param>
    /// <param name="exception">What it threw.</param>
    /// <param name="input">The system's input.</param>
    /// <param name="configuration">The run's configuration.</param>
    /// <param name="outputs">The outputs of the components that had completed, by index.</param>
    /// <param name="completed">Which ones had completed.</param>
    public static ComponentException Create<TSystem, TIn, TOut>(
        SystemBinding<TSystem, TIn, TOut> binding,
        int component,
        Exception exception,
        TIn input,
        SystemConfiguration configuration,
        object?[] outputs,
        params ReadOnlySpan<int> completed)
    {
        ArgumentNullException.ThrowIfNull(binding);
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(outputs);
        var slots = new Slot?[binding.Components.Length];
        foreach (int k in completed)
        {
            slots[k] = outputs[k] is null && binding.Graph.Components[k].IsConditional
                ? new(null, SlotOrigin.Skipped, Configuration: null, TimeSpan.Zero, Usage: default)
                : new(outputs[k], SlotOrigin.Executed, configuration.GetComponent(k), TimeSpan.Zero, Usage: default);
        }

        var trajectory = binding.CreateTrace(new(binding.Graph, configuration, input, [.. slots]));
        return new(binding.Graph.Components[component], binding.Components[component].Inputs(input, outputs), trajectory, exception);
    }
}
