namespace Optimas;

/// <summary>Texts as words: runs of letters and digits.</summary>
internal static class Words
{
    public static List<string> Of(ReadOnlySpan<char> text, int limit = int.MaxValue)
    {
        var words = new List<string>();
        int start = -1;
        for (int i = 0; i <= text.Length && words.Count < limit; i++)
        {
            bool inside = i < text.Length && char.IsLetterOrDigit(text[i]);
            if (inside && start < 0)
                start = i;
            if (inside || start < 0)
                continue;
            words.Add(text[start..i].ToString());
            start = -1;
        }

        return words;
    }

    /// <summary>What a word looks like: a number, a word with digits, capitals, a capitalised word, or a plain one.</summary>
    public static string Shape(string word)
    {
        int digits = word.Count(char.IsDigit);
        if (digits > 0)
            return digits == word.Length ? "9" : "x9";
        if (!char.IsUpper(word[0]))
            return "x";
        return word.Length > 1 && word.All(char.IsUpper) ? "XX" : "Xx";
    }
}
