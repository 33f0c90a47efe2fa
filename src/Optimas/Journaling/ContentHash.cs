using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Optimas.Journaling;

/// <summary>A hash of a sequence of values, the same in every process: half of their SHA-256. Values of different kinds never look alike.</summary>
internal sealed class ContentHash
{
    private readonly ArrayBufferWriter<byte> _content = new(256);

    public static UInt128 Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    public static UInt128 Of(string text) => new ContentHash().Add(text).Value;

    public UInt128 Value => Of(_content.WrittenSpan);

    public ContentHash Add(string? text)
    {
        if (text is null)
            return Add(-1L);
        int length = Encoding.UTF8.GetByteCount(text);
        Add((long)length);
        Encoding.UTF8.GetBytes(text, _content.GetSpan(length));
        _content.Advance(length);
        return this;
    }

    public ContentHash Add(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(_content.GetSpan(8), value);
        _content.Advance(8);
        return this;
    }

    public ContentHash Add(double value) => Add(BitConverter.DoubleToInt64Bits(value));

    public ContentHash Add(UInt128 value)
    {
        BinaryPrimitives.WriteUInt128BigEndian(_content.GetSpan(16), value);
        _content.Advance(16);
        return this;
    }
}
