using System.Text.Json;
using System.Text.Json.Nodes;

namespace Optimas.Runtime;

/// <summary>
/// The reply for a named tuple. Its names exist in source only, so JSON metadata knows its elements as Item1, Item2 and so on; a language
/// model is asked for them by name.
/// </summary>
/// <param name="names">The names of the elements, in order.</param>
/// <param name="options">The options of the tuple's JSON metadata.</param>
internal sealed class TupleReply(IReadOnlyList<string> names, JsonSerializerOptions options)
{
    /// <summary>The schema with the names in it. Every element is required.</summary>
    public JsonElement Schema(JsonElement schema)
    {
        var root = JsonNode.Parse(schema.GetRawText())!.AsObject();
        var properties = root["properties"]!.AsObject();
        var renamed = new JsonObject();
        for (int i = 0; i < names.Count; i++)
            renamed[Shown(i)] = properties[Stored(i)]!.DeepClone();
        root["properties"] = renamed;
        root["required"] = new JsonArray([.. names.Select((_, i) => JsonValue.Create(Shown(i)))]);
        root["additionalProperties"] = false;
        using var document = JsonDocument.Parse(root.ToJsonString());
        return document.RootElement.Clone();
    }

    /// <summary>The reply with its properties called as the metadata calls them.</summary>
    /// <exception cref="JsonException">An element is missing.</exception>
    public JsonElement Read(JsonElement reply)
    {
        if (reply.ValueKind != JsonValueKind.Object)
            return reply;
        var stored = new JsonObject();
        for (int i = 0; i < names.Count; i++)
            stored[Stored(i)] = JsonNode.Parse(Element(reply, Shown(i)).GetRawText());
        using var document = JsonDocument.Parse(stored.ToJsonString());
        return document.RootElement.Clone();
    }

    private static JsonElement Element(JsonElement reply, string name)
    {
        if (reply.TryGetProperty(name, out var exact))
            return exact;
        foreach (var property in reply.EnumerateObject())
        {
            if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase))
                return property.Value;
        }

        throw new JsonException($"it has no property \"{name}\".");
    }

    private string Shown(int element) => Named(names[element]);

    private string Stored(int element) => Named($"Item{element + 1}");

    private string Named(string name) => options.PropertyNamingPolicy?.ConvertName(name) ?? name;
}
