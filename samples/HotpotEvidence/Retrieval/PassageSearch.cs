namespace HotpotEvidence;

/// <summary>One search: passages ranked by the weighted sum of their BM25 scores for each term.</summary>
public sealed class PassageSearch(PassageIndex index)
{
    private readonly double[] _scores = new double[index.Count];

    /// <summary>Adds terms to the query.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="titleWeight">What a match in the title counts, relative to one in the text.</param>
    public PassageSearch Add(IEnumerable<SearchTerm> terms, double titleWeight)
    {
        foreach (var term in terms)
        {
            foreach (var posting in index.Match(term.Text, titleWeight))
                _scores[posting.Id] += term.Weight * posting.Score;
        }

        return this;
    }

    /// <summary>Raises the scores of some passages by a share.</summary>
    public PassageSearch Raise(IEnumerable<int> passages, double share)
    {
        foreach (int id in passages)
            _scores[id] *= 1 + share;
        return this;
    }

    /// <summary>The best k passages, scores relative to the best one's; of equal ones the lower number comes first.</summary>
    /// <param name="k">How many.</param>
    /// <param name="terms">The question's terms.</param>
    /// <param name="named">The passages that the question names.</param>
    public IReadOnlyList<Hit> Top(int k, IReadOnlyList<SearchTerm> terms, IReadOnlySet<int> named)
    {
        var best = new PriorityQueue<int, (double Score, int Order)>();
        for (int id = 0; id < _scores.Length; id++)
        {
            if (_scores[id] <= 0)
                continue;
            if (best.Count < k)
                best.Enqueue(id, (_scores[id], -id));
            else
                best.EnqueueDequeue(id, (_scores[id], -id));
        }

        int[] ids = new int[best.Count];
        for (int i = ids.Length - 1; i >= 0; i--)
            ids[i] = best.Dequeue();
        var coverage = new TermCoverage(index, terms, ids);
        return
        [
            .. ids.Select((id, i) => new Hit(
                id, index[id].Title, Math.Round(_scores[id] / _scores[ids[0]], 4), Math.Round(coverage[i], 4), named.Contains(id))),
        ];
    }
}
