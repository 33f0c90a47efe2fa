using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OpenAI;

namespace Optimas.Serving.Tests;

/// <summary>A server on a free port of loopback, and who asks it.</summary>
internal sealed class Serving : IAsyncDisposable
{
    public const string Model = "echo";

    private Serving(ModelServer server, ModelServerOptions options)
    {
        Server = server;
        Options = options;
        Http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new($"{server.Endpoint}/"), Timeout = TimeSpan.FromSeconds(60) };
        if (options.ApiKey is not null)
            Http.DefaultRequestHeaders.Authorization = new("Bearer", options.ApiKey);
    }

    public ModelServer Server { get; }

    public ModelServerOptions Options { get; }

    public HttpClient Http { get; }

    public Uri Root => new(Server.Endpoint, "/");

    public static Task<Serving> StartAsync(IChatClient chat) => StartAsync(chat, options => options);

    public static Task<Serving> StartAsync(IChatClient chat, Func<ModelServerOptions, ModelServerOptions> change) =>
        StartAsync(chat, change, NullLoggerFactory.Instance);

    public static async Task<Serving> StartAsync(IChatClient chat, Func<ModelServerOptions, ModelServerOptions> change, ILoggerFactory loggers)
    {
        var options = change(new() { Port = 0, Timeout = TimeSpan.FromSeconds(50) });
        return new(await ModelServer.StartAsync([new(Model) { Chat = chat, Embeddings = new LengthEmbeddings() }], options, loggers, CancellationToken.None), options);
    }

    /// <summary>The official client, which tries once.</summary>
    public OpenAIClient Sdk(string? key = null) => new(
        new System.ClientModel.ApiKeyCredential(key ?? Options.ApiKey ?? "none"),
        new() { Endpoint = Server.Endpoint, RetryPolicy = new System.ClientModel.Primitives.ClientRetryPolicy(maxRetries: 0) });

    public static string Chat(string text, string more = "") => $$"""{"model": "{{Model}}", "messages": [{"role": "user", "content": "{{text}}"}]{{more}}}""";

    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    public async Task<Answer> PostAsync(string json, string path = "chat/completions", CancellationToken cancellationToken = default)
    {
        using var response = await Http.PostAsync(path, Json(json), cancellationToken);
        return await Answer.OfAsync(response);
    }

    public async Task<Answer> GetAsync(string path)
    {
        using var response = await Http.GetAsync(path);
        return await Answer.OfAsync(response);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>Waits until something holds, and fails after 20 seconds.</summary>
    public static async Task UntilAsync(Func<bool> holds)
    {
        for (int i = 0; !holds(); i++)
        {
            i.ShouldBeLessThan(2000, "it never came to hold");
            await Task.Delay(10);
        }
    }
}

/// <summary>What came back.</summary>
internal sealed record Answer(HttpStatusCode Status, string Text, TimeSpan? RetryAfter)
{
    public JsonElement Json => JsonElement.Parse(Text);

    public JsonElement Error => Json.GetProperty("error");

    public string ErrorMessage => Error.GetProperty("message").GetString()!;

    public string Content => Json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;

    public static async Task<Answer> OfAsync(HttpResponseMessage response) =>
        new(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.RetryAfter?.Delta);
}
