namespace Optimas;

/// <summary>The global reward R: how good an output is.</summary>
/// <typeparam name="TOut">The system's output.</typeparam>
/// <typeparam name="TLabel">What the output is compared with.</typeparam>
public interface IMetric<in TOut, in TLabel>
{
    /// <summary>The smallest score; what a failed run scores unless another failure score is set.</summary>
    double Minimum { get; }

    /// <summary>The largest score.</summary>
    double Maximum { get; }

    /// <summary>The score of one output, in [<see cref="Minimum"/>, <see cref="Maximum"/>]; higher is better. Called concurrently.</summary>
    /// <param name="label">The example's label.</param>
    /// <param name="output">What the system gave.</param>
    /// <param name="trace">How it came about.</param>
    /// <param name="cancellationToken">Ends the scoring.</param>
    ValueTask<double> ScoreAsync(TLabel label, TOut output, Trace trace, CancellationToken cancellationToken);
}
