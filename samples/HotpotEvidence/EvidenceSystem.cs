using Optimas;

namespace HotpotEvidence;

/// <summary>Finds the passages that answer a question by two hops of full-text search; no language model.</summary>
[CompoundSystem<HotpotQuestion, IReadOnlyList<string>>(Output = nameof(Evidence))]
public sealed partial class EvidenceSystem(PassageIndex index)
{
    /// <summary>What to search for.</summary>
    [Component]
    internal IReadOnlyList<SearchTerm> Terms(
        string question,
        [Hyperparameter(0, 60, 120)] int stopWords = 0,
        [Hyperparameter(0.0, 0.5, 1.0)] double phraseWeight = 0)
        => QuestionTerms.Extract(question, index, stopWords, phraseWeight);

    /// <summary>The passages that match the terms best.</summary>
    [Component]
    internal IReadOnlyList<Hit> FirstHop(
        string question,
        IReadOnlyList<SearchTerm> terms,
        [Hyperparameter(5, 10, 20)] int k = 5,
        [Hyperparameter(1.0, 2.0, 4.0)] double titleWeight = 1,
        [Hyperparameter(0.0, 1.0, 2.0)] double named = 0)
    {
        var scores = new double[index.Count];
        PassageSearch.Add(scores, index, terms, titleWeight);
        if (named > 0)
        {
            foreach (var mention in index.Titles.MentionsIn(question))
            {
                foreach (int id in mention.Passages)
                    scores[id] *= 1 + named;
            }
        }

        return PassageSearch.Top(scores, index, k);
    }

    /// <summary>Names in the first-hop passages that may lead on.</summary>
    [Component]
    internal IReadOnlyList<BridgeEntity> Bridge(
        string question,
        IReadOnlyList<Hit> firstHop,
        [Hyperparameter("capitals", "titles")] string source = "capitals",
        [Hyperparameter(5, 10, 20)] int count = 5)
        => BridgeEntities.Extract(question, firstHop, index, source, count);

    /// <summary>The passages that match the question's terms and the bridge entities best.</summary>
    [Component]
    internal IReadOnlyList<Hit> SecondHop(
        IReadOnlyList<SearchTerm> terms,
        IReadOnlyList<BridgeEntity> bridge,
        [Hyperparameter(5, 10, 20)] int k = 5,
        [Hyperparameter(0.5, 1.0, 2.0)] double bridgeWeight = 1)
    {
        var scores = new double[index.Count];
        PassageSearch.Add(scores, index, terms, 1);
        PassageSearch.Add(scores, index, bridge.Select(static e => new SearchTerm(Tokens.Normalize(e.Name), e.Weight)), 1, bridgeWeight);
        return PassageSearch.Top(scores, index, k);
    }

    /// <summary>The titles of the passages that answer the question.</summary>
    [Component]
    internal IReadOnlyList<string> Evidence(
        string question,
        IReadOnlyList<SearchTerm> terms,
        IReadOnlyList<Hit> firstHop,
        IReadOnlyList<BridgeEntity> bridge,
        IReadOnlyList<Hit> secondHop,
        [Hyperparameter(2, 3, 5)] int titles = 5,
        [Hyperparameter(0.0, 1.0, 2.0)] double mention = 0,
        [Hyperparameter(0.5, 1.0, 2.0)] double link = 1,
        [Hyperparameter(Min = 0.0, Max = 8.0)] double coverage = 0)
        => new EvidenceRanker(index).Rank(question, terms, firstHop, bridge, secondHop, new EvidenceWeights(mention, link, coverage), titles);
}
