using Microsoft.Extensions.AI;

namespace Optimas.Hosting;

/// <summary>Asks a client for its own models where the system's choices name others.</summary>
/// <param name="inner">The client.</param>
/// <param name="names">The client's name for each of the system's.</param>
internal sealed class ModelNames(IChatClient inner, IReadOnlyDictionary<string, string> names) : DelegatingChatClient(inner)
{
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        base.GetResponseAsync(messages, Renamed(options), cancellationToken);

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        base.GetStreamingResponseAsync(messages, Renamed(options), cancellationToken);

    private ChatOptions? Renamed(ChatOptions? options)
    {
        if (options?.ModelId is not { } model || !names.TryGetValue(model, out string? name))
            return options;
        var renamed = options.Clone();
        renamed.ModelId = name;
        return renamed;
    }
}
