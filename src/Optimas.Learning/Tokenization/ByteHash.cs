namespace Optimas.Learning;

/// <summary>A hash of short byte strings (FNV-1a with a final mix), for tables in memory only.</summary>
internal static class ByteHash
{
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint hash = 2166136261;
        foreach (byte b in bytes)
            hash = (hash ^ b) * 16777619;
        hash ^= hash >> 15;
        hash *= 0x2C1B3C6D;
        return hash ^ (hash >> 13);
    }
}
