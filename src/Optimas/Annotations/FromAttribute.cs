namespace Optimas;

/// <summary>An explicit edge: wires a parameter to the component or input property of another name.</summary>
/// <param name="producer">The producer's name, as <c>nameof(Query)</c>.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FromAttribute(string producer) : Attribute
{
    /// <summary>The producer's name.</summary>
    public string Producer { get; } = producer;
}
