namespace Optimas;

/// <summary>
/// Marks a method as a component C_k: its return value is y_k, its wired parameters are x_k. A component is named for what it produces.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ComponentAttribute : Attribute
{
    /// <summary>
    /// A method of the system that returns <see cref="bool"/> and decides per input whether this component runs, as
    /// <c>nameof(NeedsSearch)</c>. Its parameters are wired like a component's. Consumers of a conditional component accept null.
    /// </summary>
    public string? When { get; init; }
}
