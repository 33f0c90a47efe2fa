using Microsoft.Extensions.AI;

namespace Optimas.Tests.Generated;

/// <summary>A chat client that never answers at once.</summary>
internal sealed class Delayed(IChatClient inner) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return await base.GetResponseAsync(messages, options, cancellationToken);
    }
}
