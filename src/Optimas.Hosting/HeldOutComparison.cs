namespace Optimas.Hosting;

/// <summary>The start and the result of an optimization on examples that decided nothing.</summary>
/// <param name="Before">The start's scores.</param>
/// <param name="After">The result's scores on the same examples with the same seeds.</param>
internal sealed record HeldOutComparison<TIn, TOut, TLabel>(
    EvaluationResult<TIn, TOut, TLabel> Before, EvaluationResult<TIn, TOut, TLabel> After)
{
    private double[] Differences => [.. Before.Results.Zip(After.Results, (before, after) => after.Score - before.Score)];

    /// <summary>The mean of the paired differences.</summary>
    public double Gain => Differences.Average();

    /// <summary>The standard error of <see cref="Gain"/>; NaN for a single example.</summary>
    public double GainStandardError
    {
        get
        {
            double[] differences = Differences;
            double mean = differences.Average();
            return Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / (differences.Length - 1) / differences.Length);
        }
    }

    public static async Task<HeldOutComparison<TIn, TOut, TLabel>> RunAsync(
        Evaluator<TIn, TOut, TLabel> evaluator,
        SystemConfiguration start,
        SystemConfiguration result,
        IReadOnlyList<Example<TIn, TLabel>> examples,
        CancellationToken cancellationToken)
    {
        var before = await evaluator.EvaluateAsync(start, examples, cancellationToken).ConfigureAwait(false);
        var after = await evaluator.EvaluateAsync(result, examples, cancellationToken).ConfigureAwait(false);
        return new(before, after);
    }
}
