namespace StarkPrime;

/// <summary>What a search found, in the order of the knowledge base, so that no position gives anything away. The lists are parallel.</summary>
/// <param name="Ids">The nodes' ids.</param>
/// <param name="Texts">What scorers read of each node's text.</param>
/// <param name="Relations">What scorers read of each node's relations.</param>
public sealed record CandidateSet(IReadOnlyList<int> Ids, IReadOnlyList<string> Texts, IReadOnlyList<string> Relations);
