namespace Optimas;

/// <summary>
/// Marks a partial class, record or struct as a compound AI system: its methods marked <see cref="ComponentAttribute"/> are the nodes,
/// and their parameters, wired by name, are the edges.
/// </summary>
/// <typeparam name="TIn">The system's input. Its public properties can be wired to component parameters by name.</typeparam>
/// <typeparam name="TOut">
/// The system's output: the type of the component named by <see cref="Output"/>, or, where none is named, a record whose constructor
/// parameters or settable properties are component names.
/// </typeparam>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class CompoundSystemAttribute<TIn, TOut> : Attribute
{
    /// <summary>The component whose value is the system's output, as <c>nameof(Answer)</c>.</summary>
    public string? Output { get; init; }

    /// <summary>A <see cref="System.Text.Json.Serialization.JsonSerializerContext"/> that knows the components' types, for trimmed and AOT builds.</summary>
    public Type? Json { get; init; }
}
