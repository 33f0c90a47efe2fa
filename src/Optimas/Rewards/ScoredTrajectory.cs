namespace Optimas;

/// <summary>A trajectory with its global reward.</summary>
/// <typeparam name="TIn">The system's input.</typeparam>
/// <typeparam name="TOut">The system's output.</typeparam>
/// <param name="Example">The id of the example that it ran on.</param>
/// <param name="Trace">The trajectory; of a failed run, what had completed.</param>
/// <param name="Score">The global reward; of a failed run, the failure score.</param>
public sealed record ScoredTrajectory<TIn, TOut>(string Example, Trace<TIn, TOut> Trace, double Score);

/// <summary>Turns executed trajectories into evidence for local rewards.</summary>
public static class TrajectoryEvidence
{
    /// <summary>
    /// A pointwise target for each filled slot of each trajectory, against the mean of its example's trajectories. An example with a single
    /// trajectory says nothing. Skipped components are left out.
    /// </summary>
    public static IReadOnlyList<PointwiseTarget> Targets<TIn, TOut>(
        ICompoundSystem<TIn, TOut> system, IEnumerable<ScoredTrajectory<TIn, TOut>> trajectories)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(trajectories);
        var targets = new List<PointwiseTarget>();
        foreach (var example in trajectories.GroupBy(t => t.Example, StringComparer.Ordinal).Where(g => g.Skip(1).Any()))
        {
            double mean = example.Average(t => t.Score);
            foreach (var (_, trace, score) in example)
            {
                for (int k = 0; k < trace.Slots.Length; k++)
                {
                    if (trace.Slots[k] is { Origin: not SlotOrigin.Skipped })
                        targets.Add(new(k, system.Observe(trace, k), score - mean) { Example = example.Key });
                }
            }
        }

        return targets;
    }
}
