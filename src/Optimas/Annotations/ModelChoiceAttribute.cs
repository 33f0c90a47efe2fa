namespace Optimas;

/// <summary>
/// Model selection. On a prompted component the chosen name becomes <c>ChatOptions.ModelId</c>; on a string parameter it is handed to the
/// user's own code.
/// </summary>
/// <param name="models">The models to choose from; the first is the default.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Parameter)]
public sealed class ModelChoiceAttribute(params string[] models) : Attribute
{
    /// <summary>The models to choose from.</summary>
    public IReadOnlyList<string> Models { get; } = models;

    /// <summary>Selects the model for each input, by the component's local reward.</summary>
    public bool PerInput { get; init; }
}
