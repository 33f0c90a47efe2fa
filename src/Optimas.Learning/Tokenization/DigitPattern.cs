namespace Optimas.Learning;

/// <summary>Numbers apart from the rest: each digit for itself, or a whole number as one piece.</summary>
/// <param name="individual">Whether each digit is a piece.</param>
internal sealed class DigitPattern(bool individual) : PiecePattern
{
    /// <inheritdoc/>
    public override int First(ReadOnlySpan<byte> text)
    {
        bool number = CharacterClasses.First(text, out int end) == CharacterClass.Number;
        if (number && individual)
            return end;
        while (end < text.Length && (CharacterClasses.First(text[end..], out int length) == CharacterClass.Number) == number)
            end += length;
        return end;
    }
}
