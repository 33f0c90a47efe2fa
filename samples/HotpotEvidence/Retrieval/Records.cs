namespace HotpotEvidence;

/// <summary>The system's input.</summary>
/// <param name="Question">A question whose answer takes two passages.</param>
public sealed record HotpotQuestion(string Question);

/// <summary>A word or a phrase to search for.</summary>
/// <param name="Text">Its words in lower case.</param>
/// <param name="Weight">What its BM25 score counts.</param>
public sealed record SearchTerm(string Text, double Weight);

/// <summary>A passage found.</summary>
/// <param name="Id">Its number in the index.</param>
/// <param name="Title">Its title.</param>
/// <param name="Score">Its score; the best passage of a search has 1.</param>
/// <param name="Coverage">Which share of the question's terms it holds, 0 to 1.</param>
/// <param name="Named">Whether the question names its title.</param>
public sealed record Hit(int Id, string Title, double Score, double Coverage, bool Named);

/// <summary>A name in a first-hop passage that may lead to another passage.</summary>
/// <param name="Name">The name as it is written.</param>
/// <param name="From">The passage that holds it.</param>
/// <param name="Weight">How far to trust it, 0 to 1.</param>
public sealed record BridgeEntity(string Name, int From, double Weight);

/// <summary>The system's output, and what speaks for it.</summary>
/// <param name="Titles">The titles of the passages that together answer the question, best first.</param>
/// <param name="Coverage">Which share of the question's terms the best two hold between them, 0 to 1.</param>
/// <param name="Link">How far to trust that one of the two names the other, 0 to 1.</param>
/// <param name="Named">How many of the two the question names.</param>
public sealed record SupportingPassages(IReadOnlyList<string> Titles, double Coverage, double Link, int Named);
