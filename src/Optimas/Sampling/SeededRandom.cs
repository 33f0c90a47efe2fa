using System.Text;

namespace Optimas;

/// <summary>
/// A stream of random numbers that is a function of (seed, purpose, index) alone, the same on every platform and in every version, so that
/// scheduling can't change a result. Not for secrets. (SplitMix64: Steele, Lea, Flood 2014.)
/// </summary>
public sealed class SeededRandom
{
    private ulong _state;

    /// <summary>The stream for one use.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="purpose">What the numbers are for; different purposes give unrelated streams.</param>
    /// <param name="index">Which one of several uses for the same purpose.</param>
    public SeededRandom(long seed, string purpose, long index = 0) => _state = (ulong)Derive(seed, purpose, index);

    /// <summary>A seed for one use, from which that use may derive further ones.</summary>
    public static long Derive(long seed, string purpose, long index)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        ulong hash = Mix((ulong)seed + 0x9E3779B97F4A7C15);
        foreach (byte b in Encoding.UTF8.GetBytes(purpose))
            hash = Mix(hash ^ b);
        return (long)Mix(hash ^ Mix((ulong)index + 0xD1B54A32D192ED03));
    }

    /// <summary>The next 64 bits.</summary>
    public ulong NextBits() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>A number in [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>An integer in [0, <paramref name="limit"/>).</summary>
    /// <param name="limit">1 or larger.</param>
    public int Next(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return (int)Math.BigMul(NextBits(), (ulong)limit, out _);
    }

    /// <summary>A standard normal number (Box and Muller).</summary>
    public double NextGaussian() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>An index drawn with the given weights.</summary>
    /// <param name="weights">Non-negative, not all zero.</param>
    public int NextIndex(IReadOnlyList<double> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        double sum = weights.Sum();
        if (!(sum > 0) || double.IsInfinity(sum))
            throw new ArgumentException("Weights must be finite, non-negative and not all zero.", nameof(weights));
        double position = NextDouble() * sum;
        for (int i = 0; i < weights.Count - 1; i++)
        {
            position -= weights[i];
            if (position < 0)
                return i;
        }

        return weights.Count - 1;
    }

    /// <summary>The items in random order.</summary>
    public T[] Shuffle<T>(IEnumerable<T> items)
    {
        T[] shuffled = [.. items];
        for (int i = shuffled.Length - 1; i > 0; i--)
        {
            int j = Next(i + 1);
            (shuffled[i], shuffled[j]) = (shuffled[j], shuffled[i]);
        }

        return shuffled;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
