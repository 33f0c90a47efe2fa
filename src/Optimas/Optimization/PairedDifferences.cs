namespace Optimas;

/// <summary>
/// A candidate's scores less the incumbent's, example by example. The deviation is shrunk towards what differences were like so far, since
/// the first few say little about it.
/// </summary>
internal sealed class PairedDifferences(double priorVariance)
{
    private const double PriorWeight = 4;

    private double _sum;
    private double _squares;

    public int Count { get; private set; }

    public double Mean => Count == 0 ? 0 : _sum / Count;

    /// <summary>The mean square of the differences.</summary>
    public double MeanSquare => Count == 0 ? 0 : _squares / Count;

    public double StandardError
    {
        get
        {
            double spread = Math.Max(_squares - Count * Mean * Mean, 0);
            return Math.Sqrt((spread + PriorWeight * priorVariance) / (Math.Max(Count - 1, 0) + PriorWeight) / Math.Max(Count, 1));
        }
    }

    /// <summary>The probability that the true mean is above zero, by a normal approximation.</summary>
    public double ProbabilityOfGain => Normal.Cdf(Mean / Math.Max(StandardError, 1e-12));

    public void Add(double difference)
    {
        Count++;
        _sum += difference;
        _squares += difference * difference;
    }
}
