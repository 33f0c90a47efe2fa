namespace Optimas.Learning;

/// <summary>How a language model is trained.</summary>
public sealed record LanguageModelTraining
{
    /// <summary>The steps in all.</summary>
    public required int Steps { get; init; }

    /// <summary>The learning rate of each step.</summary>
    public required LearningRateSchedule LearningRate { get; init; }

    /// <summary>The seed of dropout. The order of the texts is their source's matter.</summary>
    public long Seed { get; init; }

    /// <summary>A step reads texts until the next one would bring it over so many tokens; one text at least.</summary>
    public int TokensPerStep { get; init; } = 8192;

    /// <summary>
    /// The most tokens of one forward pass, where a text alone is not longer; a step is made of as many passes as it takes.
    /// </summary>
    public int TokensPerPass { get; init; } = 8192;

    /// <summary>Gradients are scaled to this global norm at most; infinity for never.</summary>
    public double MaxGradientNorm { get; init; } = 1;

    /// <summary>The constants of Muon, which then trains the matrices between layers; null where AdamW trains everything.</summary>
    public MuonOptions? Muon { get; init; }

    /// <summary>The constants of AdamW.</summary>
    public AdamWOptions Optimizer { get; init; } = new() { Beta2 = 0.95, WeightDecay = 0.1, DecaysVectors = false };

    /// <summary>Whether blocks are computed once more on the way back instead of being kept: less memory for a third more work.</summary>
    public bool ActivationCheckpointing { get; init; }
}
