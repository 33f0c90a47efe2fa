using System.Text;

namespace Optimas.Learning;

/// <summary>
/// The 256 printable characters that stand for bytes in a byte-level vocabulary (GPT-2): those printable in Latin-1 for themselves, the
/// others from U+0100 on, in order.
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] s_characters = new char[256];
    private static readonly short[] s_bytes = new short[0x144];

    static ByteAlphabet()
    {
        Array.Fill(s_bytes, (short)-1);
        char moved = '\u0100';
        for (int b = 0; b < 256; b++)
        {
            bool printable = b is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE;
            char character = printable ? (char)b : moved++;
            s_characters[b] = character;
            s_bytes[character] = (short)b;
        }
    }

    /// <summary>The token's bytes; false, and its UTF-8 bytes, where a character of it stands for no byte.</summary>
    public static bool TryRead(string token, out byte[] bytes)
    {
        bytes = new byte[token.Length];
        for (int i = 0; i < token.Length; i++)
        {
            int value = token[i] < s_bytes.Length ? s_bytes[token[i]] : -1;
            if (value < 0)
            {
                bytes = Encoding.UTF8.GetBytes(token);
                return false;
            }

            bytes[i] = (byte)value;
        }

        return true;
    }

    /// <summary>The characters that stand for bytes.</summary>
    public static string Write(ReadOnlySpan<byte> bytes) => string.Create(bytes.Length, bytes, static (characters, from) =>
    {
        for (int i = 0; i < from.Length; i++)
            characters[i] = s_characters[from[i]];
    });
}
