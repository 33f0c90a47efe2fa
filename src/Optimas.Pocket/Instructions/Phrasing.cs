using System.Collections.Immutable;
using System.Text;

namespace Optimas.Pocket;

/// <summary>
/// Many ways to say one thing, as a grammar: <c>(Reply|Answer) [only] with the (name|title)</c>. Parentheses hold alternatives, brackets
/// what may be left out; both nest.
/// </summary>
public sealed class Phrasing
{
    private readonly Node _root;

    private Phrasing(Node root) => _root = root;

    /// <summary>How many texts the grammar has.</summary>
    public long Count => _root.Count;

    /// <summary>A grammar out of its alternatives, each a text in the notation above.</summary>
    /// <param name="patterns">One or more.</param>
    /// <exception cref="FormatException">Parentheses or brackets don't match.</exception>
    public static Phrasing Of(params ReadOnlySpan<string> patterns)
    {
        var alternatives = ImmutableArray.CreateBuilder<Node>();
        foreach (string pattern in patterns)
        {
            int at = 0;
            alternatives.Add(ParseChoice(pattern, ref at));
            if (at < pattern.Length)
                throw new FormatException($"\"{pattern}\": nothing opens the '{pattern[at]}' at {at}.");
        }

        return new(new Choice(alternatives.ToImmutable()));
    }

    /// <summary>A text. Of alternatives, those that have more texts are likelier, but less so than their number tells.</summary>
    /// <param name="random">Where chance comes from.</param>
    public string Draw(SeededRandom random)
    {
        var text = new StringBuilder();
        _root.Write(random, text);
        // Where something was left out, the spaces around it stay.
        string words = string.Join(' ', text.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return words.Replace(" .", ".", StringComparison.Ordinal).Replace(" ,", ",", StringComparison.Ordinal);
    }

    /// <summary>A text of one part of the grammar: what is held out never occurs among what is seen.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="part">Which part.</param>
    /// <exception cref="InvalidOperationException">The grammar is too small to have such a text.</exception>
    public string Draw(SeededRandom random, Part part)
    {
        for (int attempt = 0; attempt < 1000; attempt++)
        {
            string text = Draw(random);
            if (PartOf(text) == part)
                return text;
        }

        throw new InvalidOperationException($"None of {Count} phrasings is {part}: {Draw(random)}");
    }

    // 15 of 100 texts are held out.
    private static Part PartOf(string text) =>
        (ulong)SeededRandom.Derive(0, text, 0) % 100 < 15 ? Part.HeldOut : Part.Seen;

    private static Choice ParseChoice(string pattern, ref int at)
    {
        var alternatives = ImmutableArray.CreateBuilder<Node>();
        var parts = ImmutableArray.CreateBuilder<Node>();
        int start = at;
        for (; at < pattern.Length && pattern[at] is not (')' or ']'); at++)
        {
            if (pattern[at] is not ('(' or '[' or '|'))
                continue;
            if (at > start)
                parts.Add(new Literal(pattern[start..at]));
            if (pattern[at] == '|')
            {
                alternatives.Add(new Sequence(parts.ToImmutable()));
                parts.Clear();
            }
            else
            {
                char close = pattern[at] == '(' ? ')' : ']';
                int open = at++;
                var inner = ParseChoice(pattern, ref at);
                if (at >= pattern.Length || pattern[at] != close)
                    throw new FormatException($"\"{pattern}\": the '{pattern[open]}' at {open} is never closed.");
                parts.Add(close == ')' ? inner : new Choice([inner, new Literal("")]));
            }

            start = at + 1;
        }

        if (at > start)
            parts.Add(new Literal(pattern[start..at]));
        alternatives.Add(new Sequence(parts.ToImmutable()));
        return new(alternatives.ToImmutable());
    }

    private abstract record Node
    {
        public abstract long Count { get; }

        public abstract void Write(SeededRandom random, StringBuilder to);
    }

    private sealed record Literal(string Text) : Node
    {
        public override long Count => 1;

        public override void Write(SeededRandom random, StringBuilder to) => to.Append(Text);
    }

    private sealed record Sequence(ImmutableArray<Node> Parts) : Node
    {
        public override long Count { get; } = Parts.Aggregate(1L, (product, part) => product * part.Count);

        public override void Write(SeededRandom random, StringBuilder to)
        {
            foreach (var part in Parts)
                part.Write(random, to);
        }
    }

    private sealed record Choice(ImmutableArray<Node> Alternatives) : Node
    {
        private readonly double[] _weights = [.. Alternatives.Select(a => Math.Pow(a.Count, 0.3))];

        public override long Count { get; } = Alternatives.Sum(a => a.Count);

        public override void Write(SeededRandom random, StringBuilder to) => Alternatives[random.NextIndex(_weights)].Write(random, to);
    }
}
