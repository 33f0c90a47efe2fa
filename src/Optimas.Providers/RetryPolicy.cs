using System.ClientModel.Primitives;

namespace Optimas.Providers;

/// <summary>Retries what a moment may mend, and nothing else: waits that double, with jitter, or as long as the server asks.</summary>
internal sealed class RetryPolicy(int maxRetries, TimeSpan delay) : ClientRetryPolicy(maxRetries)
{
    // A longer wait is the caller's to decide on, who sees it in the exception.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(1);

    protected override bool ShouldRetry(PipelineMessage message, Exception? exception) =>
        base.ShouldRetry(message, exception)
        && (exception is null ? Transience.Of(message.Response!.Status) : exception is not OperationCanceledException && Transience.Of(exception))
        && !(Asked(message) > s_longestWait);

    protected override ValueTask<bool> ShouldRetryAsync(PipelineMessage message, Exception? exception) =>
        new(ShouldRetry(message, exception));

    // Jitter comes on top, so that callers who failed together don't come back together.
    protected override TimeSpan GetNextDelay(PipelineMessage message, int tryCount)
    {
        var backoff = delay * Math.Pow(2, Math.Max(0, tryCount - 1));
        var wait = (Asked(message) ?? backoff) + (delay * (Random.Shared.NextDouble() / 2));
        return wait < s_longestWait ? wait : s_longestWait;
    }

    private static TimeSpan? Asked(PipelineMessage message) => message.Response is { } response ? RetryAfter.Of(response) : null;
}
