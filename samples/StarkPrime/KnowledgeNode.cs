using System.Text.Json;

namespace StarkPrime;

/// <summary>A node's relation to another.</summary>
/// <param name="Kind">As <c>side effect</c>.</param>
/// <param name="Name">The other's name.</param>
public sealed record NodeRelation(string Kind, string Name);

/// <summary>A node of a knowledge base.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it is, as <c>drug</c>.</param>
/// <param name="Text">Its text; empty where it has none.</param>
/// <param name="Relations">Its relations to others.</param>
public sealed record KnowledgeNode(int Id, string Name, string Type, string Text, IReadOnlyList<NodeRelation> Relations)
{
    /// <summary>Its name with its type.</summary>
    public string Title => $"{Name} ({Type})";

    internal static KnowledgeNode Read(JsonElement row) => new(
        Member(row, "id").TryGetInt32(out int id) ? id : throw new FormatException("\"id\" is no number."), ReadText(row, "name"), ReadText(row, "type"), ReadText(row, "text"), []);

    internal static JsonElement Member(JsonElement row, string name)
        => row.ValueKind != JsonValueKind.Object ? throw new FormatException($"found {row.ValueKind} where an object belongs.")
            : row.TryGetProperty(name, out var value) ? value
            : throw new FormatException($"\"{name}\" is missing.");

    internal static string ReadText(JsonElement row, string name)
        => Member(row, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw new FormatException($"\"{name}\" is no text.");
}
