using Microsoft.Extensions.AI;

namespace Optimas.Pocket.Trainer;

/// <summary>Asks for one model always.</summary>
/// <param name="inner">The client.</param>
/// <param name="model">The model.</param>
internal sealed class NamedModel(IChatClient inner, string model) : DelegatingChatClient(inner)
{
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var named = options?.Clone() ?? new();
        named.ModelId = model;
        return base.GetResponseAsync(messages, named, cancellationToken);
    }
}
