using System.Collections.Immutable;

namespace Optimas.Learning;

/// <summary>How a text goes on: which tokens can come next, with which chances, and when it ends.</summary>
public sealed record SamplingOptions
{
    /// <summary>Temperature 1, everything possible, at most 256 tokens.</summary>
    public static SamplingOptions Default { get; } = new();

    /// <summary>What logits are divided by; 0 takes the most likely token.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Only the smallest set of tokens that together reach this probability, after <see cref="TopK"/>; 1 for all.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Only this many most likely tokens; null for all.</summary>
    public int? TopK { get; init; }

    /// <summary>The seed: the same seed and prompt give the same text, whatever else runs.</summary>
    public long Seed { get; init; }

    /// <summary>The most tokens that are written.</summary>
    public int MaxTokens { get; init; } = 256;

    /// <summary>Texts that end the reply where they come up; they are not part of it.</summary>
    public ImmutableArray<string> StopTexts { get; init; } = [];

    internal void Validate()
    {
        if (!(Temperature >= 0) || !double.IsFinite(Temperature))
            throw new ArgumentOutOfRangeException(nameof(Temperature), Temperature, "A temperature is a finite number from 0.");
        if (!(TopP > 0 && TopP <= 1))
            throw new ArgumentOutOfRangeException(nameof(TopP), TopP, "The probability to reach lies above 0 and is at most 1.");
        if (TopK is < 1)
            throw new ArgumentOutOfRangeException(nameof(TopK), TopK, "At least one token must be possible.");
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxTokens, 1);
        if (StopTexts.Any(string.IsNullOrEmpty))
            throw new ArgumentException("A text to stop at is empty.", nameof(StopTexts));
    }
}
