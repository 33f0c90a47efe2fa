namespace Optimas;

/// <summary>(x_k, y⁺, y⁻): for the same inputs of a component, one output leads to a higher expected global reward than another.</summary>
/// <param name="Component">k.</param>
/// <param name="Preferred">(x_k, y⁺).</param>
/// <param name="Rejected">(x_k, y⁻).</param>
/// <param name="Gap">How much higher the estimated global reward of y⁺ is; positive.</param>
public sealed record PreferencePair(int Component, Observation Preferred, Observation Rejected, double Gap)
{
    /// <summary>
    /// The id of the example that the pair comes from; null where only x_k identifies it. Pairs of one example are not independent: they
    /// stay on one side of a split.
    /// </summary>
    public string? Example { get; init; }

    /// <summary>What it is held out with: the example, or x_k where the example is not known. <see cref="RankingTerm.Group"/> is the same.</summary>
    public string Group => Groups.Key(Example, Preferred);
}
