namespace Optimas;

/// <summary>The metric itself failed, or gave a score outside its declared range. Not a failure of the system, so it is never scored.</summary>
/// <param name="exampleId">The example that was being scored.</param>
/// <param name="problem">What went wrong.</param>
/// <param name="innerException">What the metric threw, if it threw.</param>
public sealed class MetricException(string exampleId, string problem, Exception? innerException = null)
    : Exception($"The metric can't score example {exampleId}: {problem}", innerException)
{
    /// <summary>The example that was being scored.</summary>
    public string ExampleId { get; } = exampleId;
}
