namespace Optimas.Pocket;

/// <summary>How shares become digits.</summary>
internal static class ScoreScale
{
    public static Dimension Dimension { get; } = new("scale",
    [
        new("0 to 9", 1, ScalePhrasings.Graded),
        new("0 or 9", 1, ScalePhrasings.AllOrNothing),
        new("0 to 3", 1, ScalePhrasings.Coarse),
        new("penalties", 0.8, ScalePhrasings.Penalties),
    ]);

    public static string Write(IEnumerable<double> shares, int scale) => string.Join(' ', shares.Select(share => scale switch
    {
        0 => (int)((9 * share) + 0.5),
        3 => (int)((9 * (1 - share)) + 0.5),
        1 => share > 0.99 ? 9 : 0,
        _ => (int)((3 * share) + 0.5),
    }));
}
