using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Optimas.Dashboard.Tests;

/// <summary>A dashboard on a free port of loopback, and who asks it.</summary>
internal sealed class Served : IAsyncDisposable
{
    private Served(DashboardServer server)
    {
        Server = server;
        Http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = server.Address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public DashboardServer Server { get; }

    public HttpClient Http { get; }

    public static Task<Served> StartAsync(string file, string? token = null) => StartAsync(new DashboardOptions(file) { Port = 0, Token = token }, NullLoggerFactory.Instance);

    public static async Task<Served> StartAsync(DashboardOptions options, ILoggerFactory loggers) =>
        new(await DashboardServer.StartAsync(options, loggers, CancellationToken.None));

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        using var response = await Http.SendAsync(request);
        return new(
            response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
    }
}

/// <summary>What came back.</summary>
internal sealed record Answer(HttpStatusCode Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonElement.Parse(Text);

    public JsonElement Error => Json.GetProperty("error");

    public string ErrorMessage => Error.GetProperty("message").GetString()!;

    public string Header(string name) => Headers.GetValueOrDefault(name, "");
}
