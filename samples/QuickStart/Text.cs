namespace QuickStart;

/// <summary>Texts as words.</summary>
internal static class Text
{
    private static readonly char[] s_separators = [' ', '\n', '.', ',', ':', ';', '!', '?'];

    /// <summary>The words of a text in lower case, in order.</summary>
    public static string[] Words(string text) => text.ToLowerInvariant().Split(s_separators, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Token F1 (SQuAD): the harmonic mean of precision and recall of the answer's words.</summary>
    public static double F1(string expected, string answer)
    {
        string[] gold = Words(expected), given = Words(answer);
        int shared = gold.Distinct().Sum(w => Math.Min(gold.Count(g => g == w), given.Count(g => g == w)));
        return shared == 0 ? 0 : 2.0 * shared / (gold.Length + given.Length);
    }
}
