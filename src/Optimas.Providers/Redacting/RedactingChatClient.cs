using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Optimas.Providers;

/// <summary>
/// Keeps secrets out of what a failed call says: an exception whose text, or that of one inside it, holds a secret is replaced by a
/// <see cref="ProviderException"/> that says the same without it. Secrets are those given here, the API key of
/// <see cref="OpenAICompatibleChatClient"/>, the values of additional properties with names such as <c>api_key</c>, and whatever looks
/// like a key of a well-known service.
/// </summary>
public sealed class RedactingChatClient : DelegatingChatClient
{
    private readonly Redactor _redactor;

    /// <summary>Keeps the secrets of the client inside, and these, out of exceptions.</summary>
    public RedactingChatClient(IChatClient innerClient, params IReadOnlyList<string> secrets)
        : base(innerClient) => _redactor = Redactor.For(innerClient, secrets);

    /// <inheritdoc />
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await InnerClient.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (Harmless(failure, options) is { } harmless)
        {
            throw harmless;
        }
    }

    /// <inheritdoc />
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var updates = InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (updates.ConfigureAwait(false))
        {
            while (true)
            {
                try
                {
                    if (!await updates.MoveNextAsync().ConfigureAwait(false))
                        break;
                }
                catch (Exception failure) when (Harmless(failure, options) is { } harmless)
                {
                    throw harmless;
                }

                yield return updates.Current;
            }
        }
    }

    // Null where the failure may go on as it is.
    private Exception? Harmless(Exception failure, ChatOptions? options)
    {
        var redactor = _redactor.With(options);
        if (!redactor.Finds(failure.ToString()))
            return null;
        string message = redactor.Redact(failure.Message);
        if (failure is OperationCanceledException cancelled)
            return new OperationCanceledException(message, cancelled.CancellationToken);
        var said = failure as ProviderException;
        return new ProviderException($"{(said is null ? failure.GetType().Name + ": " : "")}{message}")
        {
            StatusCode = said?.StatusCode,
            RetryAfter = RetryAfter.Of(failure),
            ErrorCode = said?.ErrorCode is { } code ? redactor.Redact(code) : null,
            IsTransient = Transience.OfCall(failure),
        };
    }
}
