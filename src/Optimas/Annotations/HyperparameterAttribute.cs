namespace Optimas;

/// <summary>
/// Marks a component's parameter as a hyperparameter: discrete, with its candidate values, or continuous, with <see cref="Min"/> and
/// <see cref="Max"/>. The parameter's default value is the start; without one it is the first candidate, or the middle of the range.
/// </summary>
/// <param name="values">The candidate values, of the parameter's type; none for a continuous hyperparameter.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HyperparameterAttribute(params object[] values) : Attribute
{
    /// <summary>The candidate values; empty for a continuous hyperparameter.</summary>
    public IReadOnlyList<object> Values { get; } = values;

    /// <summary>The smallest legal value of a continuous hyperparameter.</summary>
    public double Min { get; init; } = double.NaN;

    /// <summary>The largest legal value of a continuous hyperparameter.</summary>
    public double Max { get; init; } = double.NaN;

    /// <summary>How a continuous hyperparameter is searched.</summary>
    public Scale Scale { get; init; }

    /// <summary>Selects the value for each input, by the component's local reward.</summary>
    public bool PerInput { get; init; }
}
