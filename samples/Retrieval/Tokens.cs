using System.Text;

namespace Retrieval;

/// <summary>A word of a text: a run of letters and digits.</summary>
/// <param name="Word">The word in lower case, Latin letters without their diacritics.</param>
/// <param name="Start">Where it starts in the text.</param>
/// <param name="End">Where it ends, exclusive.</param>
/// <param name="IsCapital">Whether it starts with an upper-case letter or a digit.</param>
public readonly record struct Token(string Word, int Start, int End, bool IsCapital);

/// <summary>Splits text as the index does, so that words found here are found there.</summary>
public static class Tokens
{
    private const string Accented = "àáâãäåāăąçćčďđèéêëēĕėęěğģìíîïīįıķłľĺļñńňņòóôõöøōŏőŕřśşšșţťțùúûüūŭůűųýÿźżž";
    private const string Plain = "aaaaaaaaacccddeeeeeeeeeggiiiiiiikllllnnnnooooooooorrsssstttuuuuuuuuuyyzzz";

    /// <summary>The words of a text, in order.</summary>
    public static List<Token> Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = new List<Token>();
        for (int i = 0; i < text.Length;)
        {
            if (!char.IsLetterOrDigit(text[i]))
            {
                i++;
                continue;
            }

            int start = i;
            while (i < text.Length && char.IsLetterOrDigit(text[i]))
                i++;
            tokens.Add(new Token(Fold(text.AsSpan(start, i - start)), start, i, char.IsUpper(text[start]) || char.IsDigit(text[start])));
        }

        return tokens;
    }

    /// <summary>The words of a text, joined by single spaces.</summary>
    public static string Normalize(string text) => string.Join(' ', Of(text).Select(static token => token.Word));

    private static string Fold(ReadOnlySpan<char> word)
    {
        var folded = new StringBuilder(word.Length);
        foreach (char c in word)
        {
            char lower = char.ToLowerInvariant(c);
            int accent = lower < 128 ? -1 : Accented.IndexOf(lower, StringComparison.Ordinal);
            folded.Append(accent < 0 ? lower : Plain[accent]);
        }

        return folded.ToString();
    }
}
