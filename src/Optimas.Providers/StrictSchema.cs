using System.Text.Json;

namespace Optimas.Providers;

/// <summary>Tells whether a JSON schema lies within the subset that OpenAI enforces while it decodes, so that <c>strict</c> may be asked
/// for: objects that require all their properties and allow no others, and no keyword outside a short list.</summary>
internal static class StrictSchema
{
    private static readonly HashSet<string> _keywords =
    [
        "$schema", "$ref", "$defs", "title", "description", "type", "enum", "const", "anyOf",
        "properties", "required", "additionalProperties", "items", "minItems", "maxItems",
        "pattern", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
    ];

    /// <summary>Whether the whole schema fits; its root must be an object.</summary>
    public static bool Fits(JsonElement schema) =>
        schema.Text("type") == "object" && schema.Member("anyOf") is null && PartFits(schema);

    private static bool PartFits(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object
        && schema.EnumerateObject().All(keyword => _keywords.Contains(keyword.Name))
        && (!DescribesObject(schema) || IsClosed(schema))
        && Values(schema, "properties").All(PartFits)
        && Values(schema, "$defs").All(PartFits)
        && schema.Items("anyOf").All(PartFits)
        && (schema.Member("items") is not { } items || PartFits(items));

    private static bool DescribesObject(JsonElement schema) =>
        schema.Member("properties") is not null
        || schema.Text("type") == "object"
        || schema.Items("type").Any(type => type.ValueEquals("object"));

    private static bool IsClosed(JsonElement schema)
    {
        var required = schema.Items("required").Select(name => name.GetString()).ToHashSet();
        return schema.Member("additionalProperties", JsonValueKind.False) is not null
            && schema.Member("properties", JsonValueKind.Object) is { } properties
            && properties.EnumerateObject().All(property => required.Contains(property.Name));
    }

    private static IEnumerable<JsonElement> Values(JsonElement schema, string name) =>
        schema.Member(name, JsonValueKind.Object) is { } members ? members.EnumerateObject().Select(member => member.Value) : [];
}
