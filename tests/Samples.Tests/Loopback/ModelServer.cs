using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Samples.Tests.Loopback;

/// <summary>A chat client behind OpenAI's protocol, on loopback: chat without streaming, and embeddings of words.</summary>
internal sealed class ModelServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly IChatClient _chat;
    private readonly PromptCutter _cutter;
    private readonly ConcurrentQueue<Exception> _failures = [];
    private int _chats;

    private ModelServer(WebApplication application, IChatClient chat, int contextTokens)
    {
        _application = application;
        _chat = chat;
        _cutter = new(chat, contextTokens);
    }

    /// <summary>For <c>--endpoint</c>.</summary>
    public string Endpoint => $"{_application.Urls.Single()}/v1";

    /// <summary>How many chats were asked for.</summary>
    public int Chats => _chats;

    /// <summary>What went wrong here.</summary>
    public IReadOnlyCollection<Exception> Failures => _failures;

    /// <summary>Starts a server.</summary>
    /// <param name="chat">What answers, under whatever name.</param>
    /// <param name="contextTokens">How many tokens a prompt may have; what is longer is cut in the middle.</param>
    public static async Task<ModelServer> StartAsync(IChatClient chat, int contextTokens)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var application = builder.Build();
        var server = new ModelServer(application, chat, contextTokens);
        application.Run(server.AnswerAsync);
        await application.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        try
        {
            var body = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            JsonObject? answer = context.Request.Path.Value switch
            {
                "/v1/chat/completions" => await ChatAsync(body!, context.RequestAborted),
                "/v1/embeddings" => Embed(body!),
                _ => null,
            };
            context.Response.StatusCode = answer is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync((answer ?? Error($"Nothing is served at {context.Request.Path}.")).ToJsonString(), context.RequestAborted);
        }
        catch (Exception e) when (e is not OperationCanceledException && !context.Response.HasStarted)
        {
            _failures.Enqueue(e);
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(Error(e.Message).ToJsonString(), context.RequestAborted);
        }
    }

    private async Task<JsonObject> ChatAsync(JsonNode body, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _chats);
        var messages = body["messages"]!.AsArray().Select(m => new ChatMessage(new ChatRole((string)m!["role"]!), TextOf(m["content"])));
        var options = new ChatOptions
        {
            Temperature = (float?)body["temperature"],
            TopP = (float?)body["top_p"],
            MaxOutputTokens = (int?)(body["max_completion_tokens"] ?? body["max_tokens"]),
            Seed = (long?)body["seed"],
        };
        var response = await _chat.GetResponseAsync(_cutter.Cut([.. messages]), options, cancellationToken);
        long input = response.Usage?.InputTokenCount ?? 0, output = response.Usage?.OutputTokenCount ?? 0;
        return new()
        {
            ["id"] = $"chatcmpl-{Guid.NewGuid():N}",
            ["object"] = "chat.completion",
            ["created"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
            ["model"] = (string?)body["model"],
            ["choices"] = new JsonArray(new JsonObject
            {
                ["index"] = 0,
                ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = response.Text },
                ["finish_reason"] = response.FinishReason == ChatFinishReason.Length ? "length" : "stop",
            }),
            ["usage"] = new JsonObject { ["prompt_tokens"] = input, ["completion_tokens"] = output, ["total_tokens"] = input + output },
        };
    }

    // A text alone, or parts of which only texts are understood.
    private static string TextOf(JsonNode? content) => content is JsonArray parts
        ? string.Concat(parts.Select(p => (string?)p!["text"]))
        : (string?)content ?? "";

    private static JsonObject Embed(JsonNode body)
    {
        string[] texts = body["input"] is JsonArray several ? [.. several.Select(t => (string)t!)] : [(string)body["input"]!];
        bool asBytes = (string?)body["encoding_format"] == "base64";
        int words = texts.Sum(t => t.Split(' ').Length);
        return new()
        {
            ["object"] = "list",
            ["model"] = (string?)body["model"],
            ["data"] = new JsonArray([.. texts.Select((text, i) => new JsonObject
            {
                ["object"] = "embedding",
                ["index"] = i,
                ["embedding"] = asBytes ? Convert.ToBase64String(WordEmbedding.BytesOf(text)) : JsonSerializer.SerializeToNode(WordEmbedding.Of(text)),
            })]),
            ["usage"] = new JsonObject { ["prompt_tokens"] = words, ["total_tokens"] = words },
        };
    }

    private static JsonObject Error(string message) => new() { ["error"] = new JsonObject { ["message"] = message, ["type"] = "invalid_request_error" } };
}
