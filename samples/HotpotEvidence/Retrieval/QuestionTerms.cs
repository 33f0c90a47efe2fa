namespace HotpotEvidence;

/// <summary>Search terms from a question: its words, and its names as phrases.</summary>
public static class QuestionTerms
{
    /// <summary>The terms, each once.</summary>
    public static IReadOnlyList<SearchTerm> Extract(string question, PassageIndex index, int stopWords, double phraseWeight)
    {
        var tokens = Tokens.Of(question);
        var words = tokens.Select(static token => token.Word).Distinct().Where(word => !StopWords.Contains(word, stopWords)).ToList();
        if (words.Count == 0)
            words = [.. tokens.Select(static token => token.Word).Distinct()];
        var terms = words.Select(static word => new SearchTerm(word, 1)).ToList();
        if (phraseWeight > 0)
        {
            terms.AddRange(Names.In(question).Select(name => Tokens.Normalize(question[name])).Where(static name => name.Contains(' ', StringComparison.Ordinal))
                .Distinct().Select(name => new SearchTerm(name, phraseWeight)));
        }

        return terms;
    }
}
