namespace Optimas;

/// <summary>A term of the ranking loss with the difference of its outputs' features, the preferred one's first.</summary>
/// <param name="Term">The term.</param>
/// <param name="Difference">f(x_k, y⁺) − f(x_k, y⁻).</param>
internal sealed record Comparison(RankingTerm Term, SparseVector Difference);

/// <summary>Pairwise log-sigmoid ranking loss (OPTIMAS, eq. 4) of a linear head over features or over a linear projection of them.</summary>
internal static class RankingLoss
{
    /// <summary>−log σ(z).</summary>
    public static double NegativeLogSigmoid(double z) => z > 0 ? Math.Log(1 + Math.Exp(-z)) : Math.Log(1 + Math.Exp(z)) - z;

    /// <summary>r(y⁺) − r(y⁻).</summary>
    /// <param name="difference">The difference of features.</param>
    /// <param name="head">h_k: a weight per feature, or per dimension of the projection.</param>
    /// <param name="projection">φ: a row per feature; empty for the identity.</param>
    public static double Difference(SparseVector difference, ReadOnlySpan<double> head, ReadOnlySpan<double> projection)
    {
        if (projection.IsEmpty)
            return difference.Dot(head);
        double sum = 0;
        var indices = difference.Indices;
        for (int i = 0; i < indices.Length; i++)
        {
            var row = projection.Slice(indices[i] * head.Length, head.Length);
            double dot = 0;
            for (int j = 0; j < row.Length; j++)
                dot += row[j] * head[j];
            sum += difference.Values[i] * dot;
        }

        return sum;
    }

    /// <summary>The loss of one term; adds its gradient.</summary>
    /// <param name="term">The term.</param>
    /// <param name="scale">What its loss is multiplied with, besides its own weight.</param>
    /// <param name="head">h_k.</param>
    /// <param name="projection">φ; empty for the identity.</param>
    /// <param name="headGradient">The gradient with respect to <paramref name="head"/>.</param>
    /// <param name="projectionGradient">The gradient with respect to <paramref name="projection"/>.</param>
    public static double Add(
        Comparison term,
        double scale,
        ReadOnlySpan<double> head,
        ReadOnlySpan<double> projection,
        Span<double> headGradient,
        Span<double> projectionGradient)
    {
        double z = Difference(term.Difference, head, projection) - term.Term.Margin;
        double slope = -scale * term.Term.Weight / (1 + Math.Exp(z));
        var indices = term.Difference.Indices;
        var values = term.Difference.Values;
        for (int i = 0; i < indices.Length; i++)
        {
            double step = slope * values[i];
            if (projection.IsEmpty)
            {
                headGradient[indices[i]] += step;
                continue;
            }

            int start = indices[i] * head.Length;
            for (int j = 0; j < head.Length; j++)
            {
                headGradient[j] += step * projection[start + j];
                projectionGradient[start + j] += step * head[j];
            }
        }

        return scale * term.Term.Weight * NegativeLogSigmoid(z);
    }

    /// <summary>The value of a Gaussian prior, precision · w² / 2 for each weight; adds its gradient.</summary>
    public static double AddPrior(ReadOnlySpan<double> weights, double precision, Span<double> gradient)
    {
        double loss = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            loss += precision * weights[i] * weights[i] / 2;
            gradient[i] += precision * weights[i];
        }

        return loss;
    }
}
