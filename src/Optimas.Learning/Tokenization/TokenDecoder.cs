using System.Text;

namespace Optimas.Learning;

/// <summary>
/// Decodes a growing sequence of ids: text comes out as soon as its characters are complete, and all of it together is what
/// <see cref="Tokenizer.Decode"/> gives for the whole sequence. For one sequence, and one thread at a time.
/// </summary>
/// <param name="tokenizer">Whose ids they are.</param>
/// <param name="skipSpecialTokens">Whether special tokens are left out.</param>
public sealed class TokenDecoder(Tokenizer tokenizer, bool skipSpecialTokens)
{
    private readonly Tokenizer _tokenizer = tokenizer ?? throw new ArgumentNullException(nameof(tokenizer));
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    /// <summary>The text that an id completes; empty where a character is still open.</summary>
    /// <param name="id">The next id.</param>
    /// <exception cref="ArgumentOutOfRangeException">The id is negative.</exception>
    public string Append(int id) => Convert(_tokenizer.Bytes(id, skipSpecialTokens), flush: false);

    /// <summary>The end of the text: U+FFFD where a character was left open, else empty. The decoder can then be used for another sequence.</summary>
    public string Finish() => Convert(default, flush: true);

    private string Convert(ReadOnlySpan<byte> bytes, bool flush)
    {
        int length = _decoder.GetCharCount(bytes, flush);
        if (length == 0 && !flush)
        {
            _decoder.GetChars(bytes, [], flush);
            return "";
        }

        var characters = new char[length];
        return new(characters, 0, _decoder.GetChars(bytes, characters, flush));
    }
}
