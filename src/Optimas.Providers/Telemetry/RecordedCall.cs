using Microsoft.Extensions.AI;

namespace Optimas.Providers;

/// <summary>
/// Options of a call as they may be recorded, which carry the call as it is: what records sees the one, the client inside gets the other,
/// and the reply comes back the same way.
/// </summary>
internal sealed class RecordedCall : ChatOptions
{
    public RecordedCall(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
        : base(options)
    {
        Messages = messages;
        Options = options;
    }

    private RecordedCall(RecordedCall other)
        : base(other)
    {
        Messages = other.Messages;
        Options = other.Options;
        Updates = other.Updates;
    }

    public IReadOnlyList<ChatMessage> Messages { get; }

    public ChatOptions? Options { get; }

    public ChatResponse? Response { get; set; }

    public Queue<ChatResponseUpdate> Updates { get; } = new();

    public override ChatOptions Clone() => new RecordedCall(this);
}
