using System.Collections.Immutable;

namespace Optimas.Pocket;

/// <summary>A query and what a search found for it.</summary>
/// <param name="Query">The query.</param>
/// <param name="Candidates">The entities found, in the order of the knowledge base.</param>
public sealed record CandidateTask(EntityQuery Query, ImmutableArray<Entity> Candidates)
{
    private const int Count = 5, LongestRelations = 110;

    /// <summary>A query to a small knowledge base, and what shares the most words with it.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="names">Which names to use.</param>
    public static CandidateTask Create(SeededRandom random, Part names)
    {
        ArgumentNullException.ThrowIfNull(random);
        var atlas = Atlas.Create(random, names, 10 + random.Next(8));
        return new EntitySearch(atlas).Find(random, atlas.CreateQuery(random), Count);
    }

    /// <summary>An entity's text, as a scorer gets it.</summary>
    /// <param name="entity">The entity.</param>
    public static string TextLine(Entity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return $"{entity.Name} ({entity.Type}): {entity.Text}";
    }

    /// <summary>The relations of an entity that a scorer gets: those whose other end the query names come first, and not all fit.</summary>
    /// <param name="entity">The entity.</param>
    public IReadOnlyList<Relation> Shown(Entity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        var shown = new List<Relation>();
        int length = 0;
        foreach (var relation in entity.Relations.OrderBy(r => Query.Text.Contains(r.Name, StringComparison.Ordinal) ? 0 : 1))
        {
            length += relation.Kind.Length + 1 + relation.Name.Length + (shown.Count > 0 ? 2 : 0);
            if (shown.Count > 0 && length > LongestRelations)
                break;
            shown.Add(relation);
        }

        return shown;
    }

    /// <summary>An entity's relations, as a scorer gets them.</summary>
    /// <param name="entity">The entity.</param>
    public string RelationLine(Entity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return $"{entity.Name} ({entity.Type}): {string.Join("; ", Shown(entity).Select(r => $"{r.Kind} {r.Name}"))}";
    }
}
