using System.Globalization;
using System.Text;

namespace Optimas.Learning;

/// <summary>What the splitting patterns of byte-level tokenizers tell apart: <c>\p{L}</c>, <c>\p{N}</c>, <c>\s</c> and the rest.</summary>
internal enum CharacterClass : byte
{
    Other,
    Letter,
    Number,
    Space,
}

/// <summary>The class of characters in UTF-8 text, planes beyond the first included.</summary>
internal static class CharacterClasses
{
    private static readonly CharacterClass[] s_ascii = [.. Enumerable.Range(0, 128).Select(c => Of(new Rune(c)))];

    /// <summary>The class of the character that the text starts with.</summary>
    /// <param name="text">Valid UTF-8, not empty.</param>
    /// <param name="length">How many bytes the character has.</param>
    public static CharacterClass First(ReadOnlySpan<byte> text, out int length)
    {
        if (text[0] < 128)
        {
            length = 1;
            return s_ascii[text[0]];
        }

        Rune.DecodeFromUtf8(text, out var rune, out length);
        return Of(rune);
    }

    /// <summary>Where the run of characters of one class ends that goes on at a position, a position itself.</summary>
    public static int RunEnd(ReadOnlySpan<byte> text, int position, CharacterClass of)
    {
        while (position < text.Length && First(text[position..], out int length) == of)
            position += length;
        return position;
    }

    /// <summary><c>\w</c> as the reference sees it around added tokens: Alphabetic, marks, decimal digits, connectors, joiners.</summary>
    public static bool IsWord(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        <= UnicodeCategory.LetterNumber => true,
        UnicodeCategory.ConnectorPunctuation => true,
        // The letters in circles and squares are Alphabetic, the only ones among the symbols.
        UnicodeCategory.OtherSymbol => rune.Value is (>= 0x24B6 and <= 0x24E9) or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169)
            or (>= 0x1F170 and <= 0x1F189),
        UnicodeCategory.Format => rune.Value is 0x200C or 0x200D,
        _ => false,
    };

    private static CharacterClass Of(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        <= UnicodeCategory.OtherLetter => CharacterClass.Letter,
        >= UnicodeCategory.DecimalDigitNumber and <= UnicodeCategory.OtherNumber => CharacterClass.Number,
        _ => Rune.IsWhiteSpace(rune) ? CharacterClass.Space : CharacterClass.Other,
    };
}
