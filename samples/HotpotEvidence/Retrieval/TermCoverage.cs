using System.Numerics;

namespace HotpotEvidence;

/// <summary>Which terms passages hold, as shares of all the terms; a rare term is a larger share. Only the first 64 count.</summary>
public sealed class TermCoverage
{
    private readonly ulong[] _held;
    private readonly double[] _shares;

    /// <summary>Looks the terms up.</summary>
    /// <param name="index">The index.</param>
    /// <param name="terms">The terms.</param>
    /// <param name="passages">The passages, each once; below they go by their position here.</param>
    public TermCoverage(PassageIndex index, IReadOnlyList<SearchTerm> terms, IReadOnlyList<int> passages)
    {
        var counted = terms.Take(64).ToArray();
        double[] rarity = [.. counted.Select(term => term.Weight * index.Rarity(term.Text))];
        double all = Math.Max(rarity.Sum(), double.Epsilon);
        _shares = [.. rarity.Select(r => r / all)];
        _held = new ulong[passages.Count];
        var positions = passages.Index().ToDictionary(static entry => entry.Item, static entry => entry.Index);
        for (int t = 0; t < counted.Length; t++)
        {
            foreach (var posting in index.Match(counted[t].Text, titleWeight: 1))
            {
                if (positions.TryGetValue(posting.Id, out int i))
                    _held[i] |= 1UL << t;
            }
        }
    }

    /// <summary>The share that one passage holds, 0 to 1.</summary>
    public double this[int passage] => Sum(_held[passage]);

    /// <summary>The share that two passages hold between them, 0 to 1.</summary>
    public double this[int one, int other] => Sum(_held[one] | _held[other]);

    private double Sum(ulong terms)
    {
        double sum = 0;
        for (; terms != 0; terms &= terms - 1)
            sum += _shares[BitOperations.TrailingZeroCount(terms)];
        return sum;
    }
}
