using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Optimas.Providers;

/// <summary>The body of a request for a chat completion.</summary>
internal static class ChatRequest
{
    public static JsonObject From(
        IEnumerable<ChatMessage> messages, ChatOptions? options, string model, string maxTokensProperty, bool streamed)
    {
        var request = new JsonObject
        {
            ["model"] = model,
            ["messages"] = MessageWriter.Write(messages, options?.Instructions),
        };
        if (streamed)
        {
            request["stream"] = true;
            request["stream_options"] = new JsonObject { ["include_usage"] = true };
        }

        if (options is null)
        {
            return request;
        }

        request.Put("temperature", options.Temperature);
        request.Put("top_p", options.TopP);
        request.Put("top_k", options.TopK);
        request.Put(maxTokensProperty, options.MaxOutputTokens);
        request.Put("seed", options.Seed);
        request.Put("frequency_penalty", options.FrequencyPenalty);
        request.Put("presence_penalty", options.PresencePenalty);
        request.Put("stop", options.StopSequences is { Count: > 0 } stops ? new JsonArray([.. stops.Select(stop => (JsonNode)stop)]) : null);
        request.Put("reasoning_effort", Effort(options.Reasoning?.Effort));
        request.Put("response_format", Format(options.ResponseFormat));
        if (options.Tools is { Count: > 0 } tools)
        {
            request["tools"] = new JsonArray([.. tools.Select(Tool)]);
            request.Put("tool_choice", Choice(options.ToolMode));
            request.Put("parallel_tool_calls", options.AllowMultipleToolCalls);
        }

        request.Overlay(options.AdditionalProperties);
        return request;
    }

    private static JsonObject Tool(AITool tool)
    {
        if (tool is not AIFunctionDeclaration function)
        {
            throw new NotSupportedException(
                $"The tool '{tool.Name}' is a {tool.GetType().Name}; chat completions carry functions alone. Pass an AIFunction instead.");
        }

        var declaration = new JsonObject { ["name"] = function.Name };
        declaration.Put("description", string.IsNullOrEmpty(function.Description) ? null : function.Description);
        declaration["parameters"] = function.JsonSchema.Member("type") is null
            ? new JsonObject { ["type"] = "object", ["properties"] = new JsonObject() }
            : Json.Node(function.JsonSchema);
        declaration.Put("strict", function.AdditionalProperties.TryGetValue("strict", out var strict) ? Json.Node(strict) : null);
        return new JsonObject { ["type"] = "function", ["function"] = declaration };
    }

    private static JsonNode? Choice(ChatToolMode? mode) => mode switch
    {
        NoneChatToolMode => "none",
        AutoChatToolMode => "auto",
        RequiredChatToolMode { RequiredFunctionName: { } name } =>
            new JsonObject { ["type"] = "function", ["function"] = new JsonObject { ["name"] = name } },
        RequiredChatToolMode => "required",
        _ => null,
    };

    private static JsonObject? Format(ChatResponseFormat? format) => format switch
    {
        ChatResponseFormatText => new JsonObject { ["type"] = "text" },
        ChatResponseFormatJson { Schema: { } schema } json => new JsonObject
        {
            ["type"] = "json_schema",
            ["json_schema"] = Schema(json, schema),
        },
        ChatResponseFormatJson => new JsonObject { ["type"] = "json_object" },
        _ => null,
    };

    private static JsonObject Schema(ChatResponseFormatJson format, JsonElement schema)
    {
        var described = new JsonObject { ["name"] = WireName.From(format.SchemaName) ?? "response" };
        described.Put("description", format.SchemaDescription);
        described["schema"] = Json.Node(schema);
        described.Put("strict", StrictSchema.Fits(schema) ? true : null);
        return described;
    }

    private static string? Effort(ReasoningEffort? effort) => effort switch
    {
        ReasoningEffort.None => "none",
        ReasoningEffort.Low => "low",
        ReasoningEffort.Medium => "medium",
        ReasoningEffort.High => "high",
        ReasoningEffort.ExtraHigh => "xhigh",
        _ => null,
    };
}
