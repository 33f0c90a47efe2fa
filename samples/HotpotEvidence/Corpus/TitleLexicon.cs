using System.Net;
using Retrieval;

namespace HotpotEvidence;

/// <summary>A title found in a text.</summary>
/// <param name="Name">The title without what it says in parentheses, as the text writes it.</param>
/// <param name="Passages">The passages it names.</param>
public sealed record TitleMention(string Name, IReadOnlyList<int> Passages);

/// <summary>
/// Finds the titles of passages in running text. What a title says in parentheses or after a comma to tell it from others may be missing
/// there. The longest title that starts at a word wins; one of its words has to be written with a capital.
/// </summary>
public sealed class TitleLexicon
{
    private readonly Dictionary<string, List<int>> _passages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _longest = new(StringComparer.Ordinal);

    internal TitleLexicon(IReadOnlyList<Passage> passages)
    {
        for (int id = 0; id < passages.Count; id++)
        {
            string title = WebUtility.HtmlDecode(passages[id].Title);
            string name = NameOf(title);
            int comma = name.IndexOf(", ", StringComparison.Ordinal);
            Add(title, id);
            if (name.Length < title.Length)
                Add(name, id);
            if (comma > 0)
                Add(name[..comma], id);
        }
    }

    /// <summary>A title without what it says in parentheses.</summary>
    public static string NameOf(string title)
    {
        ArgumentNullException.ThrowIfNull(title);
        int parenthesis = title.IndexOf(" (", StringComparison.Ordinal);
        return parenthesis > 0 ? title[..parenthesis] : title;
    }

    /// <summary>The titles that a text names, in order.</summary>
    public IEnumerable<TitleMention> MentionsIn(string text)
    {
        var tokens = Tokens.Of(text);
        for (int i = 0; i < tokens.Count;)
        {
            int words = LongestAt(tokens, i, out var passages);
            if (words == 0)
            {
                i++;
                continue;
            }

            yield return new TitleMention(text[tokens[i].Start..tokens[i + words - 1].End], passages);
            i += words;
        }
    }

    /// <summary>The passages whose titles a text names.</summary>
    public IReadOnlySet<int> NamedIn(string text) => MentionsIn(text).SelectMany(static mention => mention.Passages).ToHashSet();

    private int LongestAt(List<Token> tokens, int start, out IReadOnlyList<int> passages)
    {
        passages = [];
        int limit = Math.Min(_longest.GetValueOrDefault(tokens[start].Word), tokens.Count - start);
        for (int words = limit; words > 0; words--)
        {
            var span = tokens.GetRange(start, words);
            if (!span.Any(static token => token.IsCapital))
                continue;
            if (_passages.TryGetValue(string.Join(' ', span.Select(static token => token.Word)), out var found))
            {
                passages = found;
                return words;
            }
        }

        return 0;
    }

    private void Add(string name, int id)
    {
        var title = Tokens.Of(name);
        if (title.Count == 0)
            return;
        string key = string.Join(' ', title.Select(static token => token.Word));
        if (!_passages.TryGetValue(key, out var passages))
            _passages[key] = passages = [];
        passages.Add(id);
        _longest[title[0].Word] = Math.Max(title.Count, _longest.GetValueOrDefault(title[0].Word));
    }
}
