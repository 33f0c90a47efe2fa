namespace Optimas;

/// <summary>What is not independent: everything that comes from one example, or from one x_k where the example is not known.</summary>
internal static class Groups
{
    public static string Key(string? example, Observation observation) => example is null ? "x: " + observation.Input : "id: " + example;

    /// <summary>The groups in random order, as a function of the set of groups and the seed alone.</summary>
    public static string[] Shuffle(IEnumerable<string> groups, long seed, string purpose) =>
        new SeededRandom(seed, purpose).Shuffle(groups.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
}
