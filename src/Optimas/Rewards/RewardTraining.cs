namespace Optimas;

/// <summary>How local rewards are trained, whatever the backbone.</summary>
public sealed record RewardTraining
{
    /// <summary>The seed of every random choice.</summary>
    public long Seed { get; init; }

    /// <summary>A head with less evidence than this many pairs abstains.</summary>
    public double MinEvidence { get; init; } = 3;

    /// <summary>The variance of the Gaussian prior of a weight; smaller shrinks more.</summary>
    public double PriorVariance { get; init; } = 3;

    /// <summary>The loss asks for a difference of rewards of at least this much per unit of gap; 0 is OPTIMAS, eq. 4, as it stands.</summary>
    public double GapMargin { get; init; }

    /// <summary>What a comparison of two single trajectories weighs against a preference pair.</summary>
    public double PointwiseWeight { get; init; } = 0.3;

    /// <summary>The step size of Adam.</summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>The largest number of passes over the evidence in stage 1.</summary>
    public int MaxEpochs { get; init; } = 300;

    /// <summary>The largest number of passes in stage 2.</summary>
    public int MaxAdaptationEpochs { get; init; } = 40;

    /// <summary>Training ends after this many passes, or a quarter of those allowed, without a lower held-out loss.</summary>
    public int Patience { get; init; } = 20;

    /// <summary>The number of parts the examples are dealt into; each is held out once, to choose the passes and to measure accuracy.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>The comparisons of one step.</summary>
    public int BatchSize { get; init; } = 512;

    /// <summary>
    /// Whether rewards are scaled so that their differences are the log-odds seen on held-out pairs. A head that ranks no better than chance
    /// becomes nearly flat, and exp(r_k) a distribution worth sampling from.
    /// </summary>
    public bool Calibrate { get; init; } = true;
}
