namespace Optimas.Generators.Model;

/// <summary>A field of a component's configuration.</summary>
/// <param name="Name">The property's name, as <c>MaxWords</c>.</param>
/// <param name="Type">The property's type.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Default">The default value as a C# expression.</param>
/// <param name="Values">The candidates of a discrete field, as C# expressions of the field's type.</param>
/// <param name="Min">The lower end of a continuous field.</param>
/// <param name="Max">The upper end of a continuous field.</param>
/// <param name="IsLog">Whether a continuous field is searched on a logarithmic scale.</param>
/// <param name="PerInput">Whether its value may be chosen per input.</param>
/// <param name="Placeholders">For a prompt: the names that {name} may stand for.</param>
/// <param name="Signature">What the field declares, for drift, as <c>int: 1, 3, 5</c> or <c>double in [0.1, 10] log</c> or <c>prompt</c>.</param>
internal sealed record FieldModel(
    string Name,
    TypeReference Type,
    FieldKind Kind,
    string Default,
    EquatableArray<string> Values,
    double Min,
    double Max,
    bool IsLog,
    bool PerInput,
    EquatableArray<string> Placeholders,
    string Signature);

/// <summary>What a field is.</summary>
internal enum FieldKind
{
    Prompt,
    Discrete,
    ModelChoice,
    Continuous,
    Weights,
    Setting,
}
