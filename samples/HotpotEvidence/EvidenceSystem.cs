using Optimas;

namespace HotpotEvidence;

/// <summary>Finds the passages that together answer a question, by full-text search in two hops; no language model.</summary>
[CompoundSystem<HotpotQuestion, SupportingPassages>(Output = nameof(Evidence))]
public sealed partial class EvidenceSystem(PassageIndex index)
{
    /// <summary>What to search for: the question's words, and its names as phrases.</summary>
    /// <param name="question">The question.</param>
    /// <param name="stopWords">How many of the usual words are left out.</param>
    /// <param name="phraseWeight">What a name of several words counts as a phrase, beside its words.</param>
    [Component]
    private IReadOnlyList<SearchTerm> Terms(
        string question,
        [Hyperparameter(0, 60, 120)] int stopWords = 0,
        [Hyperparameter(0.0, 0.5, 1.0)] double phraseWeight = 0)
        => QuestionTerms.Extract(question, stopWords, phraseWeight);

    /// <summary>The passages that match the terms best.</summary>
    /// <param name="question">The question.</param>
    /// <param name="terms">What to search for.</param>
    /// <param name="k">How many passages.</param>
    /// <param name="titleWeight">What a match in the title counts, relative to one in the text.</param>
    /// <param name="named">By what share the score of a passage grows whose title the question names.</param>
    [Component]
    private IReadOnlyList<Hit> FirstHop(
        string question,
        IReadOnlyList<SearchTerm> terms,
        [Hyperparameter(5, 10, 20)] int k = 5,
        [Hyperparameter(1.0, 2.0, 4.0)] double titleWeight = 1,
        [Hyperparameter(0.0, 1.0, 2.0)] double named = 0)
    {
        var inQuestion = index.Titles.NamedIn(question);
        return new PassageSearch(index).Add(terms, titleWeight).Raise(inQuestion, named).Top(k, terms, inQuestion);
    }

    /// <summary>Names in the first-hop passages that may lead to the second hop.</summary>
    /// <param name="firstHop">Where to look for names.</param>
    /// <param name="source">What is taken for a name: words written with capitals, or titles of passages.</param>
    /// <param name="count">How many names.</param>
    [Component]
    private IReadOnlyList<BridgeEntity> Bridge(
        IReadOnlyList<Hit> firstHop,
        [Hyperparameter(BridgeSource.Capitals, BridgeSource.Titles)] string source = BridgeSource.Capitals,
        [Hyperparameter(5, 10, 20)] int count = 5)
        => BridgeEntities.Extract(firstHop, index, source, count);

    /// <summary>The passages that match the question's terms and the bridge names together best.</summary>
    /// <param name="question">The question.</param>
    /// <param name="terms">The question's terms.</param>
    /// <param name="bridge">The names.</param>
    /// <param name="k">How many passages.</param>
    /// <param name="bridgeWeight">What a name counts, relative to a term of the question.</param>
    [Component]
    private IReadOnlyList<Hit> SecondHop(
        string question,
        IReadOnlyList<SearchTerm> terms,
        IReadOnlyList<BridgeEntity> bridge,
        [Hyperparameter(5, 10, 20)] int k = 5,
        [Hyperparameter(0.5, 1.0, 2.0)] double bridgeWeight = 1)
        => new PassageSearch(index)
            .Add(terms, titleWeight: 1)
            .Add(BridgeEntities.ToTerms(bridge, bridgeWeight), titleWeight: 1)
            .Top(k, terms, index.Titles.NamedIn(question));

    /// <summary>The passages that together answer the question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="terms">The question's terms.</param>
    /// <param name="firstHop">Passages to choose from.</param>
    /// <param name="bridge">Which passages lead to which.</param>
    /// <param name="secondHop">More passages to choose from.</param>
    /// <param name="titles">How many titles.</param>
    /// <param name="mention">By what share a passage counts more whose title the question names.</param>
    /// <param name="link">What it counts for a pair that one passage names the other.</param>
    /// <param name="coverage">What it counts for a pair that it holds all terms between its two passages.</param>
    [Component]
    private SupportingPassages Evidence(
        string question,
        IReadOnlyList<SearchTerm> terms,
        IReadOnlyList<Hit> firstHop,
        IReadOnlyList<BridgeEntity> bridge,
        IReadOnlyList<Hit> secondHop,
        [Hyperparameter(2, 3, 5)] int titles = 5,
        [Hyperparameter(0.0, 1.0, 2.0)] double mention = 0,
        [Hyperparameter(0.5, 1.0, 2.0)] double link = 1,
        [Hyperparameter(Min = 0, Max = 8)] double coverage = 0)
        => new EvidenceRanker(index, firstHop, secondHop)
            .Choose(titles, index.Titles.NamedIn(question), mention, bridge, link, terms, coverage);
}
