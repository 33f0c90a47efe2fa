namespace Optimas;

/// <summary>The weights that are trained together: a head per component, and the projection that they share.</summary>
/// <param name="projection">φ: a row per feature; empty for the identity.</param>
/// <param name="heads">h_k by component.</param>
internal sealed class RankingWeights(double[] projection, SortedDictionary<int, double[]> heads)
{
    public double[] Projection { get; } = projection;

    public SortedDictionary<int, double[]> Heads { get; } = heads;

    public RankingWeights Copy()
    {
        var heads = new SortedDictionary<int, double[]>();
        foreach (var (component, head) in Heads)
            heads[component] = [.. head];
        return new([.. Projection], heads);
    }
}
