using Microsoft.Extensions.AI;

namespace Optimas.Providers;

/// <summary>Puts a streamed reply together again, from copies of its pieces.</summary>
internal sealed class ReplyCollector
{
    private readonly List<ChatResponseUpdate> _updates = [];
    private bool _isWhole = true;

    /// <summary>Adds the next piece.</summary>
    public void Add(ChatResponseUpdate update)
    {
        if (ReplyJson.TryCopy(update) is { } copy)
            _updates.Add(copy);
        else
            _isWhole = false;
    }

    /// <summary>The reply; null where a piece could not be copied.</summary>
    public ChatResponse? Reply() => _isWhole ? _updates.ToChatResponse() : null;
}
