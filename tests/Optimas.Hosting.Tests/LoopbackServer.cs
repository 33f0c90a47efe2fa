using System.Net;
using System.Text.Json;

namespace Optimas.Hosting.Tests;

/// <summary>Speaks OpenAI's protocol over HTTP on the loopback, answers by a function, and keeps what it was asked for.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public LoopbackServer()
    {
        for (int attempt = 0; !_listener.IsListening; attempt++)
        {
            int port = Random.Shared.Next(20_000, 60_000);
            _listener.Prefixes.Clear();
            _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            Endpoint = $"http://127.0.0.1:{port}/v1";
            try
            {
                _listener.Start();
            }
            catch (HttpListenerException) when (attempt < 20)
            {
                // The port is taken.
            }
        }

        _serving = Task.Run(ServeAsync);
    }

    public string Endpoint { get; private set; } = "";

    public int Status { get; set; } = 200;

    /// <summary>How many of the first requests fail with 503.</summary>
    public int Unavailable { get; set; }

    /// <summary>The answer to the last message; one that begins with an exclamation mark is what a status of 400 says.</summary>
    public Func<string, string> Reply { get; init; } = _ => "ok";

    public List<string?> Models { get; } = [];

    public List<string?> Authorizations { get; } = [];

    public void Dispose()
    {
        _listener.Close();
        _serving.Wait();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
                await AnswerAsync(context);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // The server is closed, or the client has gone away.
                if (!_listener.IsListening)
                    return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.InputStream);
        Models.Add(body.RootElement.GetProperty("model").GetString());
        Authorizations.Add(context.Request.Headers["Authorization"]);
        var content = body.RootElement.GetProperty("messages").EnumerateArray().Last().GetProperty("content");
        string asked = content.ValueKind == JsonValueKind.String ? content.GetString()! : content[0].GetProperty("text").GetString()!;
        string reply = Reply(asked);
        int status = Unavailable-- > 0 ? 503 : Status != 200 ? Status : reply.StartsWith('!') ? 400 : 200;
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        object answer = status != 200
            ? new { error = new { message = status switch { 503 => "too busy", 400 => reply[1..], _ => "wrong key" } } }
            : new
            {
                id = "1",
                @object = "chat.completion",
                created = 1,
                model = "m",
                choices = new[] { new { index = 0, message = new { role = "assistant", content = reply }, finish_reason = "stop" } },
                usage = new { prompt_tokens = 10, completion_tokens = 5, total_tokens = 15 },
            };
        // Headers and body in one piece: two of them would wait for each other's acknowledgement.
        context.Response.Close(JsonSerializer.SerializeToUtf8Bytes(answer), willBlock: false);
    }
}
