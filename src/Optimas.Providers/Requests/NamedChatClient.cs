using Microsoft.Extensions.AI;

namespace Optimas.Providers;

/// <summary>Calls under a name of its own, such as <c>judge</c>, by which middleware counts, limits and records.</summary>
public sealed class NamedChatClient : DelegatingChatClient
{
    private readonly string _name;

    /// <summary>Names the calls of a client. A call that brings a name keeps it.</summary>
    public NamedChatClient(IChatClient innerClient, string name)
        : base(innerClient)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _name = name;
    }

    /// <inheritdoc />
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        InnerClient.GetResponseAsync(messages, Named(options), cancellationToken);

    /// <inheritdoc />
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        InnerClient.GetStreamingResponseAsync(messages, Named(options), cancellationToken);

    private ChatOptions Named(ChatOptions? options)
    {
        var named = options?.Clone() ?? new();
        named.AdditionalProperties = named.AdditionalProperties is { } properties ? new(properties) : [];
        named.AdditionalProperties.TryAdd(ComponentScope.CallerProperty, _name);
        return named;
    }
}
