using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Optimas.Providers;

/// <summary>
/// Chats with a model behind OpenAI's <c>/chat/completions</c>: OpenAI, Azure, Ollama, vLLM, llama.cpp and the like. Safe for concurrent
/// calls. Failures arrive as <see cref="ProviderException"/>.
/// </summary>
public sealed class OpenAICompatibleChatClient : DelegatingChatClient
{
    private readonly OpenAICompatibleOptions _options;

    /// <summary>Creates a client; no request is made until the first call.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message says which.</exception>
    public OpenAICompatibleChatClient(OpenAICompatibleOptions options)
        : base(Connect(options)) => _options = options;

    /// <inheritdoc />
    /// <exception cref="ProviderException">The server refused, failed, was silent for too long, or sent what it should not.</exception>
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Call(options, cancellationToken).GuardAsync(() => InnerClient.GetResponseAsync(messages, Adapt(options), cancellationToken));

    /// <inheritdoc />
    /// <remarks>Leaving the loop, or cancelling, closes the connection, upon which servers stop generating.</remarks>
    /// <exception cref="ProviderException">
    /// The server refused, failed, was silent for too long, broke off, or sent what it should not.
    /// </exception>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var call = Call(options, cancellationToken);
        var updates = InnerClient.GetStreamingResponseAsync(messages, Adapt(options), cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        await using var disposal = updates.ConfigureAwait(false);
        bool finished = false;
        while (await call.GuardAsync(() => updates.MoveNextAsync().AsTask()).ConfigureAwait(false))
        {
            if (updates.Current.RawRepresentation is StreamingChatCompletionUpdate raw
                && raw.Patch.TryGetJson("$.error"u8, out var error)
                && call.ErrorIn(error) is { } failure)
            {
                throw failure;
            }

            finished |= updates.Current.FinishReason is not null;
            yield return updates.Current;
        }

        // A connection that is closed rather than reset looks like the end.
        if (!finished)
            throw call.Unfinished();
    }

    /// <inheritdoc />
    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(SecretSource) && serviceKey is null
            ? new SecretSource(_options.Secrets)
            : base.GetService(serviceType, serviceKey);

    private static IChatClient Connect(OpenAICompatibleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return SdkClient.Create(options.Checked()).GetChatClient(options.Model).AsIChatClient();
    }

    private ProviderCall Call(ChatOptions? options, CancellationToken cancellationToken) =>
        new(_options, options?.ModelId ?? _options.Model, cancellationToken);

    /// <summary>
    /// Says what servers other than OpenAI's understand: <c>max_tokens</c>, since some ignore the newer <c>max_completion_tokens</c>, and
    /// <c>top_k</c>, which OpenAI itself refuses.
    /// </summary>
    private ChatOptions? Adapt(ChatOptions? options)
    {
        if (_options.IsOpenAIOrAzure || options is null or { MaxOutputTokens: null, TopK: null })
            return options;
        var adapted = options.Clone();
        adapted.MaxOutputTokens = null;
        adapted.RawRepresentationFactory = client =>
        {
            var raw = options.RawRepresentationFactory?.Invoke(client) as ChatCompletionOptions ?? new ChatCompletionOptions();
            if (options.MaxOutputTokens is { } tokens)
                raw.Patch.Set("$.max_tokens"u8, tokens);
            if (options.TopK is { } k)
                raw.Patch.Set("$.top_k"u8, k);
            return raw;
        };
        return adapted;
    }
}
