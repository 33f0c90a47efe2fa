using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Optimas.Serving.Protocol;

/// <summary>Reads the members of a request, and says which one is wrong. A member that is null counts as absent.</summary>
/// <param name="element">A JSON object.</param>
/// <param name="path">What comes before a member's name in errors: empty, or such as <c>messages[0].</c>.</param>
internal readonly struct RequestFields(JsonElement element, string path)
{
    public bool TryGet(string name, out JsonElement value) =>
        element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    public string PathOf(string name) => path + name;

    public string? String(string name)
    {
        if (!TryGet(name, out var value))
            return null;
        return value.ValueKind == JsonValueKind.String ? Text(value, name) : throw Wrong(name, "a string", value);
    }

    public string RequiredString(string name) => String(name) is { Length: > 0 } value
        ? value
        : throw ApiException.Invalid(PathOf(name), $"{PathOf(name)} is missing or empty.");

    public bool Flag(string name)
    {
        if (!TryGet(name, out var value))
            return false;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(name, "true or false", value);
    }

    public int? Integer(string name, int least, int most)
    {
        if (!TryGet(name, out var value))
            return null;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out int number))
            throw Wrong(name, "an integer", value);
        return number >= least && number <= most
            ? number
            : throw ApiException.Invalid(PathOf(name), $"{PathOf(name)} is {number}, but must lie from {least} to {most}.");
    }

    public long? Long(string name)
    {
        if (!TryGet(name, out var value))
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number : throw Wrong(name, "an integer of 64 bits", value);
    }

    public float? Number(string name, float least, float most)
    {
        if (!TryGet(name, out var value))
            return null;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetSingle(out float number))
            throw Wrong(name, "a number", value);
        return number >= least && number <= most
            ? number
            : throw ApiException.Invalid(PathOf(name), $"{PathOf(name)} is {value.GetRawText()}, but must lie from {least} to {most}.");
    }

    /// <summary>A string or an array of strings, as a list; null where it is absent.</summary>
    public IReadOnlyList<string>? Strings(string name)
    {
        if (!TryGet(name, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.String)
            return [Text(value, name)];
        if (value.ValueKind != JsonValueKind.Array)
            throw Wrong(name, "a string or an array of strings", value);
        var texts = new List<string>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            string at = $"{name}[{texts.Count}]";
            texts.Add(item.ValueKind == JsonValueKind.String ? Text(item, at) : throw Wrong(at, "a string", item));
        }

        return texts;
    }

    public ApiException Wrong(string name, string wanted, JsonElement value) =>
        ApiException.Invalid(PathOf(name), $"{PathOf(name)} must be {wanted}, but is {KindOf(value)}.");

    // JSON can escape half of a surrogate pair, which is no text.
    [SuppressMessage("Design", "CA1031", Justification = "GetString's only failure here")]
    private string Text(JsonElement value, string name)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw ApiException.Invalid(PathOf(name), $"{PathOf(name)} holds half of a surrogate pair, which is no Unicode text.");
        }
    }

    private static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => $"the number {(value.GetRawText() is { Length: <= 40 } text ? text : "of many digits")}",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };
}
