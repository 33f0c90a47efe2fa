namespace Optimas;

/// <summary>The configurations that a turn may choose among: those one step from the incumbent, and combinations of such steps.</summary>
internal static class CandidatePool
{
    private const int Combinations = 40;
    private const int MaxCombined = 3;

    /// <summary>Every single step, and combinations of two or three: random ones, and one of the steps that look best.</summary>
    /// <param name="component">The component.</param>
    /// <param name="current">Its configuration in the incumbent.</param>
    /// <param name="steps">Single steps, by hyperparameter, model choice or prompt.</param>
    /// <param name="gain">What a step is expected to gain.</param>
    /// <param name="random">Chooses the combinations.</param>
    public static List<ComponentConfiguration> Make(
        ComponentInfo component,
        ComponentConfiguration current,
        IReadOnlyList<ComponentConfiguration> steps,
        Func<ComponentConfiguration, double> gain,
        SeededRandom random)
    {
        var pool = new List<ComponentConfiguration>(steps);
        var byField = steps
            .GroupBy(s => ChangedField(component, current, s))
            .Where(g => g.Key >= 0)
            .ToDictionary(g => g.Key, g => g.ToArray());
        if (byField.Count < 2)
            return pool;
        var best = byField
            .Select(g => (Field: g.Key, Step: g.Value.MaxBy(gain)!))
            .Where(s => gain(s.Step) > 0)
            .ToArray();
        if (best.Length > 1)
            pool.Add(best.Aggregate(current, (c, s) => c.WithValue(s.Field, s.Step.GetValue(s.Field))));
        int[] fields = [.. byField.Keys.Order()];
        for (int i = 0; i < Combinations; i++)
        {
            int size = 2 + random.Next(Math.Min(MaxCombined, fields.Length) - 1);
            pool.Add(random.Shuffle(fields).Take(size).Aggregate(
                current, (c, f) => c.WithValue(f, byField[f][random.Next(byField[f].Length)].GetValue(f))));
        }

        return [.. pool.Distinct()];
    }

    // -1 for a step that changes no field, such as one that sets a per-input selector.
    private static int ChangedField(ComponentInfo component, ComponentConfiguration current, ComponentConfiguration step) =>
        Enumerable.Range(0, component.Parameters.Length).FirstOrDefault(i => !Equals(current.GetValue(i), step.GetValue(i)), -1);
}
