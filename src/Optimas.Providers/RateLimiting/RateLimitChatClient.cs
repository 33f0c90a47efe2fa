using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Optimas.Providers;

/// <summary>
/// Sends requests no faster than a <see cref="FairRateLimiter"/> lets them. When a server asks for a wait (<c>Retry-After</c>), nothing
/// goes until it is over. Cancelling a request that waits frees its place.
/// </summary>
public sealed class RateLimitChatClient : DelegatingChatClient
{
    private readonly FairRateLimiter _limiter;

    /// <summary>Limits the calls of a client. The limiter stays its owner's to dispose.</summary>
    public RateLimitChatClient(IChatClient innerClient, FairRateLimiter limiter)
        : base(innerClient)
    {
        ArgumentNullException.ThrowIfNull(limiter);
        _limiter = limiter;
    }

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">The request alone has more tokens than the limit allows.</exception>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> asked = [.. messages];
        var meter = await EnterAsync(asked, options, cancellationToken).ConfigureAwait(false);
        try
        {
            var response = await InnerClient.GetResponseAsync(asked, options, cancellationToken).ConfigureAwait(false);
            meter.Add(response);
            Correct(meter);
            return response;
        }
        catch (Exception failure)
        {
            Heed(failure);
            throw;
        }
    }

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">The request alone has more tokens than the limit allows.</exception>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> asked = [.. messages];
        var meter = await EnterAsync(asked, options, cancellationToken).ConfigureAwait(false);
        var updates = ObservedStream.Of(
            () => InnerClient.GetStreamingResponseAsync(asked, options, cancellationToken),
            meter.Add,
            end =>
            {
                if (end.Failure is { } failure)
                    Heed(failure);
                else
                    Correct(meter);
            },
            cancellationToken);
        await foreach (var update in updates.ConfigureAwait(false))
            yield return update;
    }

    private async Task<CallMeter> EnterAsync(
        IReadOnlyList<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        var meter = new CallMeter(messages);
        meter.Reserved = await _limiter.WaitAsync(Caller.Of(options), meter.EstimatedInput, options?.MaxOutputTokens, cancellationToken)
            .ConfigureAwait(false);
        return meter;
    }

    private void Correct(CallMeter meter)
    {
        var tokens = meter.Tokens();
        _limiter.Correct(meter.Reserved, tokens.Input + tokens.Output, tokens.Output);
    }

    private void Heed(Exception failure)
    {
        if (RetryAfter.Of(failure) is { } wait)
            _limiter.Pause(wait);
    }
}
