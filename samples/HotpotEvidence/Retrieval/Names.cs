using Retrieval;

namespace HotpotEvidence;

/// <summary>Finds names by how they are written: words with capitals in a row.</summary>
public static class Names
{
    private const int Functional = 60;

    private static readonly HashSet<string> s_joining = ["of", "the", "and", "de", "la", "von", "van", "for", "in", "s"];

    /// <summary>
    /// Spans of capitalised words, joined over "of", "the", "and" and the like inside. A capitalised function word does not start one.
    /// </summary>
    public static IEnumerable<Range> In(string text)
    {
        var tokens = Tokens.Of(text);
        for (int i = 0; i < tokens.Count; i++)
        {
            if (!StartsName(tokens[i]))
                continue;
            int last = i;
            for (int next = i + 1; next < tokens.Count && Joined(text, tokens[next - 1], tokens[next]); next++)
            {
                if (tokens[next].IsCapital)
                    last = next;
                else if (next > last + 2 || !s_joining.Contains(tokens[next].Word))
                    break;
            }

            yield return tokens[i].Start..tokens[last].End;
            i = last;
        }
    }

    private static bool StartsName(Token token) => token.IsCapital && !StopWords.Contains(token.Word, Functional);

    private static bool Joined(string text, Token left, Token right)
    {
        foreach (char c in text.AsSpan(left.End..right.Start))
        {
            if (c is not (' ' or '-' or '\'' or '’' or '.' or '&'))
                return false;
        }

        return true;
    }
}
