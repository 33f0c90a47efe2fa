using System.Buffers;
using System.Text;

namespace Optimas.Learning;

/// <summary>Finds added tokens in UTF-8 text: the leftmost, and of those the longest (a trie over bytes).</summary>
internal sealed class AddedTokenMatcher
{
    private readonly Dictionary<int, int> _children = [];
    private readonly List<AddedToken?> _ends = [null];
    private readonly SearchValues<byte> _firstBytes;

    /// <summary>A matcher.</summary>
    /// <param name="tokens">The tokens, and the text by which each is found.</param>
    public AddedTokenMatcher(IEnumerable<(AddedToken Token, string Pattern)> tokens)
    {
        var first = new HashSet<byte>();
        foreach (var (token, pattern) in tokens)
        {
            int node = 0;
            byte[] bytes = Encoding.UTF8.GetBytes(pattern);
            first.Add(bytes[0]);
            foreach (byte b in bytes)
            {
                if (!_children.TryGetValue(Edge(node, b), out int child))
                {
                    child = _ends.Count;
                    _ends.Add(null);
                    _children.Add(Edge(node, b), child);
                }

                node = child;
            }

            _ends[node] = token;
        }

        _firstBytes = SearchValues.Create([.. first]);
    }

    /// <summary>The text as parts in order: added tokens, and text between them without one.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="parseSpecial">Whether special tokens count; where not, their texts are text.</param>
    /// <param name="parts">Gets the ranges, each with its token or null.</param>
    public void Split(ReadOnlySpan<byte> text, bool parseSpecial, List<(Range Range, AddedToken? Token)> parts)
    {
        int done = 0, from = 0;
        while (Find(text, from, out int start, out int end) is { } token)
        {
            from = end;
            if ((token.Special && !parseSpecial) || (token.SingleWord && IsInsideWord(text, start, end)))
                continue;
            if (token.StripsLeft)
                start = Math.Max(done, SpaceStart(text, start));
            if (token.StripsRight)
                end = CharacterClasses.RunEnd(text, end, CharacterClass.Space);
            if (done < start)
                parts.Add((done..start, null));
            parts.Add((start..end, token));
            done = end;
        }

        if (done != text.Length)
            parts.Add((done..text.Length, null));
    }

    private AddedToken? Find(ReadOnlySpan<byte> text, int from, out int start, out int end)
    {
        for (start = from; ; start++)
        {
            int candidate = text[start..].IndexOfAny(_firstBytes);
            if (candidate < 0)
            {
                end = start;
                return null;
            }

            start += candidate;
            if (Longest(text, start, out end) is { } token)
                return token;
        }
    }

    private AddedToken? Longest(ReadOnlySpan<byte> text, int start, out int end)
    {
        AddedToken? longest = null;
        end = start;
        int node = 0;
        for (int i = start; i < text.Length && _children.TryGetValue(Edge(node, text[i]), out node); i++)
        {
            if (_ends[node] is not { } token)
                continue;
            longest = token;
            end = i + 1;
        }

        return longest;
    }

    private static bool IsInsideWord(ReadOnlySpan<byte> text, int start, int end)
    {
        if (start > 0)
        {
            Rune.DecodeLastFromUtf8(text[..start], out var before, out _);
            if (CharacterClasses.IsWord(before))
                return true;
        }

        if (end == text.Length)
            return false;
        Rune.DecodeFromUtf8(text[end..], out var after, out _);
        return CharacterClasses.IsWord(after);
    }

    private static int SpaceStart(ReadOnlySpan<byte> text, int position)
    {
        while (position > 0)
        {
            Rune.DecodeLastFromUtf8(text[..position], out var before, out int length);
            if (!Rune.IsWhiteSpace(before))
                break;
            position -= length;
        }

        return position;
    }

    private static int Edge(int node, byte b) => (node << 8) | b;
}
