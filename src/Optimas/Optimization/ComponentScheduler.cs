namespace Optimas;

/// <summary>Picks the component whose turn it is.</summary>
internal sealed class ComponentScheduler(ComponentSchedule schedule, SeededRandom random)
{
    // A component rests after its turn, as long as others can take one.
    private const int Cooldown = 1;

    private readonly Queue<int> _resting = new();

    /// <summary>The next component.</summary>
    /// <param name="eligible">The components that have something to try; not empty.</param>
    /// <param name="meanGap">The mean gap of a component's preference pairs; null before the first pair, which counts as the widest gap known.</param>
    public int Next(IReadOnlyList<int> eligible, Func<int, double?> meanGap)
    {
        int[] rested = [.. eligible.Where(k => !_resting.Contains(k))];
        if (rested.Length == 0)
            rested = [.. eligible];
        int picked = rested[random.NextIndex(Weights(rested, meanGap))];
        _resting.Enqueue(picked);
        if (_resting.Count > Cooldown)
            _resting.Dequeue();
        return picked;
    }

    private double[] Weights(int[] components, Func<int, double?> meanGap)
    {
        if (schedule == ComponentSchedule.Uniform)
            return [.. components.Select(_ => 1.0)];
        double widest = components.Max(k => meanGap(k) ?? 0);
        // On the scale of the widest gap, so that the softmax is as sharp for a metric in [0, 0.1] as for one in [0, 100].
        return [.. components.Select(k => widest > 0 ? Math.Exp((meanGap(k) ?? widest) / widest) : 1)];
    }
}
