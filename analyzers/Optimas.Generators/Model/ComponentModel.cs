namespace Optimas.Generators.Model;

/// <summary>A component C_k.</summary>
/// <param name="Name">The method's name.</param>
/// <param name="Description">The summary of its XML documentation, on one line; empty for none.</param>
/// <param name="Return">How the method hands back its value.</param>
/// <param name="Value">The type of y_k: T of Task&lt;T&gt;.</param>
/// <param name="Parameters">The method's parameters, in order.</param>
/// <param name="Fields">v_k: the fields of its configuration, in order.</param>
/// <param name="Prompt">What makes it an LLM component; null for one with a body of the user's own.</param>
/// <param name="When">The predicate that decides whether it runs; null for one that always does.</param>
/// <param name="ValueAccessibility">
/// The accessibility that a property of y_k's type in the nested class Trace may have: <c>public</c>, <c>internal</c>, or null where the type is
/// private and no property can show it.
/// </param>
/// <param name="Signature">What the component declares, for drift: its wiring and its type, as <c>(query: Query) -> string</c>.</param>
internal sealed record ComponentModel(
    string Name,
    string Description,
    ReturnKind Return,
    TypeReference Value,
    EquatableArray<ParameterModel> Parameters,
    EquatableArray<FieldModel> Fields,
    PromptedModel? Prompt,
    PredicateModel? When,
    string? ValueAccessibility,
    string Signature);

/// <summary>How a method hands back its value.</summary>
internal enum ReturnKind
{
    Value,
    Task,
    ValueTask,
}

/// <summary>A prompted component: its partial method is implemented by the generator.</summary>
/// <param name="Modifiers">The modifiers to repeat on the implementing declaration, as <c>private partial</c>.</param>
/// <param name="Client">The expression that yields the chat client, as <c>chat</c> or <c>this.Chat</c>.</param>
/// <param name="PromptField">The index of the instruction among the fields.</param>
/// <param name="TemperatureField">The field that becomes ChatOptions.Temperature.</param>
/// <param name="MaxOutputTokensField">The field that becomes ChatOptions.MaxOutputTokens.</param>
/// <param name="ModelIdField">The field that becomes ChatOptions.ModelId.</param>
/// <param name="SeedField">The field that becomes ChatOptions.Seed.</param>
/// <param name="WeightsField">The field that names trained weights; null for a component that is not trainable.</param>
internal sealed record PromptedModel(
    string Modifiers,
    string Client,
    int PromptField,
    int TemperatureField,
    int MaxOutputTokensField,
    int ModelIdField,
    int SeedField,
    int? WeightsField)
{
    /// <summary>The names of the elements where it gives a named tuple; empty otherwise.</summary>
    public EquatableArray<string> ElementNames { get; init; }
}

/// <summary>A predicate of a conditional component.</summary>
/// <param name="Method">The method's name as emitted code writes it.</param>
/// <param name="IsStatic">Whether it is static.</param>
/// <param name="Parameters">Its wired parameters.</param>
internal sealed record PredicateModel(string Method, bool IsStatic, EquatableArray<ParameterModel> Parameters);

/// <summary>A parameter of a component or predicate.</summary>
/// <param name="Name">Its name, without @.</param>
/// <param name="Type">Its type.</param>
/// <param name="Kind">Where its value comes from.</param>
/// <param name="Source">For a wired parameter: the producer. Null for the others.</param>
/// <param name="Field">For a configured parameter: the index of its field. −1 for the others.</param>
/// <param name="TrainableBase">For a trainable parameter: the expression that yields the untrained model. Null for the others.</param>
internal sealed record ParameterModel(
    string Name, TypeReference Type, ParameterKind Kind, SourceModel? Source, int Field, string? TrainableBase)
{
    /// <summary>Whether it is a params parameter, which every declaration of a partial method has to repeat.</summary>
    public bool IsParams { get; init; }
}

/// <summary>Where a parameter's value comes from.</summary>
internal enum ParameterKind
{
    /// <summary>x_k: another component or the system input.</summary>
    Wired,

    /// <summary>v_k: a field of the configuration, handed over as it is.</summary>
    Configured,

    /// <summary>v_k: a trainable model, with the weights that the configuration names.</summary>
    Trainable,

    /// <summary>The run's cancellation token.</summary>
    CancellationToken,
}

/// <summary>The producer of a wired parameter.</summary>
/// <param name="Component">The producer's index; null for the system input.</param>
/// <param name="Member">The member of its value that is taken, as written after the dot; null for the whole.</param>
/// <param name="IsOptional">Whether the producer is conditional (directly or by null propagation), so that its value may be null.</param>
internal sealed record SourceModel(int? Component, string? Member, bool IsOptional);
