namespace HotpotEvidence;

/// <summary>A labelled question.</summary>
/// <param name="Id">The data set's identifier.</param>
/// <param name="Question">The question.</param>
/// <param name="Titles">The titles of the passages that support the answer.</param>
/// <param name="Context">The paragraphs given with the question: part of the corpus, never shown to the system as the question's own.</param>
public sealed record HotpotExample(string Id, string Question, IReadOnlyList<string> Titles, IReadOnlyList<Passage> Context);
