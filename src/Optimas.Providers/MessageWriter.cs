using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Optimas.Providers;

/// <summary>Writes a conversation as the protocol's messages.</summary>
internal static class MessageWriter
{
    public static JsonArray Write(IEnumerable<ChatMessage> messages, string? instructions)
    {
        var written = new JsonArray();
        if (!string.IsNullOrEmpty(instructions))
        {
            written.Add((JsonNode)new JsonObject { ["role"] = "system", ["content"] = instructions });
        }

        foreach (var message in messages)
        {
            // The protocol gives each result of a tool a message of its own, ahead of whatever else was said.
            foreach (var result in message.Contents.OfType<FunctionResultContent>())
            {
                written.Add((JsonNode)new JsonObject
                {
                    ["role"] = "tool",
                    ["tool_call_id"] = result.CallId,
                    ["content"] = ResultText(result),
                });
            }

            if (message.Contents.Count == 0 || message.Contents.Any(content => content is not FunctionResultContent))
            {
                written.Add((JsonNode)Message(message));
            }
        }

        return written;
    }

    private static JsonObject Message(ChatMessage message)
    {
        var written = new JsonObject { ["role"] = message.Role.Value };
        written.Put("name", WireName.From(message.AuthorName));
        var parts = new List<AIContent>();
        var calls = new JsonArray();
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case TextContent or DataContent or UriContent:
                    parts.Add(content);
                    break;
                case FunctionCallContent call:
                    calls.Add((JsonNode)Call(call));
                    break;
                case ErrorContent { ErrorCode: ChatReply.Refusal } refusal:
                    written["refusal"] = refusal.Message;
                    break;
                case FunctionResultContent or UsageContent or TextReasoningContent or ErrorContent:
                    // Results are written already; the rest tells about an earlier reply, and servers take none of it back.
                    break;
                default:
                    throw new NotSupportedException(
                        $"A message of role '{message.Role}' holds a {content.GetType().Name}, which chat completions cannot carry. " +
                        "Send text, images, function calls and function results.");
            }
        }

        // Plain text goes as a string, since some servers take no list of parts.
        written["content"] = parts switch
        {
            [] => calls.Count > 0 || written.ContainsKey("refusal") ? null : "",
            _ when parts.TrueForAll(part => part is TextContent) => string.Concat(parts.Cast<TextContent>().Select(part => part.Text)),
            _ => new JsonArray([.. parts.Select(Part)]),
        };
        written.Put("tool_calls", calls.Count > 0 ? calls : null);
        return written;
    }

    private static JsonObject Part(AIContent content) => content switch
    {
        TextContent text => new JsonObject { ["type"] = "text", ["text"] = text.Text },
        DataContent data when data.HasTopLevelMediaType("image") => Image(data.Uri, content),
        UriContent uri when uri.HasTopLevelMediaType("image") => Image(uri.Uri.AbsoluteUri, content),
        DataContent data => throw Unsupported(data.MediaType),
        UriContent uri => throw Unsupported(uri.MediaType),
        _ => throw new ArgumentOutOfRangeException(nameof(content)),
    };

    private static JsonObject Image(string address, AIContent content)
    {
        var image = new JsonObject { ["url"] = address };
        image.Put("detail", content.AdditionalProperties?.TryGetValue("detail", out var detail) is true ? Json.Node(detail) : null);
        return new JsonObject { ["type"] = "image_url", ["image_url"] = image };
    }

    private static NotSupportedException Unsupported(string mediaType) =>
        new($"A message holds content of type '{mediaType}'; only text and images are sent. Turn it into either first.");

    private static JsonObject Call(FunctionCallContent call) => new()
    {
        ["id"] = call.CallId,
        ["type"] = "function",
        ["function"] = new JsonObject
        {
            ["name"] = call.Name,
            // Arguments that could not be parsed are not sent back, since servers that parse the history would refuse it all.
            ["arguments"] = call.Arguments is null ? "{}" : JsonSerializer.Serialize(call.Arguments, Json.Arguments),
        },
    };

    private static string ResultText(FunctionResultContent result) => result switch
    {
        { Result: string text } => text,
        { Result: TextContent text } => text.Text,
        { Result: JsonElement { ValueKind: JsonValueKind.String } text } => text.GetString()!,
        { Result: { } value } => Json.Node(value)!.ToJsonString(),
        { Exception: { } exception } => $"Error: {exception.Message}",
        _ => "null",
    };
}
