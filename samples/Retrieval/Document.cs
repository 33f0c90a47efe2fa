namespace Retrieval;

/// <summary>Something that can be found.</summary>
/// <param name="Id">What tells it from all others.</param>
/// <param name="Title">Its title.</param>
/// <param name="Text">Its text.</param>
public sealed record Document(string Id, string Title, string Text);

/// <summary>A document found.</summary>
/// <param name="Document">The document.</param>
/// <param name="Score">How well it matches; greater is better, and only scores of one search compare.</param>
public readonly record struct Match(Document Document, double Score);
