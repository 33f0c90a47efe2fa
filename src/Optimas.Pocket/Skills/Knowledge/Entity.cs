using System.Collections.Immutable;

namespace Optimas.Pocket;

/// <summary>A node of a made-up biomedical knowledge base.</summary>
public sealed record Entity
{
    /// <summary>Its number.</summary>
    public required int Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, as <c>drug</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What is true of it: one value for each slot of its type.</summary>
    public required ImmutableArray<string> Traits { get; init; }

    /// <summary>Which of its traits its text tells.</summary>
    public required ImmutableArray<bool> Tells { get; init; }

    /// <summary>Its relations, also those that others have to it.</summary>
    public ImmutableArray<Relation> Relations { get; init; } = [];

    /// <summary>The relation that its text tells too; null for none.</summary>
    public Relation? Told { get; init; }

    /// <summary>Its text.</summary>
    public string Text
    {
        get
        {
            string[] told = [.. Traits.Where((_, i) => Tells[i])];
            string text = told.Length == 0 ? $"{Name} is a {Type}." : $"{Name} {string.Join(" and ", told)}.";
            return Told is null ? text : $"{text} It {RelationWords.Say(Type, Told)}.";
        }
    }
}

/// <summary>That one entity has to do with another.</summary>
/// <param name="Kind">How, as the knowledge base calls it: <c>side effect</c>.</param>
/// <param name="Name">The other's name.</param>
/// <param name="Other">The other's number.</param>
public sealed record Relation(string Kind, string Name, int Other);
