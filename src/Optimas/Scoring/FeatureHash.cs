using System.Globalization;

namespace Optimas;

/// <summary>64-bit hashes of features, the same on every platform (FNV-1a with a final mix).</summary>
internal static class FeatureHash
{
    public static ulong Of(char group, ReadOnlySpan<char> text) => Mix(Append(Append(Start, group), text));

    public static ulong Of(char group, ReadOnlySpan<char> first, ReadOnlySpan<char> second) =>
        Mix(Append(Append(Append(Append(Start, group), first), '\0'), second));

    public static ulong Of(char group, ReadOnlySpan<char> name, long number) =>
        Of(group, name, number.ToString(CultureInfo.InvariantCulture));

    private const ulong Start = 14695981039346656037;

    private static ulong Append(ulong hash, ReadOnlySpan<char> text)
    {
        foreach (char c in text)
            hash = Append(hash, c);
        return hash;
    }

    private static ulong Append(ulong hash, char c) => (((hash ^ (byte)c) * 1099511628211) ^ (byte)(c >> 8)) * 1099511628211;

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 33)) * 0xFF51AFD7ED558CCD;
        z = (z ^ (z >> 33)) * 0xC4CEB9FE1A85EC53;
        return z ^ (z >> 33);
    }
}
