using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Optimas.Storage;

/// <summary>Hashes as SQLite keeps them: 16 bytes, the highest one first.</summary>
internal static class Hashes
{
    public static byte[] Bytes(UInt128 hash)
    {
        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, hash);
        return bytes;
    }

    public static UInt128 Read(byte[] bytes) => BinaryPrimitives.ReadUInt128BigEndian(bytes);

    /// <summary>Half of a text's SHA-256.</summary>
    public static UInt128 Of(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
