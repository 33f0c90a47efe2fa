namespace Optimas.Pocket;

/// <summary>Which words of a query are searched for.</summary>
public enum HopWordChoice
{
    /// <summary>Names alone.</summary>
    Names,

    /// <summary>Names and the subject.</summary>
    NamesAndSubject,

    /// <summary>Names, the subject, and the words that tell what is looked for.</summary>
    All,

    /// <summary>All but names.</summary>
    CommonWords,
}

/// <summary>The keywords of a query.</summary>
/// <param name="Query">The query.</param>
/// <param name="Choice">Which of its words.</param>
/// <param name="Widens">Whether words of related meaning are added.</param>
public sealed record HopKeywords(HopQuery Query, HopWordChoice Choice, bool Widens)
{
    /// <summary>The keywords, separated by commas.</summary>
    public string Text
    {
        get
        {
            List<string> words = [];
            if (Choice != HopWordChoice.CommonWords && Query.HasName)
                words.AddRange(Query.Question.IsComparison ? [Query.Question.First.Name, Query.Question.Other.Name] : [Query.Question.First.Name]);
            if (Query.HasTopic && (Choice != HopWordChoice.Names || words.Count == 0))
                words.Add(Query.Question.First.Topic);
            if (Choice is HopWordChoice.All or HopWordChoice.CommonWords || words.Count == 0)
                words.AddRange(Query.RelationWords);
            if (Widens)
                words.AddRange(Query.RelationWords.Select(Related));
            return string.Join(", ", words.Distinct());
        }
    }

    private static string Related(string word) => word switch
    {
        "author" => "writer",
        "founder" => "maker",
        "home town" or "town" => "place",
        "birthplace" => "city",
        "born" or "birth" => "life",
        "year" => "date",
        "study" or "studies" => "degree",
        "subject" => "expert",
        "river" => "water",
        "people" => "population",
        "written" => "novel",
        "book" => "poem",
        _ => "start",
    };
}
