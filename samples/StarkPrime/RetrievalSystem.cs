using Microsoft.Extensions.AI;
using Optimas;

namespace StarkPrime;

/// <summary>The system's input.</summary>
/// <param name="Query">What is looked for in the knowledge base.</param>
public sealed record EntityRequest(string Query);

/// <summary>Finds entities of a knowledge base whose nodes have texts and relations: a search, two scorers, and their weighted sum.</summary>
[CompoundSystem<EntityRequest, IReadOnlyList<int>>(Output = nameof(Ranking))]
public sealed partial class RetrievalSystem(IChatClient chat, KnowledgeBase knowledge)
{
    private const int CandidateCount = 5;

    /// <summary>The nodes whose texts and relations share the most words with the query.</summary>
    [Component]
    private Task<CandidateSet> Candidates(string query, CancellationToken cancellationToken)
        => knowledge.SearchAsync(query, CandidateCount, cancellationToken);

    /// <summary>How well each candidate's text fits the query: one digit for each, in order.</summary>
    [Component, Prompt("Score how well each text fits the query.")]
    private partial Task<string> TextScores(string query, IReadOnlyList<string> texts, CancellationToken cancellationToken);

    /// <summary>How well each candidate's relations fit the query: one digit for each, in order.</summary>
    [Component, Prompt("Score how well the relations of each candidate fit the query.")]
    private partial Task<string> RelationScores(string query, IReadOnlyList<string> relations, CancellationToken cancellationToken);

    /// <summary>The candidates' ids, those with the highest weighted sum of both scores first; of equal ones, the one that comes first.</summary>
    /// <param name="ids">The candidates' ids.</param>
    /// <param name="textScores">One score for each, in order.</param>
    /// <param name="relationScores">One score for each, in order.</param>
    /// <param name="relationWeight">What the score by relations counts.</param>
    /// <param name="textWeight">What the score by texts counts.</param>
    [Component]
    private IReadOnlyList<int> Ranking(
        IReadOnlyList<int> ids,
        string textScores,
        string relationScores,
        [Hyperparameter(0.1, 1.0)] double relationWeight = 1,
        [Hyperparameter(0.1, 1.0)] double textWeight = 1)
    {
        double[] texts = ScoreReader.Read(textScores, ids.Count), relations = ScoreReader.Read(relationScores, ids.Count);
        var order = Enumerable.Range(0, ids.Count).OrderByDescending(i => (textWeight * texts[i]) + (relationWeight * relations[i]));
        return [.. order.Select(i => ids[i])];
    }
}
