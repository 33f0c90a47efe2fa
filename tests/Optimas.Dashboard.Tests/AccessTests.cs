using System.Net;
using Microsoft.Extensions.Logging;

namespace Optimas.Dashboard.Tests;

/// <summary>Who gets in, and what every reply tells the browser to keep to.</summary>
public sealed class AccessTests(StoredRuns runs) : IClassFixture<StoredRuns>
{
    private const string Token = "planted-in-this-test-4711";

    [Theory]
    [InlineData("/", 200)]
    [InlineData("/api/runs", 200)]
    [InlineData("/api/runs/none", 404)]
    [InlineData("/api/diff", 400)]
    [InlineData("/nothing/here", 404)]
    [InlineData("/files/none.js", 404)]
    public async Task Every_reply_is_guarded(string path, int status)
    {
        await using var served = await Served.StartAsync(runs.File);

        var answer = await served.GetAsync(path);

        ((int)answer.Status).ShouldBe(status);
        answer.Header("Content-Security-Policy").ShouldStartWith("default-src 'none';");
        answer.Header("Content-Security-Policy").ShouldContain("frame-ancestors 'none'");
        answer.Header("X-Content-Type-Options").ShouldBe("nosniff");
        answer.Header("Referrer-Policy").ShouldBe("no-referrer");
        answer.Header("Cross-Origin-Resource-Policy").ShouldBe("same-origin");
        answer.Header("Cache-Control").ShouldBe("no-store");
        answer.Headers.Keys.ShouldNotContain("Server");
        answer.Headers.Keys.ShouldNotContain("Access-Control-Allow-Origin");
    }

    [Fact]
    public async Task The_page_runs_its_own_scripts_alone()
    {
        await using var served = await Served.StartAsync(runs.File);
        var page = await served.GetAsync("/");
        string[] policy = page.Header("Content-Security-Policy").Split("; ");

        policy.ShouldContain("script-src 'self'");
        policy.ShouldContain("connect-src 'self'");
        policy.ShouldNotContain(p => p.Contains("unsafe-eval", StringComparison.Ordinal));
        policy.Single(p => p.Contains("unsafe-inline", StringComparison.Ordinal)).ShouldBe("style-src-attr 'unsafe-inline'");
        string nonce = policy.Single(p => p.StartsWith("style-src-elem", StringComparison.Ordinal)).Split('\'')[3];
        nonce.ShouldMatch("^nonce-[0-9a-f]{32}$");
        (await served.GetAsync("/")).Header("Content-Security-Policy").ShouldNotContain(nonce);
        page.Text.ShouldNotContain("<style");
        page.Text.Split("<script").Length.ShouldBe(2);

        string script = page.Text.Split("src=\"")[1].Split('"')[0];
        var file = await served.GetAsync(script);
        file.Status.ShouldBe(HttpStatusCode.OK);
        file.Header("Content-Type").ShouldBe("text/javascript; charset=utf-8");
        file.Header("Cache-Control").ShouldBe("public, max-age=31536000, immutable");
        file.Text.ShouldNotContain("sourceMappingURL=http");
        // Packed, it is the same.
        using var packed = new HttpRequestMessage(HttpMethod.Get, script);
        packed.Headers.Add("Accept-Encoding", "gzip, br");
        using var response = await served.Http.SendAsync(packed);
        response.Content.Headers.ContentEncoding.ShouldBe(["br"]);
        await using var stream = new System.IO.Compression.BrotliStream(await response.Content.ReadAsStreamAsync(), System.IO.Compression.CompressionMode.Decompress);
        using var reader = new StreamReader(stream);
        (await reader.ReadToEndAsync()).ShouldBe(file.Text);
    }

    [Theory]
    [InlineData("evil.example", HttpStatusCode.Forbidden)]
    [InlineData("localhost.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("192.0.2.1", HttpStatusCode.Forbidden)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:1", HttpStatusCode.OK)]
    [InlineData("[::1]:8090", HttpStatusCode.OK)]
    public async Task A_name_of_somebody_elses_is_not_answered_to(string host, HttpStatusCode status)
    {
        await using var served = await Served.StartAsync(runs.File);

        foreach (string path in new[] { "/", "/api/runs" })
            (await served.GetAsync(path, ("Host", host))).Status.ShouldBe(status, path);
    }

    [Theory, InlineData("POST"), InlineData("PUT"), InlineData("PATCH"), InlineData("DELETE"), InlineData("OPTIONS")]
    public async Task Nothing_can_be_written(string method)
    {
        await using var served = await Served.StartAsync(runs.File);

        foreach (string path in new[] { "/", "/api/runs", $"/api/runs/{runs.First}", "/sign-in", "/files/none.js" })
        {
            var answer = await served.SendAsync(new(method), path, null);
            answer.Status.ShouldBe(HttpStatusCode.MethodNotAllowed, path);
            answer.Header("Allow").ShouldBe("GET, HEAD");
        }
    }

    [Theory, InlineData("0.0.0.0"), InlineData("::"), InlineData("192.0.2.1")]
    public async Task Other_machines_need_a_token(string host)
    {
        var refusal = await Should.ThrowAsync<ArgumentException>(() => DashboardServer.StartAsync(new DashboardOptions(runs.File) { Host = host, Port = 0 }, CancellationToken.None));

        refusal.Message.ShouldContain("can be reached from other machines, so the dashboard needs a token");
    }

    [Theory]
    [InlineData("", "empty or holds a character that no header may carry")]
    [InlineData("planted-in-this-test-4711\n", "empty or holds a character that no header may carry")]
    [InlineData("short", "The token has 5 characters. Give at least 16")]
    public async Task A_token_that_protects_nothing_is_refused(string token, string message) =>
        (await Should.ThrowAsync<ArgumentException>(() => Served.StartAsync(runs.File, token))).Message.ShouldContain(message);

    [Fact]
    public async Task With_a_token_every_address_can_be_listened_at()
    {
        await using var server = await DashboardServer.StartAsync(new DashboardOptions(runs.File) { Host = "0.0.0.0", Port = 0, Token = Token }, CancellationToken.None);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new($"http://127.0.0.1:{server.Address.Port}") };

        async Task<HttpStatusCode> AskAsync(string host)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/runs");
            request.Headers.Host = host;
            request.Headers.Authorization = new("Bearer", Token);
            using var response = await http.SendAsync(request);
            return response.StatusCode;
        }

        (await AskAsync("192.0.2.7")).ShouldBe(HttpStatusCode.OK, "any of the machine's addresses may be asked for");
        (await AskAsync(Dns.GetHostName())).ShouldBe(HttpStatusCode.OK);
        (await AskAsync("evil.example")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer planted-in-this-test-4712")]
    [InlineData("Bearer planted")]
    [InlineData("Basic planted-in-this-test-4711")]
    public async Task Without_the_token_nobody_reads(string? authorization)
    {
        await using var served = await Served.StartAsync(runs.File, Token);
        (string, string)[] headers = authorization is null ? [] : [("Authorization", authorization)];

        foreach (string path in new[] { "/api/store", "/api/runs", $"/api/runs/{runs.First}", $"/api/runs/{runs.First}/configurations/{new string('0', 32)}", "/nothing" })
        {
            var answer = await served.GetAsync(path, headers);
            answer.Status.ShouldBe(HttpStatusCode.Unauthorized, path);
            answer.Error.GetProperty("code").GetString().ShouldBe("unauthorized");
            answer.Header("WWW-Authenticate").ShouldBe("Bearer");
            answer.Text.ShouldNotContain(Token);
        }

        var form = await served.GetAsync("/", headers);
        form.Status.ShouldBe(HttpStatusCode.Unauthorized);
        form.Text.ShouldContain("<form method=\"post\" action=\"/sign-in\">");
        form.Text.ShouldNotContain("<script");
        form.Text.ShouldNotContain(runs.First);
    }

    [Fact]
    public async Task Programs_come_by_a_header_and_people_by_a_form()
    {
        await using var served = await Served.StartAsync(runs.File, Token);
        (await served.GetAsync("/api/runs", ("Authorization", $"Bearer {Token}"))).Status.ShouldBe(HttpStatusCode.OK);
        string origin = served.Server.Address.GetLeftPart(UriPartial.Authority);

        var signed = await SignInAsync(served, Token, ("Origin", origin), ("Sec-Fetch-Site", "same-origin"));

        signed.Status.ShouldBe(HttpStatusCode.SeeOther);
        signed.Header("Location").ShouldBe("/");
        string cookie = signed.Header("Set-Cookie");
        cookie.ShouldContain("; httponly", Case.Insensitive);
        cookie.ShouldContain("; samesite=strict", Case.Insensitive);
        cookie.ShouldNotContain(Token);
        string session = cookie.Split(';')[0];
        (await served.GetAsync("/api/runs", ("Cookie", session))).Status.ShouldBe(HttpStatusCode.OK);
        (await served.GetAsync("/", ("Cookie", session))).Status.ShouldBe(HttpStatusCode.OK);
        (await served.GetAsync("/api/runs", ("Cookie", $"{session}0"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await served.GetAsync("/api/runs", ("Cookie", $"{session.Split('=')[0]}={Token}"))).Status.ShouldBe(HttpStatusCode.Unauthorized);

        // The session is this server's.
        await using var other = await Served.StartAsync(runs.File, Token);
        (await other.GetAsync("/api/runs", ("Cookie", session))).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_form_that_another_site_sends_is_not_taken()
    {
        await using var served = await Served.StartAsync(runs.File, Token);
        string origin = served.Server.Address.GetLeftPart(UriPartial.Authority);

        foreach (var headers in ((string, string)[][])[[], [("Origin", "http://evil.example")], [("Origin", "null")], [("Origin", origin), ("Sec-Fetch-Site", "cross-site")]])
        {
            var answer = await SignInAsync(served, Token, headers);
            answer.Status.ShouldBe(HttpStatusCode.Forbidden);
            answer.Headers.Keys.ShouldNotContain("Set-Cookie");
        }

        var wrong = await SignInAsync(served, "planted-in-this-test-4712", ("Origin", origin));
        wrong.Status.ShouldBe(HttpStatusCode.Unauthorized);
        wrong.Text.ShouldContain("This is not the token of this dashboard.");
        wrong.Headers.Keys.ShouldNotContain("Set-Cookie");
        (await SignInAsync(served, new string('x', 10_000), ("Origin", origin))).Status.ShouldBe(HttpStatusCode.BadRequest);
        using var json = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        (await served.SendAsync(HttpMethod.Post, "/sign-in", json, ("Origin", origin))).Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task The_log_holds_no_token_and_no_query()
    {
        using var log = new Log();
        using var loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        var options = new DashboardOptions(runs.File) { Port = 0, Token = Token };
        await using (var served = await Served.StartAsync(options, loggers))
        {
            await served.GetAsync($"/api/runs/{runs.First}/trajectories?text=planted-text", ("Authorization", $"Bearer {Token}"));
            await served.GetAsync("/planted-path", ("Authorization", $"Bearer {Token}"));
            await SignInAsync(served, Token, ("Origin", served.Server.Address.GetLeftPart(UriPartial.Authority)));
        }

        string text = log.ToString();
        text.ShouldContain("GET /api/runs/{run}/trajectories 200 in");
        text.ShouldContain("POST /sign-in 303 in");
        text.ShouldNotContain("planted");
        options.ToString().ShouldNotContain(Token);
    }

    private static async Task<Answer> SignInAsync(Served served, string token, params (string, string)[] headers)
    {
        using var form = new FormUrlEncodedContent([new("token", token)]);
        return await served.SendAsync(HttpMethod.Post, "/sign-in", form, headers);
    }

    private sealed class Log : ILoggerProvider, ILogger
    {
        private readonly System.Text.StringBuilder _text = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_text)
                _text.AppendLine($"{formatter(state, exception)} {exception}");
        }

        public void Dispose()
        {
        }

        public override string ToString()
        {
            lock (_text)
                return _text.ToString();
        }
    }
}
