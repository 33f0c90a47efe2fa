using Retrieval;

namespace HotpotEvidence;

/// <summary>What is taken for a name.</summary>
public static class BridgeSource
{
    /// <summary>Words written with capitals.</summary>
    public const string Capitals = "capitals";

    /// <summary>Titles of passages.</summary>
    public const string Titles = "titles";
}

/// <summary>Names in first-hop passages that may lead to the second hop.</summary>
public static class BridgeEntities
{
    /// <summary>The first names of the best passages, each once for a passage; a passage's own title is none.</summary>
    public static IReadOnlyList<BridgeEntity> Extract(IReadOnlyList<Hit> firstHop, PassageIndex index, string source, int count)
    {
        var entities = firstHop.SelectMany(
            hit => NamesIn(index[hit.Id], index, source).Select(name => new BridgeEntity(name, hit.Id, hit.Score)));
        return [.. entities.Take(count)];
    }

    /// <summary>The names as search terms.</summary>
    public static IEnumerable<SearchTerm> ToTerms(IEnumerable<BridgeEntity> bridge, double weight)
        => bridge.Select(entity => new SearchTerm(Tokens.Normalize(entity.Name), weight * entity.Weight));

    private static IEnumerable<string> NamesIn(Passage passage, PassageIndex index, string source)
    {
        string own = Tokens.Normalize(TitleLexicon.NameOf(passage.Title));
        var names = source == BridgeSource.Titles
            ? index.Titles.MentionsIn(passage.Text).Select(static mention => mention.Name)
            : Names.In(passage.Text).Select(range => passage.Text[range]);
        return names.DistinctBy(Tokens.Normalize)
            .Where(name => Tokens.Normalize(name) is { Length: > 1 } words && !own.Contains(words, StringComparison.Ordinal));
    }
}
