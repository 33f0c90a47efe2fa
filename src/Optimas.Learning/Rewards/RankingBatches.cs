namespace Optimas.Learning;

/// <summary>
/// Deals comparisons into steps and forward passes. The comparisons of one component on one example stay together, since they are between
/// few texts: with m outputs, m(m − 1)/2 comparisons cost m texts and one context.
/// </summary>
internal sealed class RankingBatches
{
    private readonly RankedTexts[][] _clusters;
    private readonly int _batchSize;
    private readonly int _tokens;

    /// <summary>Comparisons with what belongs together.</summary>
    /// <param name="terms">The terms with the group of each.</param>
    /// <param name="batchSize">The comparisons of one step.</param>
    /// <param name="tokens">The most rows of one pass.</param>
    public RankingBatches(IEnumerable<(RankedTexts Term, string Group)> terms, int batchSize, int tokens)
    {
        _batchSize = batchSize;
        _tokens = tokens;
        _clusters = [.. terms.GroupBy(t => (t.Term.Head, t.Group)).Select(g => g.Select(t => t.Term).ToArray())];
        Count = _clusters.Sum(c => c.Length);
    }

    /// <summary>The number of comparisons.</summary>
    public int Count { get; }

    /// <summary>The steps of one epoch in a random order, as the passes of each.</summary>
    public IEnumerable<RankedTexts[][]> Epoch(SeededRandom random)
    {
        var batch = new List<RankedTexts[]>();
        int count = 0;
        foreach (var cluster in random.Shuffle(_clusters))
        {
            if (batch.Count > 0 && count + cluster.Length > _batchSize)
            {
                yield return [.. Passes(batch)];
                batch.Clear();
                count = 0;
            }

            batch.Add(cluster);
            count += cluster.Length;
        }

        if (batch.Count > 0)
            yield return [.. Passes(batch)];
    }

    /// <summary>Everything, in as few passes as fit.</summary>
    public IEnumerable<RankedTexts[]> All() => Passes(_clusters);

    // First fit by falling length: passes fill up, and long texts meet long ones.
    private List<RankedTexts[]> Passes(IEnumerable<RankedTexts[]> clusters)
    {
        var passes = new List<(List<RankedTexts> Terms, int Rows)>();
        foreach (var part in clusters.SelectMany(Split).Select(p => (Terms: p, Rows: Rows(p))).OrderByDescending(p => p.Rows))
        {
            int fit = passes.FindIndex(p => p.Rows + part.Rows <= _tokens);
            if (fit < 0)
            {
                passes.Add((part.Terms, part.Rows));
                continue;
            }

            passes[fit].Terms.AddRange(part.Terms);
            passes[fit] = (passes[fit].Terms, passes[fit].Rows + part.Rows);
        }

        return [.. passes.Select(p => p.Terms.ToArray())];
    }

    // Only where one example's texts alone are more than a pass holds.
    private IEnumerable<List<RankedTexts>> Split(RankedTexts[] cluster)
    {
        if (Rows(cluster) <= _tokens)
            return [[.. cluster]];
        var parts = new List<List<RankedTexts>> { new() };
        foreach (var term in cluster)
        {
            if (parts[^1].Count > 0 && Rows([.. parts[^1], term]) > _tokens)
                parts.Add([]);
            parts[^1].Add(term);
        }

        return parts;
    }

    private static int Rows(IEnumerable<RankedTexts> terms) =>
        EncodedObservation.Rows(terms.SelectMany(t => new[] { t.Preferred, t.Rejected }).ToHashSet());
}
