using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using static Optimas.Providers.Tests.Answers;

namespace Optimas.Providers.Tests;

public sealed class FailureTests
{
    [Theory]
    [InlineData(400, "context_length_exceeded")]
    [InlineData(401, "invalid_api_key")]
    [InlineData(403, "forbidden")]
    [InlineData(404, "model_not_found")]
    [InlineData(422, "unprocessable")]
    [InlineData(501, "not_implemented")]
    public async Task Errors_of_the_caller_are_not_retried(int status, string code)
    {
        await using var server = await ModelServer.StartAsync(Error("That won't do.", code), status);
        using var client = new OpenAICompatibleChatClient(server.Options);

        var failure = await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("hi"));

        server.Requests.Count.ShouldBe(1);
        ((int?)failure.StatusCode).ShouldBe(status);
        failure.ErrorCode.ShouldBe(code);
        failure.IsTransient.ShouldBeFalse();
        failure.Message.ShouldContain("That won't do");
        failure.Message.ShouldContain("test-model");
        failure.Message.ShouldContain(server.Address.Authority);
    }

    [Fact]
    public async Task Blind_retries_of_programming_errors_do_not_happen_nor_are_they_disguised()
    {
        await using var server = await ModelServer.StartAsync(Completion("ok"));
        using var client = new OpenAICompatibleChatClient(server.Options);

        await Should.ThrowAsync<ArgumentNullException>(() => client.GetResponseAsync((IEnumerable<ChatMessage>)null!));
        await Should.ThrowAsync<DivideByZeroException>(() => client.GetResponseAsync(
            "hi", new ChatOptions { RawRepresentationFactory = _ => throw new DivideByZeroException() }));

        server.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Errors_of_a_moment_are_retried(int status)
    {
        await using var server = await ModelServer.StartAsync((context, request) =>
            request.Number < 3 ? context.AnswerAsync(Error("Not now."), status) : context.AnswerAsync(Completion("ok")));
        using var client = new OpenAICompatibleChatClient(server.Options);

        (await client.GetResponseAsync("hi")).Text.ShouldBe("ok");

        server.Requests.Count.ShouldBe(3);
        server.Requests.ShouldAllBe(request => request.UserText == "hi");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Retries_end_in_a_typed_error(int retries)
    {
        await using var server = await ModelServer.StartAsync("Internal trouble", 500);
        using var client = new OpenAICompatibleChatClient(server.Options with { MaxRetries = retries });

        var failure = await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("hi"));

        server.Requests.Count.ShouldBe(1 + retries);
        failure.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        failure.IsTransient.ShouldBeTrue();
        failure.Message.ShouldContain("Internal trouble");
    }

    [Fact]
    public async Task Waits_between_retries_double()
    {
        var arrivals = new List<long>();
        await using var server = await ModelServer.StartAsync((context, request) =>
        {
            arrivals.Add(Stopwatch.GetTimestamp());
            return context.AnswerAsync(Error("Not now."), 503);
        });
        using var client = new OpenAICompatibleChatClient(
            server.Options with { MaxRetries = 3, RetryDelay = TimeSpan.FromMilliseconds(60) });

        await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("hi"));

        double[] waits = [.. arrivals.Zip(arrivals.Skip(1), (one, next) => Stopwatch.GetElapsedTime(one, next).TotalMilliseconds)];
        waits.Length.ShouldBe(3);
        waits[0].ShouldBeGreaterThanOrEqualTo(55);
        waits[1].ShouldBeGreaterThanOrEqualTo(115);
        waits[2].ShouldBeGreaterThanOrEqualTo(235);
    }

    [Theory]
    [InlineData("Retry-After", "1", 1.0)]
    [InlineData("retry-after-ms", "300", 0.3)]
    public async Task Retry_After_is_heeded(string header, string value, double seconds)
    {
        var arrivals = new List<long>();
        await using var server = await ModelServer.StartAsync((context, request) =>
        {
            arrivals.Add(Stopwatch.GetTimestamp());
            if (request.Number > 1)
                return context.AnswerAsync(Completion("ok"));
            context.Response.Headers[header] = value;
            return context.AnswerAsync(Error("Slow down."), 429);
        });
        using var client = new OpenAICompatibleChatClient(server.Options);

        (await client.GetResponseAsync("hi")).Text.ShouldBe("ok");

        Stopwatch.GetElapsedTime(arrivals[0], arrivals[1]).TotalSeconds.ShouldBeInRange(seconds - 0.05, seconds + 10);
    }

    [Fact]
    public async Task Retry_After_as_a_date_is_heeded()
    {
        DateTimeOffset until = default, again = default;
        await using var server = await ModelServer.StartAsync((context, request) =>
        {
            if (request.Number > 1)
            {
                again = DateTimeOffset.UtcNow;
                return context.AnswerAsync(Completion("ok"));
            }

            // The date has whole seconds.
            until = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 2);
            context.Response.Headers.RetryAfter = until.ToString("R", CultureInfo.InvariantCulture);
            return context.AnswerAsync(Error("Slow down."), 429);
        });
        using var client = new OpenAICompatibleChatClient(server.Options);

        (await client.GetResponseAsync("hi")).Text.ShouldBe("ok");

        (again - until).TotalSeconds.ShouldBeInRange(-0.05, 10);
    }

    [Fact]
    public async Task Retry_After_reaches_the_caller()
    {
        await using var server = await ModelServer.StartAsync((context, _) =>
        {
            context.Response.Headers.RetryAfter = "7";
            return context.AnswerAsync(Error("Slow down.", "rate_limit_exceeded"), 429);
        });
        using var client = new OpenAICompatibleChatClient(server.Options with { MaxRetries = 0 });

        var failure = await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("hi"));

        failure.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        failure.RetryAfter.ShouldBe(TimeSpan.FromSeconds(7));
        failure.IsTransient.ShouldBeTrue();
        failure.Message.ShouldContain("wait 7 s");
    }

    [Fact]
    public async Task A_wait_over_a_minute_is_the_callers_to_decide_on()
    {
        await using var server = await ModelServer.StartAsync((context, _) =>
        {
            context.Response.Headers.RetryAfter = DateTimeOffset.UtcNow.AddHours(1).ToString("R", CultureInfo.InvariantCulture);
            return context.AnswerAsync(Error("Come back later."), 429);
        });
        using var client = new OpenAICompatibleChatClient(server.Options);

        var failure = await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("hi"));

        server.Requests.Count.ShouldBe(1);
        failure.RetryAfter!.Value.TotalMinutes.ShouldBeInRange(59, 60);
    }

    [Theory]
    [InlineData("-5", 0.0)]
    [InlineData("Thu, 01 Jan 1970 00:00:00 GMT", 0.0)]
    [InlineData("1e300", 31_536_000.0)]
    [InlineData("soon", null)]
    [InlineData("NaN", null)]
    public async Task Odd_values_of_Retry_After_do_no_harm(string value, double? seconds)
    {
        await using var server = await ModelServer.StartAsync((context, _) =>
        {
            context.Response.Headers.RetryAfter = value;
            return context.AnswerAsync(Error("Slow down."), 429);
        });
        using var client = new OpenAICompatibleChatClient(server.Options with { MaxRetries = 0 });

        var failure = await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("hi"));

        (failure.RetryAfter?.TotalSeconds).ShouldBe(seconds);
    }

    [Fact]
    public async Task A_quota_that_is_used_up_is_not_transient()
    {
        await using var server = await ModelServer.StartAsync(Error("You exceeded your current quota.", "insufficient_quota"), 429);
        using var client = new OpenAICompatibleChatClient(server.Options with { MaxRetries = 0 });

        (await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("hi"))).IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task A_slow_reply_is_a_timeout_and_not_retried()
    {
        await using var server = await ModelServer.StartAsync((context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var client = new OpenAICompatibleChatClient(server.Options with { Timeout = TimeSpan.FromMilliseconds(200) });
        var watch = Stopwatch.StartNew();

        var failure = await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("hi"));

        watch.Elapsed.TotalSeconds.ShouldBeInRange(0.15, 5);
        server.Requests.Count.ShouldBe(1);
        failure.IsTransient.ShouldBeTrue();
        failure.StatusCode.ShouldBeNull();
        failure.Message.ShouldContain("within 00:00:00.2");
    }

    [Fact]
    public async Task A_timeout_of_the_callers_own_HttpClient_is_named_as_such()
    {
        await using var server = await ModelServer.StartAsync((context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var http = new HttpClient { Timeout = TimeSpan.FromMilliseconds(200) };
        using var client = new OpenAICompatibleChatClient(server.Options with { HttpClient = http });

        var failure = await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("hi"));

        failure.Message.ShouldContain("HttpClient's own timeout");
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_body_that_stalls_is_a_timeout()
    {
        await using var server = await ModelServer.StartAsync(async (context, _) =>
        {
            await context.Response.WriteAsync("{\"id\":");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var client = new OpenAICompatibleChatClient(server.Options with { Timeout = TimeSpan.FromMilliseconds(200) });

        (await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("hi"))).Message.ShouldContain("within");
    }

    [Fact]
    public async Task A_refused_connection_is_retried_then_a_typed_error()
    {
        using var reserved = new TcpListener(IPAddress.Loopback, 0);
        reserved.Start();
        int port = ((IPEndPoint)reserved.LocalEndpoint).Port;
        reserved.Stop();
        var attempts = new AttemptCounter();
        using var http = new HttpClient(attempts);
        using var client = new OpenAICompatibleChatClient(new()
        {
            Model = "test-model",
            Endpoint = new($"http://127.0.0.1:{port}"),
            RetryDelay = TimeSpan.FromMilliseconds(1),
            HttpClient = http,
        });

        var failure = await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("hi"));

        attempts.Count.ShouldBe(3);
        failure.IsTransient.ShouldBeTrue();
        failure.Message.ShouldContain("No connection");
        failure.Message.ShouldContain($"127.0.0.1:{port}");
    }

    [Fact]
    public async Task A_server_that_speaks_no_TLS_is_not_asked_again()
    {
        await using var server = await ModelServer.StartAsync(Completion("ok"));
        var attempts = new AttemptCounter();
        using var http = new HttpClient(attempts);
        using var client = new OpenAICompatibleChatClient(
            server.Options with { Endpoint = new($"https://{server.Address.Authority}"), HttpClient = http });

        var failure = await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("hi"));

        attempts.Count.ShouldBe(1);
        failure.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task A_connection_closed_without_an_answer_is_retried_then_a_typed_error()
    {
        await using var server = await ModelServer.StartAsync((context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        using var client = new OpenAICompatibleChatClient(server.Options);

        var failure = await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("hi"));

        server.Requests.Count.ShouldBe(3);
        failure.IsTransient.ShouldBeTrue();
        failure.Message.ShouldContain("was lost before");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"choices\":[")]
    [InlineData("<html><body>Welcome to nginx!</body></html>")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"choices\":[]}")]
    [InlineData("{\"choices\":[{}]}")]
    [InlineData("{\"choices\":[{\"index\":0,\"message\":\"hello\"}]}")]
    [InlineData("{\"choices\":\"hello\"}")]
    public async Task A_malformed_reply_is_a_typed_error_and_not_retried(string body)
    {
        await using var server = await ModelServer.StartAsync(body);
        using var client = new OpenAICompatibleChatClient(server.Options);

        var failure = await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("hi"));

        server.Requests.Count.ShouldBe(1);
        failure.Message.ShouldContain("malformed");
        failure.Message.ShouldContain("Endpoint");
        failure.IsTransient.ShouldBeFalse();
    }

    [Theory]
    [InlineData("{\"error\":{\"message\":\"no such model\",\"code\":\"model_not_found\"}}", "model_not_found")]
    [InlineData("{\"error\":\"no such model\"}", null)]
    public async Task An_error_with_status_200_is_an_error(string body, string? code)
    {
        await using var server = await ModelServer.StartAsync(body);
        using var client = new OpenAICompatibleChatClient(server.Options);

        var failure = await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("hi"));

        failure.Message.ShouldContain("no such model");
        failure.ErrorCode.ShouldBe(code);
    }

    [Theory]
    [InlineData("{\"error\":{\"message\":\"first\"}}", "first")]
    [InlineData("{\"error\":\"second\"}", "second")]
    [InlineData("{\"message\":\"third\"}", "third")]
    [InlineData("{\"detail\":[{\"msg\":\"fourth\"}]}", "fourth")]
    [InlineData("fifth", "fifth")]
    [InlineData("\"sixth\"", "sixth")]
    public async Task Every_shape_of_error_is_read(string body, string said)
    {
        await using var server = await ModelServer.StartAsync(body, 400);
        using var client = new OpenAICompatibleChatClient(server.Options);

        (await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("hi"))).Message.ShouldContain(said);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_but_shown()
    {
        await using var server = await ModelServer.StartAsync((context, _) =>
        {
            context.Response.Headers.Location = "https://models.example/v1";
            return context.AnswerAsync("", 301);
        });
        using var client = new OpenAICompatibleChatClient(server.Options);

        var failure = await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("hi"));

        failure.Message.ShouldContain("https://models.example/v1");
        failure.IsTransient.ShouldBeFalse();
    }

    private sealed class AttemptCounter() : DelegatingHandler(new SocketsHttpHandler())
    {
        public int Count { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Count++;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
