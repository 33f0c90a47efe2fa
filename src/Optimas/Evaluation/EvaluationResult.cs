using System.Collections.Immutable;

namespace Optimas;

/// <summary>What an evaluation found.</summary>
/// <param name="Results">A result per example, in the order of the examples.</param>
public sealed record EvaluationResult<TIn, TOut, TLabel>(ImmutableArray<ExampleResult<TIn, TOut, TLabel>> Results)
{
    /// <summary>The mean score, failed runs included.</summary>
    public double Mean => Results.Average(r => r.Score);

    /// <summary>The standard error of <see cref="Mean"/>: the sample deviation over √n; 0 for a single example.</summary>
    public double StandardError
    {
        get
        {
            if (Results.Length < 2)
                return 0;
            double mean = Mean;
            return Math.Sqrt(Results.Sum(r => (r.Score - mean) * (r.Score - mean)) / (Results.Length - 1) / Results.Length);
        }
    }

    /// <summary>How many runs failed.</summary>
    public int Failures => Results.Count(r => r.Failure is not null);

    /// <summary>What it took, in whole runs of the system.</summary>
    public double SystemRuns => Results.Sum(r => r.Executions / (double)r.Trace.Graph.Components.Length);

    /// <summary>What the calls to language models used.</summary>
    public ModelUsage Usage => Results.Aggregate(default(ModelUsage), (sum, r) => sum + r.Usage);
}

/// <summary>One example's result.</summary>
/// <param name="Example">The example.</param>
/// <param name="Score">The metric's score, or the failure score.</param>
/// <param name="Trace">The trajectory; where the run failed, as far as it came.</param>
/// <param name="Failure">Why the run failed; null if it did not.</param>
public sealed record ExampleResult<TIn, TOut, TLabel>(
    Example<TIn, TLabel> Example, double Score, Trace<TIn, TOut> Trace, ComponentException? Failure)
{
    /// <summary>How many component executions it took, the failed one and those cancelled because of it included.</summary>
    public int Executions => Failure?.Executions ?? Trace.Executions;

    /// <summary>What its calls to language models used, those of a failed component included.</summary>
    public ModelUsage Usage => Failure?.Usage ?? Trace.Usage;
}
