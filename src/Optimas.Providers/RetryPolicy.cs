using System.ClientModel.Primitives;

namespace Optimas.Providers;

/// <summary>The SDK's retries with exponential waits, made to heed <c>Retry-After</c> and to leave timeouts alone.</summary>
internal sealed class RetryPolicy(int maxRetries) : ClientRetryPolicy(maxRetries)
{
    // A longer wait is the caller's to decide on, who sees it in the exception.
    private static readonly TimeSpan _longestWait = TimeSpan.FromMinutes(1);

    protected override bool ShouldRetry(PipelineMessage message, Exception? exception) =>
        exception is not OperationCanceledException
        && !(Asked(message) > _longestWait)
        && base.ShouldRetry(message, exception);

    protected override TimeSpan GetNextDelay(PipelineMessage message, int tryCount) =>
        Asked(message) ?? base.GetNextDelay(message, tryCount);

    private static TimeSpan? Asked(PipelineMessage message) => message.Response is { } response ? RetryAfter.Of(response) : null;
}
