using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Optimas.Providers;

/// <summary>Reads the events of one streamed reply, and remembers what comes in pieces or must come last.</summary>
internal sealed class StreamedReply(string model)
{
    private readonly ToolCalls _calls = new();
    private readonly StringBuilder _refusal = new();
    private string? _id;
    private string? _modelId;
    private DateTimeOffset? _createdAt;
    private ChatRole _role = ChatRole.Assistant;

    // Some servers report the running total with each event, so only the last report counts.
    private UsageDetails? _usage;

    /// <summary>Whether the model said why it stopped.</summary>
    public bool Finished { get; private set; }

    /// <summary>Reads the next event.</summary>
    /// <exception cref="FormatException">A tool call is complete, but names no function.</exception>
    public ChatResponseUpdate Read(JsonElement reply)
    {
        _id ??= reply.Text("id");
        _modelId ??= reply.Text("model");
        _createdAt ??= ChatReply.CreatedAt(reply);
        _usage = ChatReply.Usage(reply) ?? _usage;

        var choice = reply.Items("choices").FirstOrDefault(choice => choice.Integer("index") is null or 0);
        var delta = choice.Member("delta") ?? default;
        var contents = ChatReply.Contents(delta);
        _role = ChatReply.Role(delta) ?? _role;
        _refusal.Append(delta.Text("refusal"));
        foreach (var fragment in delta.Items("tool_calls"))
        {
            _calls.Add(fragment);
        }

        var reason = ChatReply.FinishReason(choice);
        if (reason is not null)
        {
            Finished = true;
            contents.AddRange(_calls.Take());
        }

        var update = Update(contents);
        update.FinishReason = reason;
        update.RawRepresentation = reply;
        return update;
    }

    /// <summary>What is left to say when the stream has ended: the usage, a refusal, and calls that no finish reason followed.</summary>
    public ChatResponseUpdate Rest()
    {
        List<AIContent> contents = [.. _calls.Take()];
        if (_refusal.Length > 0)
        {
            contents.Add(new ErrorContent(_refusal.ToString()) { ErrorCode = ChatReply.Refusal });
        }

        if (_usage is not null)
        {
            contents.Add(new UsageContent(_usage));
        }

        return Update(contents);
    }

    private ChatResponseUpdate Update(List<AIContent> contents) => new(_role, contents)
    {
        ResponseId = _id,
        MessageId = _id,
        ModelId = _modelId ?? model,
        CreatedAt = _createdAt,
    };
}
