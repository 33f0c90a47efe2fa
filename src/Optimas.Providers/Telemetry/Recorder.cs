using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Optimas.Providers;

/// <summary>Makes of calls and replies what may be recorded of them.</summary>
internal sealed class Recorder(IChatClient client, ChatTelemetryOptions options)
{
    private static readonly JsonTypeInfo<ChatMessage> s_message =
        (JsonTypeInfo<ChatMessage>)AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ChatMessage));

    private readonly Redactor _redactor = Redactor.For(client, options.Secrets);

    /// <summary>The call, with the options that may be recorded.</summary>
    public RecordedCall Call(IReadOnlyList<ChatMessage> messages, ChatOptions? called)
    {
        var redactor = _redactor.With(called);
        var call = new RecordedCall(messages, called);
        if (call.Instructions is { } instructions)
            call.Instructions = redactor.Redact(instructions);
        if (called?.StopSequences is { } stops)
            call.StopSequences = [.. stops.Select(redactor.Redact)];
        if (called?.AdditionalProperties is not { } properties)
            return call;
        call.AdditionalProperties = [];
        foreach (var (name, value) in properties)
        {
            call.AdditionalProperties[redactor.Redact(name)] = Redactor.IsSecretName(name) ? Redactor.Mask : value switch
            {
                null or bool or int or long or float or double or decimal => value,
                _ => redactor.Redact(value.ToString() ?? ""),
            };
        }

        return call;
    }

    /// <summary>The messages that may be recorded.</summary>
    public IEnumerable<ChatMessage> Messages(RecordedCall call) =>
        options.RecordContent ? Shown(call.Messages, _redactor.With(call.Options)) : [];

    /// <summary>The reply that may be recorded.</summary>
    public ChatResponse Shown(ChatResponse response, RecordedCall call) => !options.RecordContent ? response : new(
        Shown(response.Messages, _redactor.With(call.Options)))
    {
        ResponseId = response.ResponseId,
        ConversationId = response.ConversationId,
        ModelId = response.ModelId,
        CreatedAt = response.CreatedAt,
        FinishReason = response.FinishReason,
        Usage = response.Usage,
    };

    /// <summary>What may be recorded of a whole stream; nothing where content is not asked for.</summary>
    public IEnumerable<ChatResponseUpdate> Shown(ReplyCollector collector, RecordedCall call) =>
        !options.RecordContent || collector.Reply() is not { } reply
            ? []
            : Shown(reply.Messages, _redactor.With(call.Options)).Select(m => new ChatResponseUpdate(m.Role, m.Contents) { MessageId = m.MessageId });

    /// <summary>A piece of a stream as far as it may be recorded: its numbers, not its content.</summary>
    public static ChatResponseUpdate WithoutContent(ChatResponseUpdate update)
    {
        var shown = update.Clone();
        shown.Contents = [.. update.Contents.OfType<UsageContent>()];
        shown.AdditionalProperties = null;
        shown.RawRepresentation = null;
        return shown;
    }

    private static List<ChatMessage> Shown(IEnumerable<ChatMessage> messages, Redactor redactor) => [.. messages.Select(m => Shown(m, redactor))];

    private static ChatMessage Shown(ChatMessage message, Redactor redactor)
    {
        try
        {
            var json = JsonSerializer.SerializeToNode(message, s_message);
            return redactor.Redact(json).Deserialize(s_message)!;
        }
        catch (Exception problem) when (problem is NotSupportedException or JsonException)
        {
            return new(message.Role, "(can't be written as JSON)");
        }
    }
}
