using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Optimas.Providers;

/// <summary>Reads a whole chat completion, and the parts that it shares with the events of a stream.</summary>
internal static class ChatReply
{
    /// <summary>The <see cref="ErrorContent.ErrorCode"/> of a model's refusal to answer.</summary>
    public const string Refusal = "Refusal";

    // 9999-12-31, the last second that DateTimeOffset reaches.
    private const long LastSecond = 253_402_300_799;

    /// <exception cref="FormatException">The reply holds no message.</exception>
    public static ChatResponse Read(JsonElement reply, string model)
    {
        var choice = reply.Items("choices").FirstOrDefault();
        var message = choice.Member("message", JsonValueKind.Object)
            ?? throw new FormatException("it holds no message, at choices[0].message");
        var id = reply.Text("id");
        var contents = Contents(message);
        if (message.Text("refusal") is { Length: > 0 } refusal)
        {
            contents.Add(new ErrorContent(refusal) { ErrorCode = Refusal });
        }

        contents.AddRange(message.Items("tool_calls").Select(ToolCalls.Read));
        return new ChatResponse(new ChatMessage(Role(message) ?? ChatRole.Assistant, contents) { MessageId = id })
        {
            ResponseId = id,
            ModelId = reply.Text("model") ?? model,
            CreatedAt = CreatedAt(reply),
            FinishReason = FinishReason(choice),
            Usage = Usage(reply),
            RawRepresentation = reply,
        };
    }

    /// <summary>The reasoning and the text of a message or of a piece of one.</summary>
    public static List<AIContent> Contents(JsonElement message)
    {
        var contents = new List<AIContent>();
        if ((message.Text("reasoning_content") ?? message.Text("reasoning")) is { Length: > 0 } reasoning)
        {
            contents.Add(new TextReasoningContent(reasoning));
        }

        if (message.Text("content") is { Length: > 0 } text)
        {
            contents.Add(new TextContent(text));
        }

        // Some servers answer in parts, as users may ask in.
        contents.AddRange(message.Items("content").Select(part => part.Text("text")).OfType<string>().Select(part => new TextContent(part)));
        return contents;
    }

    public static ChatRole? Role(JsonElement message) => message.Text("role") is { Length: > 0 } role ? new ChatRole(role) : null;

    public static ChatFinishReason? FinishReason(JsonElement choice) => choice.Text("finish_reason") switch
    {
        null or "" => null,
        "function_call" => ChatFinishReason.ToolCalls,
        var reason => new ChatFinishReason(reason),
    };

    public static DateTimeOffset? CreatedAt(JsonElement reply) =>
        reply.Integer("created") is { } seconds and > 0 and <= LastSecond ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    public static UsageDetails? Usage(JsonElement reply) => reply.Member("usage", JsonValueKind.Object) is not { } usage
        ? null
        : new UsageDetails
        {
            InputTokenCount = usage.Integer("prompt_tokens"),
            OutputTokenCount = usage.Integer("completion_tokens"),
            TotalTokenCount = usage.Integer("total_tokens"),
            CachedInputTokenCount = usage.Member("prompt_tokens_details")?.Integer("cached_tokens"),
            ReasoningTokenCount = usage.Member("completion_tokens_details")?.Integer("reasoning_tokens"),
        };
}
