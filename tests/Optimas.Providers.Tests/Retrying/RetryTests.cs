using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.AI;
using static Optimas.Providers.Tests.Answers;

namespace Optimas.Providers.Tests.Retrying;

public sealed class RetryTests
{
    private static readonly RetryOptions s_quick = new() { Delay = TimeSpan.FromMilliseconds(2), MaxDelay = TimeSpan.FromMilliseconds(20) };

    [Theory]
    [InlineData(false, 408)]
    [InlineData(false, 429)]
    [InlineData(false, 500)]
    [InlineData(false, 503)]
    [InlineData(false, 529)]
    [InlineData(true, 429)]
    [InlineData(true, 503)]
    public async Task What_a_moment_may_mend_is_tried_again_and_only_here(bool streaming, int status)
    {
        await using var server = await ModelServer.StartAsync((context, request) =>
            request.Number < 4 ? context.AnswerAsync(Error("Not now."), status) : context.AnswerAsync(request, "at last"));
        // The inner client would retry by itself, and find the fourth answer within one try of the outer one.
        using var client = new RetryChatClient(new OpenAICompatibleChatClient(server.Options with { MaxRetries = 10 }), s_quick with { MaxRetries = 3 });

        (await client.AskAsync(streaming, "hi")).Text.ShouldBe("at last");
        server.Requests.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tries_end_with_the_last_failure_and_not_those_of_the_client_inside_on_top(bool streaming)
    {
        await using var server = await ModelServer.StartAsync(Error("Down."), 503);
        using var client = new RetryChatClient(new OpenAICompatibleChatClient(server.Options with { MaxRetries = 10 }), s_quick with { MaxRetries = 2 });

        (await Should.ThrowAsync<ProviderException>(() => client.AskAsync(streaming, "hi"))).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        server.Requests.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(422)]
    [InlineData(501)]
    public async Task What_stays_wrong_is_not_tried_again(int status)
    {
        await using var server = await ModelServer.StartAsync(Error("No."), status);
        using var client = new RetryChatClient(new OpenAICompatibleChatClient(server.Options), s_quick);

        await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("hi"));
        server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(typeof(ArgumentException))]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(NullReferenceException))]
    [InlineData(typeof(NotSupportedException))]
    [InlineData(typeof(FileNotFoundException))]
    [InlineData(typeof(TaskCanceledException))]
    public async Task Mistakes_and_foreign_cancellations_are_not_tried_again(Type type)
    {
        using var inner = new ScriptedClient((_, _) => throw (Exception)Activator.CreateInstance(type)!);
        using var client = new RetryChatClient(inner, s_quick);

        (await Should.ThrowAsync<Exception>(() => client.GetResponseAsync("hi"))).ShouldBeOfType(type);
        inner.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Lost_connections_and_timeouts_of_any_client_are_tried_again()
    {
        using var inner = new ScriptedClient((call, _) => call switch
        {
            1 => throw new HttpRequestException(HttpRequestError.ConnectionError),
            2 => throw new IOException("reset"),
            3 => throw new TaskCanceledException("timeout", new TimeoutException()),
            4 => throw new HttpRequestException("Busy", null, HttpStatusCode.TooManyRequests),
            _ => Task.FromResult("there"),
        });
        using var client = new RetryChatClient(inner, s_quick);

        (await client.GetResponseAsync("hi")).Text.ShouldBe("there");
        inner.Calls.ShouldBe(5);
    }

    [Fact]
    public async Task A_timeout_of_the_server_is_tried_again()
    {
        await using var server = await ModelServer.StartAsync((context, request) =>
            request.Number == 1 ? Task.Delay(-1, context.RequestAborted) : context.AnswerAsync(request, "awake"));
        using var client = new RetryChatClient(new OpenAICompatibleChatClient(server.Options with { Timeout = TimeSpan.FromSeconds(1) }), s_quick);

        (await client.GetResponseAsync("hi")).Text.ShouldBe("awake");
    }

    [Fact]
    public async Task The_wait_that_the_server_asks_for_is_kept()
    {
        await using var server = await ModelServer.StartAsync((context, request) =>
        {
            if (request.Number > 1)
                return context.AnswerAsync(request, "hi");
            context.Response.Headers["retry-after-ms"] = "300";
            return context.AnswerAsync(Error("Slow down."), 429);
        });
        using var client = new RetryChatClient(new OpenAICompatibleChatClient(server.Options), s_quick);
        var watch = Stopwatch.StartNew();

        await client.GetResponseAsync("hi");

        watch.ElapsedMilliseconds.ShouldBeGreaterThanOrEqualTo(290);
    }

    [Fact]
    public async Task A_wait_beyond_the_total_time_is_not_begun()
    {
        await using var server = await ModelServer.StartAsync((context, _) =>
        {
            context.Response.Headers.RetryAfter = "60";
            return context.AnswerAsync(Error("Slow down."), 429);
        });
        using var client = new RetryChatClient(new OpenAICompatibleChatClient(server.Options), s_quick with { TotalTime = TimeSpan.FromSeconds(20) });
        var watch = Stopwatch.StartNew();

        (await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("hi"))).RetryAfter.ShouldBe(TimeSpan.FromSeconds(60));
        watch.ElapsedMilliseconds.ShouldBeLessThan(10_000);
        server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_total_time_bounds_tries_that_hang(bool streaming)
    {
        await using var server = await ModelServer.StartAsync((context, request) =>
            request.Number == 1 ? context.AnswerAsync(Error("Busy."), 503) : Task.Delay(-1, context.RequestAborted));
        using var client = new RetryChatClient(new OpenAICompatibleChatClient(server.Options), s_quick with { TotalTime = TimeSpan.FromSeconds(2) });

        var failure = await Should.ThrowAsync<TimeoutException>(() => client.AskAsync(streaming, "hi"));

        failure.Message.ShouldContain("in 2 tries");
        failure.Message.ShouldContain("Busy");
        failure.InnerException.ShouldBeOfType<ProviderException>();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancelling_ends_tries_and_waits(bool streaming)
    {
        await using var server = await ModelServer.StartAsync(Error("Busy."), 503);
        using var client = new RetryChatClient(
            new OpenAICompatibleChatClient(server.Options), new() { Delay = TimeSpan.FromSeconds(30), TotalTime = TimeSpan.FromMinutes(5) });
        using var cancelling = new CancellationTokenSource();

        var call = client.AskAsync(streaming, "hi", cancellationToken: cancelling.Token);
        await Calls.UntilAsync(() => server.Requests.Count == 1);
        await cancelling.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call);
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_stream_that_has_begun_is_not_tried_again_and_may_outlast_the_total_time()
    {
        await using var server = await ModelServer.StartAsync(async (context, request) =>
        {
            await context.StreamAsync(TextChunk("one"));
            await Task.Delay(1400);
            if (request.Number == 1)
                await context.StreamAsync(TextChunk("two"), Chunk(new { }, "stop"), Done);
            else
                context.Abort();
        });
        using var client = new RetryChatClient(new OpenAICompatibleChatClient(server.Options), s_quick with { TotalTime = TimeSpan.FromSeconds(1) });

        (await client.AskAsync(streaming: true, "hi")).Text.ShouldBe("onetwo");
        (await Should.ThrowAsync<ProviderException>(() => client.AskAsync(streaming: true, "hi"))).IsTransient.ShouldBeTrue();
        server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_stream_that_has_begun_can_still_be_cancelled()
    {
        await using var server = await ModelServer.StartAsync(async (context, _) =>
        {
            await context.StreamAsync(TextChunk("one"));
            await Task.Delay(-1, context.RequestAborted);
        });
        using var client = new RetryChatClient(new OpenAICompatibleChatClient(server.Options), s_quick);
        using var cancelling = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in client.GetStreamingResponseAsync("hi", cancellationToken: cancelling.Token))
                await cancelling.CancelAsync();
        });
    }

    [Fact]
    public async Task No_retries_is_one_try()
    {
        await using var server = await ModelServer.StartAsync(Error("Down."), 503);
        using var client = new RetryChatClient(new OpenAICompatibleChatClient(server.Options), s_quick with { MaxRetries = 0 });

        await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("hi"));
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        using var inner = new ScriptedClient((_, _) => Task.FromResult(""));
        Refused(s_quick with { MaxRetries = -1 }).ShouldContain("MaxRetries is -1");
        Refused(s_quick with { Delay = TimeSpan.Zero }).ShouldContain("Delay is 00:00:00");
        Refused(s_quick with { MaxDelay = TimeSpan.FromMilliseconds(1) }).ShouldContain("MaxDelay is");
        Refused(s_quick with { TotalTime = TimeSpan.Zero }).ShouldContain("TotalTime is 00:00:00");

        string Refused(RetryOptions options) => Should.Throw<ArgumentException>(() => new RetryChatClient(inner, options)).Message;
    }
}
