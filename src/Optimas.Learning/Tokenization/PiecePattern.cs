namespace Optimas.Learning;

/// <summary>
/// A rule that cuts text into pieces which byte pair encoding never merges across. The known rules look only ahead, so a piece is a function
/// of the text from its start on.
/// </summary>
internal abstract class PiecePattern
{
    /// <summary>How many bytes the first piece of the text has, at least 1.</summary>
    /// <param name="text">Valid UTF-8, not empty.</param>
    public abstract int First(ReadOnlySpan<byte> text);

    /// <summary>The rule for a regular expression, recognised by its text; null for an unknown one.</summary>
    public static PiecePattern? For(string regex) => regex switch
    {
        LlamaPattern.Llama3Regex => new LlamaPattern(longestNumber: 3),
        LlamaPattern.Qwen2Regex => new LlamaPattern(longestNumber: 1),
        Gpt2Pattern.Regex => new Gpt2Pattern(),
        _ => null,
    };

    /// <summary><c>\s+(?!\S)|\s+</c>: white space up to the last character before text, which belongs to what follows.</summary>
    protected static int SpaceBeforeText(ReadOnlySpan<byte> text)
    {
        int last = 0, end = 0;
        while (end < text.Length && CharacterClasses.First(text[end..], out int length) == CharacterClass.Space)
        {
            last = end;
            end += length;
        }

        return end == text.Length || last == 0 ? end : last;
    }
}
