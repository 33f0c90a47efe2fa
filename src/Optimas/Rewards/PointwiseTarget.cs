namespace Optimas;

/// <summary>What an executed trajectory says about one component on its path.</summary>
/// <param name="Component">k.</param>
/// <param name="Observation">(x_k, y_k).</param>
/// <param name="Advantage">The trajectory's global reward less the mean of its example's trajectories.</param>
public sealed record PointwiseTarget(int Component, Observation Observation, double Advantage)
{
    /// <summary>The id of the example; null where only x_k identifies it. Targets are compared within one example.</summary>
    public string? Example { get; init; }

    internal string Group => Groups.Key(Example, Observation);
}
