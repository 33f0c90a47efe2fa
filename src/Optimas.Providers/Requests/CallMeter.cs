using Microsoft.Extensions.AI;

namespace Optimas.Providers;

/// <summary>Counts the tokens of one call: what the server says, or an estimate where it doesn't, as when a stream is left early.</summary>
internal sealed class CallMeter(IReadOnlyList<ChatMessage> messages)
{
    private UsageDetails? _usage;
    private long _estimatedOutput;

    /// <summary>The estimated tokens of the request.</summary>
    public long EstimatedInput { get; } = TokenEstimate.Of(messages);

    /// <summary>What was set aside for the call before it was made.</summary>
    public long Reserved { get; set; }

    /// <summary>The model that answered, as the reply names it.</summary>
    public string? ModelId { get; private set; }

    /// <summary>Counts a reply.</summary>
    public void Add(ChatResponse response)
    {
        ModelId = response.ModelId;
        _usage = response.Usage;
        _estimatedOutput = response.Messages.Sum(message => message.Contents.Sum(TokenEstimate.Of));
    }

    /// <summary>Counts a piece of a reply.</summary>
    public void Add(ChatResponseUpdate update)
    {
        ModelId ??= update.ModelId;
        foreach (var content in update.Contents)
        {
            if (content is UsageContent usage)
                (_usage ??= new()).Add(usage.Details);
            else
                _estimatedOutput += TokenEstimate.Of(content);
        }
    }

    /// <summary>The tokens so far.</summary>
    public CallTokens Tokens() => new(
        _usage?.InputTokenCount ?? EstimatedInput,
        _usage?.CachedInputTokenCount ?? 0,
        _usage?.OutputTokenCount ?? _estimatedOutput,
        _usage is not { InputTokenCount: not null, OutputTokenCount: not null });
}
