namespace HotpotEvidence;

/// <summary>English words that say little about a question's subject, the most usual ones first.</summary>
public static class StopWords
{
    private static readonly string[] s_words =
    [
        "the", "of", "and", "in", "a", "to", "is", "was", "for", "by", "that", "on", "with", "as", "at", "from", "an", "it", "s", "or",
        "what", "which", "who", "are", "were", "did", "does", "do", "has", "have", "had", "his", "her", "he", "she", "this", "when",
        "where", "be", "been", "how", "whose", "whom", "its", "their", "they", "also", "both", "same", "other", "one", "known", "name",
        "named", "not", "but", "than", "into", "there", "these", "those", "many", "much", "more", "most", "first", "second", "two",
        "only", "such", "between", "after", "before", "during", "while", "about", "over", "under", "up", "out", "off", "some", "any",
        "each", "all", "can", "could", "would", "will", "may", "type", "kind", "you", "i", "we", "them", "him", "then", "so", "if", "no",
        "because", "called", "used", "based", "located", "born", "year", "city", "country", "released", "played", "formed", "held",
        "part", "made", "became", "being", "am", "why", "through", "against", "among", "within", "upon", "like", "just", "given", "give",
    ];

    private static readonly Dictionary<string, int> s_rank = s_words.Index()
        .ToDictionary(static entry => entry.Item, static entry => entry.Index, StringComparer.Ordinal);

    /// <summary>Whether a word is among the first <paramref name="count"/> of the list.</summary>
    public static bool Contains(string word, int count) => s_rank.TryGetValue(word, out int rank) && rank < count;
}
