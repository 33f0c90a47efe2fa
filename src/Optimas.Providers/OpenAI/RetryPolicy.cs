using System.ClientModel.Primitives;

namespace Optimas.Providers;

/// <summary>Retries what a moment may mend, and nothing else: waits that double, with jitter, or as long as the server asks.</summary>
internal sealed class RetryPolicy(int maxRetries, TimeSpan delay) : ClientRetryPolicy(maxRetries)
{
    // A longer wait is the caller's to decide on, who sees it in the exception.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(1);

    protected override bool ShouldRetry(PipelineMessage message, Exception? exception) =>
        !RetryScope.IsActive
        && base.ShouldRetry(message, exception)
        && exception switch
        {
            null => Transience.Of(message.Response!.Status) && !(Asked(message) > s_longestWait),
            OperationCanceledException => false,
            _ => Transience.Of(exception),
        };

    // Jitter comes on top, so that callers who failed together don't come back together.
    protected override TimeSpan GetNextDelay(PipelineMessage message, int tryCount)
    {
        double asked = Asked(message)?.TotalSeconds ?? (delay.TotalSeconds * Math.Pow(2, tryCount - 1));
        double jitter = delay.TotalSeconds * Random.Shared.NextDouble() / 2;
        return TimeSpan.FromSeconds(Math.Min(asked + jitter, s_longestWait.TotalSeconds));
    }

    private static TimeSpan? Asked(PipelineMessage message) => message.Response is { } response ? RetryAfter.Of(response) : null;
}
