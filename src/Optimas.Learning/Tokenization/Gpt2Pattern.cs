namespace Optimas.Learning;

/// <summary>The splitting pattern of GPT-2, which is the byte-level pre-tokenizer's own.</summary>
internal sealed class Gpt2Pattern : PiecePattern
{
    public const string Regex = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <inheritdoc/>
    public override int First(ReadOnlySpan<byte> text)
    {
        int contraction = Contraction(text);
        if (contraction > 0)
            return contraction;
        var kind = CharacterClasses.First(text, out int length);
        if (text[0] == ' ' && text.Length > 1)
            kind = CharacterClasses.First(text[1..], out _);
        return kind == CharacterClass.Space ? SpaceBeforeText(text) : CharacterClasses.RunEnd(text, length, kind);
    }

    private static int Contraction(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2 || text[0] != '\'')
            return 0;
        return (text[1], text.Length > 2 ? text[2] : 0) switch
        {
            ((byte)'s' or (byte)'t' or (byte)'m' or (byte)'d', _) => 2,
            ((byte)'r' or (byte)'v', 'e') or ((byte)'l', 'l') => 3,
            _ => 0,
        };
    }
}
