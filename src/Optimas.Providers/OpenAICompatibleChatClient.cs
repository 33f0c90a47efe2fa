using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Optimas.Providers;

/// <summary>Chats with a model behind OpenAI's <c>/chat/completions</c>: OpenAI, Azure, Ollama, vLLM, llama.cpp and the like. Safe for
/// concurrent calls. Failures arrive as <see cref="ProviderException"/>.</summary>
public sealed class OpenAICompatibleChatClient : IChatClient
{
    private readonly OpenAICompatibleOptions _options;
    private readonly ChatClient _inner;
    private readonly ChatClientMetadata _metadata;

    /// <summary>Creates a client; no request is made until the first call.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message says which.</exception>
    public OpenAICompatibleChatClient(OpenAICompatibleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Checked();
        _inner = new ChatClient(options.Model, SdkOptions.Credential(options), SdkOptions.From(options));
        _metadata = new ChatClientMetadata("openai", options.Endpoint, options.Model);
    }

    /// <inheritdoc />
    /// <exception cref="ProviderException">The server refused, failed, was silent for too long, or sent what it should not.</exception>
    /// <exception cref="NotSupportedException">A message or tool holds what the protocol cannot carry.</exception>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var model = options?.ModelId ?? _options.Model;
        var request = ChatRequest.From(messages, options, model, _options.EffectiveMaxTokensProperty, streamed: false);
        var exchange = new Exchange(_inner.CompleteChatAsync, new Failures(_options, model), cancellationToken);
        return await exchange.AskAsync(request, reply => ChatReply.Read(reply, model)).ConfigureAwait(false);
    }

    /// <inheritdoc />
    /// <remarks>Function calls come whole, with the reason that the model stopped; the usage comes last. Leaving the loop, or cancelling,
    /// closes the connection, upon which servers stop generating.</remarks>
    /// <exception cref="ProviderException">The server refused, failed, was silent for too long, broke off, or sent what it should
    /// not.</exception>
    /// <exception cref="NotSupportedException">A message or tool holds what the protocol cannot carry.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var model = options?.ModelId ?? _options.Model;
        var request = ChatRequest.From(messages, options, model, _options.EffectiveMaxTokensProperty, streamed: true);
        var exchange = new Exchange(_inner.CompleteChatAsync, new Failures(_options, model), cancellationToken);
        var updates = exchange.StreamAsync(
            request, new StreamedReply(model), reply => ChatReply.Read(reply, model).ToChatResponseUpdates());
        await foreach (var update in updates.ConfigureAwait(false))
        {
            yield return update;
        }
    }

    /// <summary>Gives the <see cref="ChatClientMetadata"/>, the SDK's <see cref="ChatClient"/> inside, or this client itself.</summary>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType == typeof(ChatClient) ? _inner
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Does nothing: connections are shared, and an <see cref="HttpClient"/> passed in belongs to the caller.</summary>
    public void Dispose()
    {
    }
}
