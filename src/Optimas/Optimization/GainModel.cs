namespace Optimas;

/// <summary>
/// What races showed of configurations, as a Gaussian process over mean paired differences. The gain of a change is taken to be a sum over
/// the fields it touches, close values of an ordered field to gain alike, plus a small part of its own; so every race says something about
/// configurations that share a value with those that ran, and a combination of changes can be guessed before it is tried. What was seen
/// against another incumbent says less, the more of its fields were other ones: components need one another, and what gained nothing
/// before a prompt changed may gain behind it.
/// </summary>
internal sealed class GainModel(SystemGraph graph, double scoreRange)
{
    // In shares of the score range: how much a field's value typically moves the mean, and what a combination adds of its own.
    private const double FieldDeviation = 0.05;
    private const double OwnDeviation = 0.01;

    // How alike gains stay when one field of the incumbent has changed.
    private const double AlikeBehindAChange = 0.5;

    // The distance, as a share of an ordered field's range, over which gains stay alike.
    private const double LengthScale = 0.5;

    // Differences of single examples before any is known, in shares of the score range, and how many of them that guess is worth.
    private const double ExampleDeviation = 0.25;
    private const double ExampleWeight = 8;

    private readonly List<(object?[] Before, object?[] After, PairedDifferences Differences)> _seen = [];
    private readonly Dictionary<(SystemConfiguration Before, SystemConfiguration After), int> _positions = [];

    /// <summary>The mean square of one example's paired difference.</summary>
    public double DifferenceVariance =>
        (_seen.Sum(s => s.Differences.MeanSquare * s.Differences.Count) + ExampleWeight * Square(ExampleDeviation * scoreRange))
        / (_seen.Sum(s => s.Differences.Count) + ExampleWeight);

    /// <summary>
    /// Learns from a candidate's race against an incumbent. The differences may still grow. Those of the same two, seen before, give way,
    /// since the same examples must not count twice.
    /// </summary>
    public void Observe(SystemConfiguration incumbent, SystemConfiguration candidate, PairedDifferences differences)
    {
        var seen = (Values(incumbent), Values(candidate), differences);
        if (_positions.TryAdd((incumbent, candidate), _seen.Count))
            _seen.Add(seen);
        else
            _seen[_positions[(incumbent, candidate)]] = seen;
    }

    /// <summary>The joint distribution of the mean gains of candidates over an incumbent.</summary>
    public GainPosterior Predict(SystemConfiguration incumbent, IReadOnlyList<SystemConfiguration> candidates)
    {
        var seen = _seen.Where(s => s.Differences.Count > 0).ToArray();
        object?[] before = Values(incumbent);
        (object?[] Before, object?[] After)[] asked = [.. candidates.Select(c => (before, Values(c)))];
        (object?[] Before, object?[] After)[] known = [.. seen.Select(s => (s.Before, s.After))];

        double variance = DifferenceVariance;
        var factor = new Cholesky(known.Length, (i, j) =>
            Covariance(known[i], known[j]) + (i == j ? variance / seen[i].Differences.Count : 0));
        double[] weights = factor.Solve([.. seen.Select(s => s.Differences.Mean)]);
        double[][] cross = [.. asked.Select(a => known.Select(k => Covariance(a, k)).ToArray())];
        double[][] solved = [.. cross.Select(factor.SolveHalf)];
        double[] means = [.. cross.Select(c => Dot(c, weights))];
        return new(means, (i, j) => Covariance(asked[i], asked[j]) - Dot(solved[i], solved[j]));
    }

    // Each field's value, then each component's per-input selector. Ordered values are given by their position in [0, 1].
    private object?[] Values(SystemConfiguration configuration) =>
    [
        .. graph.Fields.Select(f => Position(f.Parameter, configuration.GetValue(f))),
        .. graph.Components.Select(c => (object?)new Unlisted(configuration.GetComponent(c.Index)?.Selector)),
    ];

    private static object? Position(ParameterInfo parameter, object? value) => parameter switch
    {
        ContinuousParameter range => range.PositionOf(value!),
        DiscreteParameter { IsOrdered: true, Values.Length: > 1 } discrete => discrete.Values.IndexOf(value!) / (discrete.Values.Length - 1.0),
        PromptParameter or WeightsParameter => new Unlisted(value),
        _ => value,
    };

    private double Covariance((object?[] Before, object?[] After) a, (object?[] Before, object?[] After) b)
    {
        double shared = 0, context = 1;
        bool same = true;
        for (int f = 0; f < a.Before.Length; f++)
        {
            shared += a.Before[f] is Unlisted
                ? (a.Before[f]!.Equals(a.After[f]) || !Equals((a.Before[f], a.After[f]), (b.Before[f], b.After[f])) ? 0 : 2)
                : Alike(a.After[f], b.After[f]) - Alike(a.After[f], b.Before[f]) - Alike(a.Before[f], b.After[f]) + Alike(a.Before[f], b.Before[f]);
            bool unchanged = Equals(a.Before[f], b.Before[f]);
            same &= unchanged && Equals(a.After[f], b.After[f]);
            context *= unchanged ? 1 : AlikeBehindAChange;
        }

        return Square(FieldDeviation * scoreRange) * shared * context + (same ? Square(OwnDeviation * scoreRange) : 0);
    }

    private static double Alike(object? a, object? b) => a is double x && b is double y
        ? Math.Exp(-Math.Abs(x - y) / LengthScale)
        : Equals(a, b) ? 1 : 0;

    /// <summary>
    /// A value out of no list, such as a prompt: a new one is made from the incumbent's, so that what earlier ones were like says nothing
    /// about it. Only the same change is alike.
    /// </summary>
    private sealed record Unlisted(object? Value);

    private static double Square(double value) => value * value;

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}

/// <summary>A joint normal distribution of gains.</summary>
/// <param name="means">The expected gains.</param>
/// <param name="covariance">The covariance of two of them.</param>
internal sealed class GainPosterior(double[] means, Func<int, int, double> covariance)
{
    private Cholesky? _factor;

    public double Mean(int candidate) => means[candidate];

    /// <summary>The probability that a gain is larger than a least one.</summary>
    public double ProbabilityAbove(double least, int candidate) =>
        Normal.Cdf((means[candidate] - least) / Math.Sqrt(Math.Max(covariance(candidate, candidate), 1e-18)));

    /// <summary>One draw of all gains.</summary>
    public double[] Draw(SeededRandom random)
    {
        _factor ??= new(means.Length, (i, j) => covariance(i, j) + (i == j ? 1e-9 : 0));
        double[] noise = _factor.Multiply([.. means.Select(_ => random.NextGaussian())]);
        return [.. means.Zip(noise, (m, n) => m + n)];
    }
}
