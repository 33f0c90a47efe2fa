namespace Optimas;

/// <summary>Metrics made of functions.</summary>
public static class Metric
{
    /// <summary>A metric with scores in [0, 1].</summary>
    /// <param name="score">The score of an output, given the label.</param>
    public static IMetric<TOut, TLabel> Create<TOut, TLabel>(Func<TLabel, TOut, double> score) => Create(0, 1, score);

    /// <summary>A metric with scores in a range of its own.</summary>
    /// <param name="minimum">The smallest score.</param>
    /// <param name="maximum">The largest score.</param>
    /// <param name="score">The score of an output, given the label.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty or not finite.</exception>
    public static IMetric<TOut, TLabel> Create<TOut, TLabel>(double minimum, double maximum, Func<TLabel, TOut, double> score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return Create<TOut, TLabel>(minimum, maximum, (label, output, _, _) => ValueTask.FromResult(score(label, output)));
    }

    /// <summary>A metric that looks at the trajectory, or that takes its time, as one that asks a language model does.</summary>
    /// <param name="minimum">The smallest score.</param>
    /// <param name="maximum">The largest score.</param>
    /// <param name="score">The score of an output, given the label and the trajectory.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty or not finite.</exception>
    public static IMetric<TOut, TLabel> Create<TOut, TLabel>(
        double minimum, double maximum, Func<TLabel, TOut, Trace, CancellationToken, ValueTask<double>> score)
    {
        ArgumentNullException.ThrowIfNull(score);
        if (!double.IsFinite(minimum) || !double.IsFinite(maximum) || minimum >= maximum)
            throw new ArgumentOutOfRangeException(nameof(maximum), $"A metric needs a range; [{minimum}, {maximum}] is none.");
        return new FunctionMetric<TOut, TLabel>(minimum, maximum, score);
    }

    private sealed class FunctionMetric<TOut, TLabel>(
        double minimum, double maximum, Func<TLabel, TOut, Trace, CancellationToken, ValueTask<double>> score) : IMetric<TOut, TLabel>
    {
        public double Minimum => minimum;

        public double Maximum => maximum;

        public ValueTask<double> ScoreAsync(TLabel label, TOut output, Trace trace, CancellationToken cancellationToken) =>
            score(label, output, trace, cancellationToken);
    }
}
