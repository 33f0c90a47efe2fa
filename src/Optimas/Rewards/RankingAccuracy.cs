namespace Optimas;

/// <summary>Pairwise ranking accuracy with its 95% interval. Ties count half.</summary>
/// <param name="Value">The share of pairs in which the preferred output scores higher.</param>
/// <param name="Low">The interval's lower end.</param>
/// <param name="High">The interval's upper end.</param>
/// <param name="Pairs">The number of pairs.</param>
/// <param name="Inputs">The number of examples that they come from.</param>
/// <remarks>
/// Pairs of one example are not independent, so the interval is Wilson's at the effective sample size of a clustered sample, with Student's
/// quantile for the number of examples (Korn and Graubard 1998; Dean and Pagano 2015).
/// </remarks>
public sealed record RankingAccuracy(double Value, double Low, double High, int Pairs, int Inputs)
{
    /// <summary>The accuracy of a comparison per pair.</summary>
    /// <param name="comparisons">For each pair its example's key, and the preferred output's score less the rejected one's.</param>
    /// <exception cref="ArgumentException">There is no comparison, or a difference is not a number.</exception>
    public static RankingAccuracy Of(IEnumerable<(string Example, double Difference)> comparisons)
    {
        ArgumentNullException.ThrowIfNull(comparisons);
        (string Example, double Right)[] pairs =
            [.. comparisons.Select(c => (c.Example, double.IsNaN(c.Difference) ? double.NaN : (Math.Sign(c.Difference) + 1) / 2.0))];
        if (pairs.Length == 0)
            throw new ArgumentException("An accuracy needs a pair.", nameof(comparisons));
        if (pairs.Any(p => double.IsNaN(p.Right)))
            throw new ArgumentException("A difference of scores is not a number.", nameof(comparisons));
        double n = pairs.Length, share = pairs.Sum(p => p.Right) / n;
        (double Residual, int Count)[] clusters =
            [.. pairs.GroupBy(p => p.Example, StringComparer.Ordinal).Select(g => (g.Sum(p => p.Right - share), g.Count()))];
        int m = clusters.Length;
        if (m == 1)
            return new(share, 0, 1, pairs.Length, m);

        // Where the clusters show no spread it can't be told how alike the pairs of one example are: each example then counts as one pair.
        double clustered = m / (m - 1.0) * clusters.Sum(c => c.Residual * c.Residual) / (n * n);
        double binomial = share * (1 - share);
        double floor = n * n / clusters.Sum(c => (double)c.Count * c.Count);
        double effective = clustered > 0 && binomial > 0 ? Math.Clamp(binomial / clustered, Math.Min(floor, n), n) : floor;
        double t = StudentQuantile(m - 1), t2 = t * t;
        double centre = (share + t2 / (2 * effective)) / (1 + t2 / effective);
        double half = t / (1 + t2 / effective) * Math.Sqrt(share * (1 - share) / effective + t2 / (4 * effective * effective));
        return new(share, Math.Max(0, centre - half), Math.Min(1, centre + half), pairs.Length, m);
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Value:0.000} [{Low:0.000}, {High:0.000}] ({Pairs} pairs, {Inputs} inputs)");

    // The 97.5% point: exact for 1 and 2 degrees of freedom, else the Cornish-Fisher expansion, right to three digits.
    internal static double StudentQuantile(int degrees)
    {
        const double Z = 1.959963984540054;
        if (degrees == 1)
            return 12.706204736;
        if (degrees == 2)
            return 4.302652730;
        double z3 = Z * Z * Z, z5 = z3 * Z * Z, z7 = z5 * Z * Z, z9 = z7 * Z * Z, v = degrees;
        return Z
            + (z3 + Z) / (4 * v)
            + (5 * z5 + 16 * z3 + 3 * Z) / (96 * v * v)
            + (3 * z7 + 19 * z5 + 17 * z3 - 15 * Z) / (384 * v * v * v)
            + (79 * z9 + 776 * z7 + 1482 * z5 - 1920 * z3 - 945 * Z) / (92160 * v * v * v * v);
    }
}
