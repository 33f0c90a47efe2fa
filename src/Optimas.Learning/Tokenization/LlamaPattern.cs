namespace Optimas.Learning;

/// <summary>The splitting pattern of Llama 3 and, with numbers one digit long, of Qwen2.</summary>
/// <param name="longestNumber">How many digits a piece holds at most.</param>
internal sealed class LlamaPattern(int longestNumber) : PiecePattern
{
    public const string Llama3Regex =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    public const string Qwen2Regex =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <inheritdoc/>
    public override int First(ReadOnlySpan<byte> text)
    {
        int contraction = Contraction(text);
        if (contraction > 0)
            return contraction;
        var first = CharacterClasses.First(text, out int length);
        if (first == CharacterClass.Letter)
            return CharacterClasses.RunEnd(text, length, CharacterClass.Letter);
        if (first == CharacterClass.Number)
            return Number(text, length);

        var second = length < text.Length ? CharacterClasses.First(text[length..], out _) : CharacterClass.Space;
        if (second == CharacterClass.Letter && !IsLineBreak(text[0]))
            return CharacterClasses.RunEnd(text, length, CharacterClass.Letter);
        if (first == CharacterClass.Other || (text[0] == ' ' && second == CharacterClass.Other))
        {
            int end = CharacterClasses.RunEnd(text, length, CharacterClass.Other);
            while (end < text.Length && IsLineBreak(text[end]))
                end++;
            return end;
        }

        int lines = LastLineBreakEnd(text);
        return lines > 0 ? lines : SpaceBeforeText(text);
    }

    // Case is ignored as Unicode folds it, so that the long s counts; none of the other letters has such a variant.
    private static int Contraction(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2 || text[0] != '\'')
            return 0;
        if (text[1] == 0xC5)
            return text.Length > 2 && text[2] == 0xBF ? 3 : 0;
        int second = text.Length > 2 ? text[2] | 0x20 : 0;
        return (text[1] | 0x20, second) switch
        {
            ('s' or 't' or 'm' or 'd', _) => 2,
            ('r' or 'v', 'e') or ('l', 'l') => 3,
            _ => 0,
        };
    }

    private int Number(ReadOnlySpan<byte> text, int end)
    {
        for (int digits = 1; digits < longestNumber && end < text.Length; digits++)
        {
            if (CharacterClasses.First(text[end..], out int length) != CharacterClass.Number)
                break;
            end += length;
        }

        return end;
    }

    // \s*[\r\n]+ : white space up to its last line break, 0 where it has none.
    private static int LastLineBreakEnd(ReadOnlySpan<byte> text)
    {
        int found = 0, position = 0;
        while (position < text.Length && CharacterClasses.First(text[position..], out int length) == CharacterClass.Space)
        {
            position += length;
            if (IsLineBreak(text[position - 1]))
                found = position;
        }

        return found;
    }

    private static bool IsLineBreak(byte character) => character is (byte)'\r' or (byte)'\n';
}
