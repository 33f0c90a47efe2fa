using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Optimas.Providers;

/// <summary>
/// Tries failed calls again, as long as the failure is one that a moment may mend: never a mistake in the calling code, never a cancelled
/// call, never a stream that has begun. <see cref="OpenAICompatibleChatClient"/> inside it leaves its own retries out.
/// </summary>
public sealed class RetryChatClient : DelegatingChatClient
{
    private static readonly ResiliencePropertyKey<Attempts> s_attempts = new("optimas.attempts");

    private readonly RetryOptions _options;
    private readonly ResiliencePipeline _pipeline;

    /// <summary>Retries the calls of a client.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message says which.</exception>
    public RetryChatClient(IChatClient innerClient, RetryOptions options)
        : base(innerClient)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Checked();
        var pipeline = new ResiliencePipelineBuilder().AddTimeout(options.TotalTime);
        if (options.MaxRetries > 0)
        {
            pipeline.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.Delay,
                MaxDelay = options.MaxDelay,
                ShouldHandle = args => new(args.Outcome.Exception is { } failure && ShouldRetry(failure, args.Context)),
                DelayGenerator = args => new(args.Outcome.Exception is { } failure ? RetryAfter.Of(failure) : null),
            });
        }

        _pipeline = pipeline.Build();
    }

    /// <inheritdoc />
    /// <exception cref="TimeoutException">The call took longer than <see cref="RetryOptions.TotalTime"/>.</exception>
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> asked = [.. messages];
        return TryAsync(token => InnerClient.GetResponseAsync(asked, options, token), cancellationToken);
    }

    /// <inheritdoc />
    /// <remarks>Once the first piece was handed out, a failure is the caller's.</remarks>
    /// <exception cref="TimeoutException">No piece came within <see cref="RetryOptions.TotalTime"/>.</exception>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> asked = [.. messages];
        var stream = await TryAsync(token => OpenAsync(asked, options, token, cancellationToken), cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            for (bool more = stream.HasFirst; more; more = await stream.Updates.MoveNextAsync().ConfigureAwait(false))
                yield return stream.Updates.Current;
        }
    }

    private async Task<T> TryAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        var attempts = new Attempts(TimeProvider.System.GetTimestamp());
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        context.Properties.Set(s_attempts, attempts);
        try
        {
            return await _pipeline.ExecuteAsync(
                async inner =>
                {
                    RetryScope.IsActive = true;
                    attempts.Count++;
                    try
                    {
                        return await attempt(inner.CancellationToken).ConfigureAwait(false);
                    }
                    catch (Exception failure) when (failure is not OperationCanceledException)
                    {
                        attempts.Last = failure;
                        throw;
                    }
                },
                context).ConfigureAwait(false);
        }
        catch (TimeoutRejectedException) when (!cancellationToken.IsCancellationRequested)
        {
            string last = attempts.Last is { } failure ? $" The last failure: {failure.Message}" : "";
            throw new TimeoutException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The call did not succeed within {nameof(RetryOptions.TotalTime)}, {_options.TotalTime}, in {attempts.Count} tries.{last}"),
                attempts.Last);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private bool ShouldRetry(Exception failure, ResilienceContext context)
    {
        if (context.CancellationToken.IsCancellationRequested || !Transience.OfCall(failure))
            return false;
        var started = context.Properties.GetValue(s_attempts, null!).Started;
        return !(RetryAfter.Of(failure) > _options.TotalTime - TimeProvider.System.GetElapsedTime(started));
    }

    // The stream outlives the attempt, and with it the attempt's token, which also ends with the total time.
    private async Task<OpenStream> OpenAsync(
        IReadOnlyList<ChatMessage> messages, ChatOptions? options, CancellationToken attempt, CancellationToken caller)
    {
        var ending = CancellationTokenSource.CreateLinkedTokenSource(caller);
        IAsyncEnumerator<ChatResponseUpdate>? updates = null;
        try
        {
            using (attempt.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), ending))
            {
                updates = InnerClient.GetStreamingResponseAsync(messages, options, ending.Token).GetAsyncEnumerator(ending.Token);
                bool hasFirst = await updates.MoveNextAsync().ConfigureAwait(false);
                return new(updates, hasFirst, ending);
            }
        }
        catch
        {
            if (updates is not null)
                await updates.DisposeAsync().ConfigureAwait(false);
            ending.Dispose();
            attempt.ThrowIfCancellationRequested();
            throw;
        }
    }

    private sealed record Attempts(long Started)
    {
        public int Count { get; set; }

        public Exception? Last { get; set; }
    }

    private sealed class OpenStream(IAsyncEnumerator<ChatResponseUpdate> updates, bool hasFirst, CancellationTokenSource ending)
        : IAsyncDisposable
    {
        public IAsyncEnumerator<ChatResponseUpdate> Updates => updates;

        public bool HasFirst => hasFirst;

        public async ValueTask DisposeAsync()
        {
            await updates.DisposeAsync().ConfigureAwait(false);
            ending.Dispose();
        }
    }
}
