namespace HotpotEvidence;

/// <summary>Chooses the pair of passages that together answer best to the question, then the best others.</summary>
public sealed class EvidenceRanker
{
    private readonly PassageIndex _index;
    private readonly List<int> _ids = [];
    private readonly Dictionary<int, int> _positions = [];
    private readonly List<double> _alone = [];

    /// <summary>Takes the passages of both hops; one that both found counts with its better score.</summary>
    public EvidenceRanker(PassageIndex index, IEnumerable<Hit> firstHop, IEnumerable<Hit> secondHop)
    {
        _index = index;
        foreach (var hit in firstHop.Concat(secondHop))
        {
            if (_positions.TryGetValue(hit.Id, out int known))
            {
                _alone[known] = Math.Max(_alone[known], hit.Score);
                continue;
            }

            _positions[hit.Id] = _ids.Count;
            _ids.Add(hit.Id);
            _alone.Add(hit.Score);
        }
    }

    /// <summary>
    /// The titles, best first. A pair scores the sum of its passages' own scores, what its link counts, and what the share of the terms
    /// that it holds counts, rare terms more.
    /// </summary>
    /// <param name="count">How many titles.</param>
    /// <param name="named">Passages whose titles the question names.</param>
    /// <param name="mention">By what share they count more.</param>
    /// <param name="bridge">Which passages name which.</param>
    /// <param name="link">What a link counts.</param>
    /// <param name="terms">The question's terms.</param>
    /// <param name="coverage">What all terms together count.</param>
    public SupportingPassages Choose(
        int count,
        IReadOnlySet<int> named,
        double mention,
        IReadOnlyList<BridgeEntity> bridge,
        double link,
        IReadOnlyList<SearchTerm> terms,
        double coverage)
    {
        double[] alone = [.. _alone];
        foreach (int id in named)
        {
            if (_positions.TryGetValue(id, out int i))
                alone[i] *= 1 + mention;
        }

        var links = Links(bridge);
        var covered = new TermCoverage(_index, terms, _ids);
        (double Score, int One, int Other) best = (double.NegativeInfinity, 0, 0);
        for (int i = 0; i < alone.Length; i++)
        {
            for (int j = i + 1; j < alone.Length; j++)
            {
                double score = alone[i] + alone[j] + link * links[i, j] + coverage * covered[i, j];
                if (score > best.Score)
                    best = (score, i, j);
            }
        }

        if (alone.Length < 2)
            return new([.. _ids.Select(id => _index[id].Title)], 0, 0, 0);
        var titles = Enumerable.Range(0, alone.Length)
            .OrderByDescending(i => i == best.One || i == best.Other).ThenByDescending(i => alone[i])
            .Select(i => _index[_ids[i]].Title).Take(count);
        return new(
            [.. titles],
            Math.Round(covered[best.One, best.Other], 4),
            links[best.One, best.Other],
            (named.Contains(_ids[best.One]) ? 1 : 0) + (named.Contains(_ids[best.Other]) ? 1 : 0));
    }

    private double[,] Links(IReadOnlyList<BridgeEntity> bridge)
    {
        var links = new double[_ids.Count, _ids.Count];
        foreach (var entity in bridge)
        {
            if (!_positions.TryGetValue(entity.From, out int from))
                continue;
            foreach (int id in _index.Titles.NamedIn(entity.Name))
            {
                if (_positions.TryGetValue(id, out int to) && to != from)
                    links[from, to] = links[to, from] = Math.Max(links[from, to], entity.Weight);
            }
        }

        return links;
    }
}
