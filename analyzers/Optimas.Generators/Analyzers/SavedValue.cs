using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using Optimas.Generators.Model;

namespace Optimas.Generators.Analyzers;

/// <summary>A value in a saved configuration, judged as the runtime judges it.</summary>
/// <param name="value">The value.</param>
/// <param name="raw">Its JSON text.</param>
internal sealed class SavedValue(JsonValue value, string raw)
{
    private const int LongestShown = 60;

    /// <summary>As messages show it: as it is written, cut where it is long.</summary>
    public string Shown => raw.Length <= LongestShown ? raw : raw.Substring(0, LongestShown) + "…";

    /// <summary>Whether a field takes it.</summary>
    public bool IsLegal(FieldModel field) => field.Kind switch
    {
        FieldKind.Prompt => value.Text is not null,
        FieldKind.Discrete or FieldKind.ModelChoice => field.Values.Any(v => Is(field.Type, v)),
        FieldKind.Continuous => Number(field.Type) is { } number && (field.Type.FullyQualified == "float"
            ? (float)number >= (float)field.Min && (float)number <= (float)field.Max
            : number >= field.Min && number <= field.Max),
        FieldKind.Weights => raw == "null" || value.Text is { Length: > 0 },
        // No system declares them, so that they never drift.
        _ => true,
    };

    // Candidates are C# expressions: "a", true, 3, 3L, 0.5f, global::Some.Enum.Member.
    private bool Is(TypeReference type, string candidate) => type.FullyQualified switch
    {
        "string" => value.Text is { } text && SymbolDisplay.FormatLiteral(text, quote: true) == candidate,
        "bool" => raw == candidate,
        "int" or "long" or "float" or "double" or "decimal" =>
            Number(type) is { } number && Parse(candidate.TrimEnd('L', 'f', 'd', 'm')) is { } other
            && (type.FullyQualified == "float" ? (float)number == (float)other : number == other),
        _ => value.Text is { } member && candidate.Substring(candidate.LastIndexOf('.') + 1).TrimStart('@') == member,
    };

    private double? Number(TypeReference type) =>
        value.Text is null && !(type.FullyQualified is "int" or "long" && raw.IndexOfAny(['.', 'e', 'E']) >= 0) ? Parse(raw) : null;

    private static double? Parse(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;
}
