namespace Optimas.Learning;

/// <summary>
/// How local rewards over a language model are trained. The defaults are for small models; OPTIMAS, table 6, has those for one of 8 B.
/// </summary>
public sealed record LanguageModelRewardOptions
{
    /// <summary>
    /// What all backbones share: the seed, the least evidence, the margin, the weight of pointwise terms, the folds of which one is held
    /// out, and whether rewards are calibrated. The rest of it belongs to linear heads, and is not read.
    /// </summary>
    public RewardTraining Evidence { get; init; } = new();

    /// <summary>The rank of the adapter (table 6: 32).</summary>
    public int Rank { get; init; } = 32;

    /// <summary>The adapter's alpha: its change is scaled by alpha / rank (table 6: 16).</summary>
    public double Alpha { get; init; } = 16;

    /// <summary>The share of the adapter's inputs that training drops; from 0 up to, but not, 1.</summary>
    public double Dropout { get; init; }

    /// <summary>The projections that the adapter changes.</summary>
    public AdapterTargets Targets { get; init; } = AdapterTargets.All;

    /// <summary>
    /// The longest text [x_k, y_k] in tokens (table 6: 2048), or the model's own limit where that is less. Of longer ones the beginning of
    /// x_k is left out, and of an output that is too long by itself its own beginning too.
    /// </summary>
    public int MaxTokens { get; init; } = 2048;

    /// <summary>
    /// The adapter's learning rate. 3e-4 suits models of up to a billion parameters; table 6 has 2e-6 for one of 8 B, whose features need
    /// little change.
    /// </summary>
    public double LearningRate { get; init; } = 3e-4;

    /// <summary>The heads' learning rate. They start from zero, so theirs is the larger one.</summary>
    public double HeadLearningRate { get; init; } = 3e-3;

    /// <summary>The optimizer's constants.</summary>
    public AdamWOptions Optimizer { get; init; } = new();

    /// <summary>Gradients are scaled to this global norm at most.</summary>
    public double MaxGradientNorm { get; init; } = 1;

    /// <summary>
    /// The comparisons of one step (table 6: 32). All comparisons of one example's outputs are in one step, if need be in a larger one.
    /// </summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The largest number of passes over the evidence in stage 1 (table 6: 25).</summary>
    public int MaxEpochs { get; init; } = 25;

    /// <summary>The largest number of passes in stage 2.</summary>
    public int MaxAdaptationEpochs { get; init; } = 4;

    /// <summary>Training ends after this many passes without a lower held-out loss.</summary>
    public int Patience { get; init; } = 4;

    /// <summary>The most tokens of one forward pass, where one comparison alone is not longer.</summary>
    public int TokensPerPass { get; init; } = 8192;

    /// <summary>Whether blocks are computed once more on the way back instead of being kept: less memory for a third more work.</summary>
    public bool ActivationCheckpointing { get; init; }

    /// <summary>
    /// Where frozen rewards that are written put their adapters, each as a folder that PEFT reads; null for the JSON itself, which fits
    /// small models: an adapter of rank 32 takes about 4 MB for a model of 4 M parameters, and 450 MB for one of 8 B.
    /// </summary>
    public string? AdapterFolder { get; init; }

    internal AdapterConfig Adapter(string baseModel) => new()
    {
        Rank = Rank,
        Alpha = Alpha,
        Dropout = Dropout,
        Targets = Targets,
        TaskType = "FEATURE_EXTRACTION",
        BaseModel = baseModel,
    };
}
