using System.Runtime.InteropServices;

namespace Samples.Tests.Loopback;

/// <summary>Texts that share words are close: each word adds one to an element of its own.</summary>
internal static class WordEmbedding
{
    private const int Length = 256;

    public static float[] Of(string text)
    {
        float[] vector = new float[Length];
        vector[0] = 1e-3f;
        foreach (string word in text.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries))
            vector[word.Aggregate(17u, (hash, c) => (hash * 31) + c) % Length]++;
        float length = MathF.Sqrt(vector.Sum(v => v * v));
        return [.. vector.Select(v => v / length)];
    }

    /// <summary>The vector as the protocol's base64 has it: little-endian singles.</summary>
    public static byte[] BytesOf(string text) => MemoryMarshal.AsBytes(Of(text).AsSpan()).ToArray();
}
