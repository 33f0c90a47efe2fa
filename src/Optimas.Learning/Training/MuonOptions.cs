namespace Optimas.Learning;

/// <summary>
/// The constants of Muon (Jordan et al. 2024), whose steps are scaled to be as large as AdamW's (Liu et al. 2025), so that one learning rate
/// serves both.
/// </summary>
public sealed record MuonOptions
{
    /// <summary>The decay of the momentum, in [0, 1).</summary>
    public double Momentum { get; init; } = 0.95;

    /// <summary>The share of a matrix, times the learning rate, by which each step shrinks it.</summary>
    public double WeightDecay { get; init; } = 0.1;
}
