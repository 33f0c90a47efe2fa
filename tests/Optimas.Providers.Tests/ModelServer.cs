using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Optimas.Providers.Tests;

/// <summary>A server on loopback that answers as the test says and keeps what it was asked.</summary>
internal sealed class ModelServer : IAsyncDisposable
{
    public const string ApiKey = "sk-test-0123456789abcdef";

    private readonly WebApplication _application;
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();

    private ModelServer(WebApplication application) => _application = application;

    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    public ReceivedRequest Request => Requests.ShouldHaveSingleItem();

    public Uri Address => new(_application.Urls.Single());

    public OpenAICompatibleOptions Options => new()
    {
        Model = "test-model",
        Endpoint = Address,
        ApiKey = ApiKey,
        RetryDelay = TimeSpan.FromMilliseconds(5),
        Timeout = TimeSpan.FromSeconds(20),
    };

    /// <summary>Starts a server that gives each request, in the order of arrival, the answer of its number.</summary>
    public static async Task<ModelServer> StartAsync(Func<HttpContext, ReceivedRequest, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var application = builder.Build();
        var server = new ModelServer(application);
        int count = 0;
        application.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            string body = await reader.ReadToEndAsync();
            var request = new ReceivedRequest(
                Interlocked.Increment(ref count),
                context.Request.Path,
                context.Request.Headers.Authorization,
                body.Length == 0 ? default : JsonElement.Parse(body));
            server._requests.Enqueue(request);
            await answer(context, request);
        });
        await application.StartAsync();
        return server;
    }

    /// <summary>Starts a server that gives one JSON body to everyone.</summary>
    public static Task<ModelServer> StartAsync(string json, int status = 200) =>
        StartAsync((context, _) => context.AnswerAsync(json, status));

    /// <summary>Starts a server that streams the same events to everyone, then closes as a server should.</summary>
    public static Task<ModelServer> StreamAsync(params string[] events) => StartAsync((context, _) => context.StreamAsync(events));

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();
}

internal sealed record ReceivedRequest(int Number, string Path, string? Authorization, JsonElement Body)
{
    public string UserText => Body.GetProperty("messages").EnumerateArray().Last().GetProperty("content").ToString();
}
