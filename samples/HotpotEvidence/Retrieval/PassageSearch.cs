namespace HotpotEvidence;

/// <summary>Ranks passages by weighted BM25 over terms.</summary>
public static class PassageSearch
{
    /// <summary>Adds each term's weighted BM25 to the scores.</summary>
    public static void Add(double[] scores, PassageIndex index, IEnumerable<SearchTerm> terms, double titleWeight, double factor = 1)
    {
        foreach (var term in terms)
        {
            double weight = term.Weight * factor;
            if (weight == 0)
                continue;
            foreach (var posting in index.Match(term.Text, titleWeight))
                scores[posting.Id] += weight * posting.Score;
        }
    }

    /// <summary>The best k passages, scores divided by the best one's; the lower number first where scores are equal.</summary>
    public static List<Hit> Top(double[] scores, PassageIndex index, int k)
    {
        var best = new PriorityQueue<int, (double, int)>();
        for (int id = 0; id < scores.Length; id++)
        {
            if (scores[id] <= 0)
                continue;
            if (best.Count < k)
                best.Enqueue(id, (scores[id], -id));
            else if (best.TryPeek(out _, out var worst) && (scores[id], -id).CompareTo(worst) > 0)
                best.EnqueueDequeue(id, (scores[id], -id));
        }

        var ids = new List<int>(best.Count);
        while (best.TryDequeue(out int id, out _))
            ids.Add(id);
        ids.Reverse();
        return [.. ids.Select(id => new Hit(id, index[id].Title, Math.Round(scores[id] / scores[ids[0]], 4)))];
    }
}
