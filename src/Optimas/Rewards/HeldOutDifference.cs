namespace Optimas;

/// <summary>A held-out pair's difference of rewards, by weights that never saw it.</summary>
/// <param name="Component">k.</param>
/// <param name="Group">The example that the pair comes from.</param>
/// <param name="Difference">r_k(preferred) − r_k(rejected), before any scaling.</param>
public readonly record struct HeldOutDifference(int Component, string Group, double Difference);
