using System.Collections.Immutable;

namespace Optimas.Pocket;

/// <summary>One of the things that a query asks for: a trait or a relation.</summary>
/// <param name="Slot">The trait's slot; -1 for a relation.</param>
/// <param name="Trait">The trait; empty for a relation.</param>
/// <param name="Relation">The relation; null for a trait.</param>
public sealed record Requirement(int Slot, string Trait, Relation? Relation)
{
    /// <summary>Whether it is true of an entity.</summary>
    /// <param name="entity">The entity.</param>
    public bool Holds(Entity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return Relation is null ? entity.Traits.Length > Slot && entity.Traits[Slot] == Trait : entity.Relations.Any(IsSame);
    }

    /// <summary>Whether an entity's text tells it (true), tells otherwise (false), or says nothing of it (null).</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="type">The type asked for, whose slots are meant.</param>
    public bool? IsTold(Entity entity, string type)
    {
        ArgumentNullException.ThrowIfNull(entity);
        if (Relation is not null)
            return entity.Told is { } told && IsSame(told) ? true : null;
        return entity.Type == type && entity.Tells[Slot] ? entity.Traits[Slot] == Trait : null;
    }

    private bool IsSame(Relation other) => Relation!.Kind == other.Kind && Relation.Name == other.Name;
}

/// <summary>A query to the knowledge base.</summary>
/// <param name="Text">The query.</param>
/// <param name="Type">The type asked for.</param>
/// <param name="Requirements">What is asked for.</param>
/// <param name="Answers">The numbers of all entities that fit.</param>
public sealed record EntityQuery(string Text, string Type, ImmutableArray<Requirement> Requirements, ImmutableArray<int> Answers);
