namespace Optimas.Learning;

/// <summary>The constants of AdamW (Loshchilov and Hutter 2019). The learning rate is given with each step.</summary>
public sealed record AdamWOptions
{
    /// <summary>The decay of the first moment, in [0, 1).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>The decay of the second moment, in [0, 1).</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the second moment.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>The share of a parameter, times the learning rate, by which each step shrinks it.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>
    /// Whether vectors, which norms and biases are, shrink as well; PyTorch does it, language models are mostly trained without.
    /// </summary>
    public bool DecaysVectors { get; init; } = true;
}
