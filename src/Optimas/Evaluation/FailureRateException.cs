using System.Globalization;

namespace Optimas;

/// <summary>So many runs of the system failed that scores would say more about the failures than about the configuration.</summary>
/// <param name="failures">The runs that failed so far.</param>
/// <param name="examples">The examples of the evaluation.</param>
/// <param name="limit">The share that was allowed.</param>
/// <param name="first">The failure of the first failed example in order.</param>
public sealed class FailureRateException(int failures, int examples, double limit, ComponentException first) : Exception(
    string.Create(
        CultureInfo.InvariantCulture,
        $"{failures} of {examples} runs failed, more than the allowed share of {limit}. Mend the cause or raise MaxFailureRate. First failure: {first.Message}"),
    first)
{
    /// <summary>The runs that failed so far.</summary>
    public int Failures { get; } = failures;

    /// <summary>The examples of the evaluation.</summary>
    public int Examples { get; } = examples;
}
