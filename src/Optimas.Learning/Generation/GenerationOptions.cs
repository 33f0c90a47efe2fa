namespace Optimas.Learning;

/// <summary>How much a generation engine does at once.</summary>
public sealed record GenerationOptions
{
    /// <summary>16 texts of up to 2,048 tokens at once.</summary>
    public static GenerationOptions Default { get; } = new();

    /// <summary>How many texts are written at once at most. Each has a slot in the cache of keys and values.</summary>
    public int Slots { get; init; } = 16;

    /// <summary>
    /// How many batches the texts are dealt out to, at most <see cref="Slots"/>. While several have work, each computes its passes on one
    /// thread: on the CPU that is somewhat faster than dividing every pass where the model is small, and slower where it is large. There is one
    /// where libtorch can't compute with another number of threads on one thread (with MKL, and with the TorchSharp package).
    /// </summary>
    public int Lanes { get; init; } = 1;

    /// <summary>The longest text, prompt and reply together; the model's own limit where that is lower.</summary>
    public int MaxTokens { get; init; } = 2048;

    /// <summary>How many prompt tokens one pass of a batch computes at most, so that texts under way don't wait long for new ones; one text is always taken.</summary>
    public int PromptTokensPerPass { get; init; } = 4096;

    /// <summary>A beginning shared with another text of the batch is copied rather than computed from this many tokens on.</summary>
    public int LeastSharedPrefix { get; init; } = 16;

    /// <summary>The longest text that a model writes under these options.</summary>
    internal int LengthFor(LanguageModel model) => Math.Min(MaxTokens, model.Network.Config.MaxPositions);
}
