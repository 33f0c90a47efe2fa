namespace HotpotEvidence;

/// <summary>What each sign of evidence counts.</summary>
public sealed record EvidenceWeights(double Mention, double Link, double Coverage);

/// <summary>Chooses the pair of passages that together answer best to the question, then the best others.</summary>
public sealed class EvidenceRanker(PassageIndex index)
{
    /// <summary>The titles, best first.</summary>
    public IReadOnlyList<string> Rank(
        string question, IReadOnlyList<SearchTerm> terms, IReadOnlyList<Hit> firstHop, IReadOnlyList<BridgeEntity> bridge,
        IReadOnlyList<Hit> secondHop, EvidenceWeights weights, int titles)
    {
        var ids = firstHop.Concat(secondHop).Select(static hit => hit.Id).Distinct().ToList();
        var position = ids.Select((id, i) => (id, i)).ToDictionary(static p => p.id, static p => p.i);
        var alone = new double[ids.Count];
        foreach (var hit in firstHop)
            alone[position[hit.Id]] += hit.Score;
        foreach (var hit in secondHop)
            alone[position[hit.Id]] = Math.Max(alone[position[hit.Id]], hit.Score);
        if (weights.Mention > 0)
        {
            foreach (int id in index.Titles.MentionsIn(question).SelectMany(static mention => mention.Passages).Distinct())
            {
                if (position.TryGetValue(id, out int i))
                    alone[i] *= 1 + weights.Mention;
            }
        }

        var (matched, mass) = Matches(terms, ids);
        var links = Links(bridge, position, ids);
        (double Score, int First, int Second) best = (double.NegativeInfinity, 0, 0);
        for (int i = 0; i < ids.Count; i++)
        {
            for (int j = i + 1; j < ids.Count; j++)
            {
                double score = alone[i] + alone[j] + weights.Link * links[i, j] + weights.Coverage * Mass(matched[i] | matched[j], mass);
                if (score > best.Score)
                    best = (score, i, j);
            }
        }

        return [.. Enumerable.Range(0, ids.Count).OrderByDescending(i => (i == best.First || i == best.Second ? 1000 : 0) + alone[i])
            .Take(titles).Select(i => index[ids[i]].Title)];
    }

    private static double Mass(ulong matched, double[] mass)
    {
        double sum = 0;
        for (; matched != 0; matched &= matched - 1)
            sum += mass[System.Numerics.BitOperations.TrailingZeroCount(matched)];
        return sum;
    }

    private (ulong[] Matched, double[] Mass) Matches(IReadOnlyList<SearchTerm> terms, List<int> ids)
    {
        var wanted = terms.Take(64).ToList();
        var mass = wanted.Select(term => term.Weight * index.Rarity(term.Text)).ToArray();
        double total = Math.Max(1e-9, mass.Sum());
        for (int t = 0; t < mass.Length; t++)
            mass[t] /= total;
        var position = ids.Select((id, i) => (id, i)).ToDictionary(static p => p.id, static p => p.i);
        var matched = new ulong[ids.Count];
        for (int t = 0; t < wanted.Count; t++)
        {
            foreach (var posting in index.Match(wanted[t].Text, 1))
            {
                if (position.TryGetValue(posting.Id, out int i))
                    matched[i] |= 1UL << t;
            }
        }

        return (matched, mass);
    }

    private double[,] Links(IReadOnlyList<BridgeEntity> bridge, Dictionary<int, int> position, List<int> ids)
    {
        var links = new double[ids.Count, ids.Count];
        foreach (var entity in bridge)
        {
            if (!position.TryGetValue(entity.From, out int from))
                continue;
            foreach (var mention in index.Titles.MentionsIn(entity.Name))
            {
                foreach (int id in mention.Passages)
                {
                    if (position.TryGetValue(id, out int to) && to != from)
                    {
                        double weight = Math.Max(links[from, to], entity.Weight);
                        links[from, to] = links[to, from] = weight;
                    }
                }
            }
        }

        return links;
    }
}
