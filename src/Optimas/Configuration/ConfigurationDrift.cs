using System.Text.Json;

namespace Optimas;

/// <summary>What differs between the signature that a configuration was saved with and a system's own.</summary>
internal static class ConfigurationDrift
{
    private const int LongestShown = 60;

    /// <summary>One sentence a field, ordered by name. OPT018 says the same at build time.</summary>
    public static IReadOnlyList<string> Sentences(JsonElement json, SystemGraph graph)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return [];
        if (!json.TryGetProperty(ConfigurationJson.SignatureKey, out var signature) || signature.ValueKind != JsonValueKind.Object)
        {
            return json.TryGetProperty(ConfigurationJson.HashKey, out var hash) && hash.ToString() != graph.SignatureHash
                ? [$"its hash was {hash} and is {graph.SignatureHash}"]
                : [];
        }

        var stored = Declared(signature);
        var sentences = new List<string>();
        foreach (string field in stored.Keys.Union(graph.Signature.Keys).Order(StringComparer.Ordinal))
        {
            string? before = stored.GetValueOrDefault(field), now = graph.Signature.GetValueOrDefault(field);
            if (before == now)
                continue;
            string what = now is null ? $"{field} is gone" : before is null ? $"{field} is new" : $"{field} was {before} and is {now}";
            sentences.Add(what + (Value(json, field) is { } value ? Judge(value, Parameter(graph, field), field) : ""));
        }

        return sentences;
    }

    /// <summary>What a stored signature declares, by field.</summary>
    public static Dictionary<string, string> Declared(JsonElement signature)
    {
        var stored = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in signature.EnumerateObject())
            stored[field.Name] = field.Value.ToString();
        return stored;
    }

    /// <summary>A JSON value as messages show it: as it is written, cut where it is long.</summary>
    public static string Show(JsonElement value)
    {
        string text = value.GetRawText().ReplaceLineEndings(" ");
        return text.Length <= LongestShown ? text : text[..LongestShown] + "…";
    }

    /// <summary>Why a JSON value is no legal one of a field, as the rest of a sentence that starts with the field's name; null if it is legal.</summary>
    public static string? Reject(ParameterInfo parameter, JsonElement value)
    {
        try
        {
            return parameter.Reject(parameter.ReadValue(value));
        }
        catch (JsonException e)
        {
            return e.Message;
        }
    }

    private static string Judge(JsonElement value, ParameterInfo? parameter, string field) => parameter is null
        ? $": its value {Show(value)} has no place"
        : $": its value {Show(value)} is {(Reject(parameter, value) is null ? "still" : "no longer")} legal";

    private static ParameterInfo? Parameter(SystemGraph graph, string field) => graph.Fields.FirstOrDefault(f => f.Name == field)?.Parameter;

    private static JsonElement? Value(JsonElement json, string field) =>
        field.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
        && json.TryGetProperty(ConfigurationJson.ComponentsKey, out var components) && components.ValueKind == JsonValueKind.Object
        && components.TryGetProperty(field[..dot], out var component) && component.ValueKind == JsonValueKind.Object
        && component.TryGetProperty(field[(dot + 1)..], out var value)
            ? value
            : null;
}
