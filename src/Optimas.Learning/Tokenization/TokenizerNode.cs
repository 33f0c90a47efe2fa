using System.Text.Json;

namespace Optimas.Learning;

/// <summary>A value in a <c>tokenizer.json</c> that knows where it stands, so that errors can say it.</summary>
/// <param name="source">The file's name.</param>
/// <param name="path">The JSON path, empty for the root.</param>
/// <param name="json">The value; undefined where the file has none.</param>
internal readonly struct TokenizerNode(string source, string path, JsonElement json)
{
    public JsonElement Json => json;

    public bool IsNull => json.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    /// <summary>The value's "type", which decides what else it holds.</summary>
    public string Type => this["type"].Text();

    public TokenizerNode this[string name]
    {
        get
        {
            if (json.ValueKind != JsonValueKind.Object)
                throw Wrong("is not an object", "an object");
            return new(source, path.Length == 0 ? name : $"{path}.{name}", json.TryGetProperty(name, out var value) ? value : default);
        }
    }

    public IEnumerable<TokenizerNode> Items()
    {
        if (json.ValueKind != JsonValueKind.Array)
            throw Wrong(IsNull ? "is missing" : "is not an array", "an array");
        return Walk(source, path, json);

        static IEnumerable<TokenizerNode> Walk(string source, string path, JsonElement array)
        {
            int index = 0;
            foreach (var item in array.EnumerateArray())
                yield return new(source, $"{path}[{index++}]", item);
        }
    }

    public IEnumerable<(string Name, TokenizerNode Value)> Members()
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw Wrong(IsNull ? "is missing" : "is not an object", "an object");
        return Walk(source, path, json);

        static IEnumerable<(string, TokenizerNode)> Walk(string source, string path, JsonElement members)
        {
            foreach (var member in members.EnumerateObject())
                yield return (member.Name, new(source, $"{path}[{Quoted(member.Name)}]", member.Value));
        }
    }

    public string Text() => json.ValueKind == JsonValueKind.String
        ? json.GetString()!
        : throw Wrong(IsNull ? "is missing" : $"is {json.GetRawText()}", "a string");

    public bool Flag(bool otherwise) => json.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null or JsonValueKind.Undefined => otherwise,
        _ => throw Wrong($"is {json.GetRawText()}", "true or false"),
    };

    /// <summary>A token's id.</summary>
    public int Id() => json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out int id) && id is >= 0 and <= MaxId
        ? id
        : throw Wrong(IsNull ? "is missing" : $"is {json.GetRawText()}", $"an id from 0 to {MaxId}");

    /// <summary>The error for this value.</summary>
    /// <param name="what">What is wrong, as the end of a sentence that starts with the path.</param>
    /// <param name="supported">What would do.</param>
    public InvalidDataException Wrong(string what, string supported) =>
        new($"{source}: {(path.Length == 0 ? "the file" : path)} {what}. Supported: {supported}.");

    private const int MaxId = (1 << 24) - 1;

    private static string Quoted(string name) => $"\"{JsonEncodedText.Encode(name)}\"";
}
