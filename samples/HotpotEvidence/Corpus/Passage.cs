namespace HotpotEvidence;

/// <summary>A paragraph of the corpus.</summary>
/// <param name="Title">The title of the page it comes from.</param>
/// <param name="Text">Its sentences, joined.</param>
public sealed record Passage(string Title, string Text);
