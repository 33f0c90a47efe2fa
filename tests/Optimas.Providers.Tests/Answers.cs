using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Optimas.Providers.Tests;

/// <summary>What a server of the protocol says.</summary>
internal static class Answers
{
    public const string Done = "[DONE]";

    public static string Completion(string text, string model = "test-model") =>
        Completion(new { role = "assistant", content = text }, "stop", model);

    public static string Completion(object message, string finishReason, string model = "test-model") => JsonSerializer.Serialize(new
    {
        id = "chatcmpl-1",
        @object = "chat.completion",
        created = 1_700_000_000,
        model,
        choices = new[] { new { index = 0, message, finish_reason = finishReason } },
        usage = new
        {
            prompt_tokens = 11,
            completion_tokens = 5,
            total_tokens = 16,
            prompt_tokens_details = new { cached_tokens = 3 },
            completion_tokens_details = new { reasoning_tokens = 2 },
        },
    });

    public static string Chunk(object delta, string? finishReason = null) => JsonSerializer.Serialize(new
    {
        id = "chatcmpl-1",
        @object = "chat.completion.chunk",
        created = 1_700_000_000,
        model = "test-model",
        choices = new[] { new { index = 0, delta, finish_reason = finishReason } },
    });

    public static string TextChunk(string text) => Chunk(new { content = text });

    public static string UsageChunk(int input, int output) => JsonSerializer.Serialize(new
    {
        id = "chatcmpl-1",
        @object = "chat.completion.chunk",
        created = 1_700_000_000,
        model = "test-model",
        choices = Array.Empty<object>(),
        usage = new { prompt_tokens = input, completion_tokens = output, total_tokens = input + output },
    });

    public static string Error(string message, string? code = null) =>
        JsonSerializer.Serialize(new { error = new { message, type = "invalid_request_error", code } });

    public static async Task AnswerAsync(this HttpContext context, string json, int status = 200, string type = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.WriteAsync(json, context.RequestAborted);
    }

    public static async Task StreamAsync(this HttpContext context, params string[] events)
    {
        if (!context.Response.HasStarted)
            context.Response.ContentType = "text/event-stream";
        foreach (string data in events)
        {
            await context.Response.WriteAsync($"data: {data}\n\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
