namespace Optimas.Learning;

/// <summary>How much a generation engine does at once.</summary>
public sealed record GenerationOptions
{
    /// <summary>16 texts of up to 2,048 tokens at once.</summary>
    public static GenerationOptions Default { get; } = new();

    /// <summary>How many texts share a forward pass at most. Each has a slot in the cache of keys and values.</summary>
    public int Slots { get; init; } = 16;

    /// <summary>The longest text, prompt and reply together; the model's own limit where that is lower.</summary>
    public int MaxTokens { get; init; } = 2048;

    /// <summary>How many prompt tokens one pass computes at most, so that texts under way don't wait long for new ones; one text is always taken.</summary>
    public int PromptTokensPerPass { get; init; } = 4096;

    /// <summary>A beginning shared with another text is copied rather than computed from this many tokens on.</summary>
    public int LeastSharedPrefix { get; init; } = 16;
}
