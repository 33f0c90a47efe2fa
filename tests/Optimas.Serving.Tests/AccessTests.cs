using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;

namespace Optimas.Serving.Tests;

/// <summary>Who gets in, and what stays out of the log.</summary>
public sealed class AccessTests
{
    private const string Key = "sk-planted-in-this-test-4711";

    [Theory]
    [InlineData(null, "This server needs its API key: send the header Authorization: Bearer KEY.")]
    [InlineData("Basic " + Key, "This server needs its API key: send the header Authorization: Bearer KEY.")]
    [InlineData("Bearer sk-planted-in-this-test-4712", "The API key is not the one of this server.")]
    [InlineData("Bearer sk", "The API key is not the one of this server.")]
    [InlineData("Bearer " + Key + "1", "The API key is not the one of this server.")]
    public async Task Without_the_key_nobody_gets_in(string? authorization, string message)
    {
        using var echo = new EchoChat();
        await using var serving = await Serving.StartAsync(echo, options => options with { ApiKey = Key });
        serving.Http.DefaultRequestHeaders.Remove("Authorization");
        if (authorization is not null)
            serving.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        foreach (var answer in new[]
        {
            await serving.PostAsync(Serving.Chat("hello")), await serving.PostAsync("""{"model": "echo", "input": "a"}""", "embeddings"), await serving.GetAsync("models"), await serving.GetAsync("other"),
        })
        {
            answer.Status.ShouldBe(HttpStatusCode.Unauthorized);
            answer.ErrorMessage.ShouldBe(message);
            answer.Error.GetProperty("code").GetString().ShouldBe("invalid_api_key");
            answer.Text.ShouldNotContain(Key);
        }

        (await serving.GetAsync("../health")).Status.ShouldBe(HttpStatusCode.OK, "a load balancer has no key");
        echo.Asked.ShouldBeEmpty();
    }

    [Theory, InlineData("0.0.0.0"), InlineData("::"), InlineData("192.0.2.1")]
    public async Task Other_machines_need_a_key(string host)
    {
        using var echo = new EchoChat();

        var refusal = await Should.ThrowAsync<ArgumentException>(() => Serving.StartAsync(echo, options => options with { Host = host }));

        refusal.Message.ShouldContain("can be reached from other machines, so the server needs an API key");
    }

    [Fact]
    public async Task With_a_key_every_address_can_be_listened_at()
    {
        using var echo = new EchoChat();
        await using var server = await ModelServer.StartAsync(
            [new(Serving.Model) { Chat = echo }], new() { Host = "0.0.0.0", Port = 0, ApiKey = Key }, CancellationToken.None);
        using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new("Bearer", Key) } };

        string models = await http.GetStringAsync(new Uri($"http://127.0.0.1:{server.Endpoint.Port}/v1/models"));

        models.ShouldContain(Serving.Model);
    }

    [Theory, InlineData("rebound.example.com", HttpStatusCode.Forbidden), InlineData("localhost:80", HttpStatusCode.OK), InlineData("[::1]:80", HttpStatusCode.OK)]
    public async Task A_web_page_that_leads_its_own_name_here_is_refused(string host, HttpStatusCode status)
    {
        using var echo = new EchoChat();
        await using var serving = await Serving.StartAsync(echo);
        serving.Http.DefaultRequestHeaders.Host = host;

        (await serving.GetAsync("models")).Status.ShouldBe(status);
    }

    [Fact]
    public async Task No_secret_reaches_the_log()
    {
        const string Secret = "planted-secret-0815";
        using var log = new Recording();
        using var failing = new EchoChat { Failure = new InvalidOperationException($"The key {Key} was refused upstream.") };
        using var echo = new EchoChat { LateFailure = new InvalidOperationException("out of ink") };
        await using (var serving = await Serving.StartAsync(failing, options => options with { ApiKey = Key }, log))
        {
            await serving.PostAsync(Serving.Chat(Secret));
            await serving.PostAsync(Serving.Chat("hello"), $"chat/completions?api_key={Secret}");
            await serving.GetAsync($"models/{Secret}");
            await serving.GetAsync($"{Secret}?key={Key}");
            await serving.PostAsync($$"""{"model": "{{Secret}}", "messages": [{"role": "user", "content": "a"}]}""");
            serving.Http.DefaultRequestHeaders.Authorization = new("Bearer", Secret);
            await serving.PostAsync(Serving.Chat(Secret));
        }

        await using (var serving = await Serving.StartAsync(echo, options => options, log))
            await Should.ThrowAsync<HttpRequestException>(() => serving.PostAsync(Serving.Chat(Secret, """, "stream": true""")));

        string all = string.Join('\n', log.Lines);
        all.ShouldContain("POST /v1/chat/completions 500");
        all.ShouldContain("GET /v1/models/{model} 404");
        all.ShouldContain("POST /v1/chat/completions 401");
        all.ShouldContain("The key *** was refused upstream.");
        all.ShouldContain("out of ink");
        all.ShouldNotContain(Secret);
        all.ShouldNotContain(Key);
        new ModelServerOptions { ApiKey = Key }.ToString().ShouldNotContain(Key);
    }

    [Theory]
    [InlineData("ApiKey is empty or holds a character", "key\n")]
    [InlineData("ApiKey is empty or holds a character", "")]
    public async Task A_key_that_no_header_carries_is_refused(string message, string key)
    {
        using var echo = new EchoChat();
        (await Should.ThrowAsync<ArgumentException>(() => Serving.StartAsync(echo, options => options with { ApiKey = key }))).Message.ShouldStartWith(message);
    }

    [Fact]
    public async Task Options_out_of_range_name_themselves()
    {
        using var echo = new EchoChat();
        (string Name, Func<ModelServerOptions, ModelServerOptions> Change)[] wrong =
        [
            ("Host", o => o with { Host = " " }), ("Port", o => o with { Port = 65536 }), ("MaxBodyBytes", o => o with { MaxBodyBytes = 0 }), ("Slots", o => o with { Slots = 0 }),
            ("MaxQueue", o => o with { MaxQueue = -1 }), ("Timeout", o => o with { Timeout = TimeSpan.Zero }), ("ShutdownTimeout", o => o with { ShutdownTimeout = TimeSpan.FromSeconds(-1) }),
        ];
        foreach (var (name, change) in wrong)
            (await Should.ThrowAsync<ArgumentException>(() => Serving.StartAsync(echo, change))).Message.ShouldStartWith($"{name} is ");
        await using var serving = await Serving.StartAsync(echo);
        await Should.ThrowAsync<IOException>(() => Serving.StartAsync(echo, o => o with { Port = serving.Server.Endpoint.Port }));
        await Should.ThrowAsync<ArgumentException>(() => ModelServer.StartAsync([], new() { Port = 0 }, CancellationToken.None));
        await Should.ThrowAsync<ArgumentException>(() => ModelServer.StartAsync([new("idle")], new() { Port = 0 }, CancellationToken.None));
        await Should.ThrowAsync<ArgumentException>(
            () => ModelServer.StartAsync([new("a") { Chat = echo }, new("a") { Chat = echo }], new() { Port = 0 }, CancellationToken.None));
    }

    private sealed class Recording : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");
    }
}
