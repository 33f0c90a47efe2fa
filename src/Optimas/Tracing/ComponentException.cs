namespace Optimas;

/// <summary>A component of a running system failed.</summary>
/// <param name="component">The component.</param>
/// <param name="inputs">x_k: what it was called with, by parameter name.</param>
/// <param name="trajectory">What had completed when the run ended.</param>
/// <param name="innerException">What the component threw.</param>
public sealed class ComponentException(
    ComponentInfo component, IReadOnlyDictionary<string, object?> inputs, Trace trajectory, Exception innerException)
    : Exception($"The component {component.Name} of {trajectory.Graph.Name} failed: {innerException.Message}", innerException)
{
    /// <summary>The component that failed.</summary>
    public ComponentInfo Component { get; } = component;

    /// <summary>x_k: what it was called with, by parameter name.</summary>
    public IReadOnlyDictionary<string, object?> Inputs { get; } = inputs;

    /// <summary>What had completed when the run ended.</summary>
    public Trace Trajectory { get; } = trajectory;

    /// <summary>How many component executions the run took, the failed one and those cancelled because of it included.</summary>
    public int Executions { get; init; } = trajectory.Executions + 1;

    /// <summary>What the run's calls to language models used, those of components that did not complete included.</summary>
    public ModelUsage Usage { get; init; } = trajectory.Usage;
}
