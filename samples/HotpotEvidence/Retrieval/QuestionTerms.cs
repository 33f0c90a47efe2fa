using Retrieval;

namespace HotpotEvidence;

/// <summary>Search terms from a question: its words, and its names as phrases.</summary>
public static class QuestionTerms
{
    /// <summary>The terms, each once. A question of nothing but stop words keeps them.</summary>
    public static IReadOnlyList<SearchTerm> Extract(string question, int stopWords, double phraseWeight)
    {
        string[] all = [.. Tokens.Of(question).Select(static token => token.Word).Distinct()];
        string[] words = [.. all.Where(word => !StopWords.Contains(word, stopWords))];
        var terms = (words.Length > 0 ? words : all).Select(static word => new SearchTerm(word, 1));
        return phraseWeight == 0 ? [.. terms] : [.. terms, .. Phrases(question).Select(phrase => new SearchTerm(phrase, phraseWeight))];
    }

    private static IEnumerable<string> Phrases(string question)
        => Names.In(question).Select(name => Tokens.Normalize(question[name])).Distinct()
            .Where(static name => name.Contains(' ', StringComparison.Ordinal));
}
