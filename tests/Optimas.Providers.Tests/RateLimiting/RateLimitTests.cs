using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.AI;
using static Optimas.Providers.Tests.Answers;

namespace Optimas.Providers.Tests.RateLimiting;

public sealed class RateLimitTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_stretch_of_time_sees_more_requests_than_allowed(bool streaming)
    {
        const int Limit = 5;
        var per = TimeSpan.FromMilliseconds(300);
        var times = new ConcurrentQueue<long>();
        using var limiter = new FairRateLimiter(new() { Requests = Limit, Per = per });
        using var inner = new ScriptedClient((_, _) =>
        {
            times.Enqueue(Stopwatch.GetTimestamp());
            return Task.FromResult("hi");
        });
        using var client = new RateLimitChatClient(inner, limiter);

        // The first call of all is slow, whatever the limit.
        using (var warm = new FairRateLimiter(new() { Requests = Limit, Per = per }))
            await new RateLimitChatClient(inner, warm).AskAsync(streaming, "hi");
        times.Clear();
        await Task.WhenAll(Enumerable.Range(0, 18).Select(_ => client.AskAsync(streaming, "hi")));

        long[] sent = [.. times.Order()];
        sent.Length.ShouldBe(18);
        // What is measured is a little after what was let through, sometimes more.
        for (int i = Limit; i < sent.Length; i++)
            Stopwatch.GetElapsedTime(sent[i - Limit], sent[i]).ShouldBeGreaterThan(per * 0.7);
    }

    [Fact]
    public async Task Callers_take_turns()
    {
        var order = new ConcurrentQueue<string>();
        using var limiter = new FairRateLimiter(new() { Requests = 1, Per = TimeSpan.FromMilliseconds(30) });
        using var inner = new ScriptedClient((_, _) => Task.FromResult("hi"));
        using var client = new RateLimitChatClient(new Ordered(inner, order), limiter);

        var calls = Enumerable.Range(0, 12).Select(_ => client.GetResponseAsync("hi", Calls.By("greedy"))).ToList();
        calls.AddRange(Enumerable.Range(0, 3).Select(_ => client.GetResponseAsync("hi", Calls.By("modest"))));
        calls.Add(client.GetResponseAsync("hi", Calls.By("shy")));
        await Task.WhenAll(calls);

        string[] sent = [.. order];
        sent.Length.ShouldBe(16);
        // One went at once; then the three alternate.
        Array.LastIndexOf(sent, "modest").ShouldBeLessThan(9);
        Array.IndexOf(sent, "shy").ShouldBeLessThan(4);
    }

    [Fact]
    public async Task Cancelling_frees_the_place()
    {
        using var limiter = new FairRateLimiter(new() { Requests = 1, Per = TimeSpan.FromMilliseconds(400) });
        using var inner = new ScriptedClient((_, _) => Task.FromResult("hi"));
        using var client = new RateLimitChatClient(inner, limiter);
        using var cancelling = new CancellationTokenSource();

        await client.GetResponseAsync("first");
        var waiting = Enumerable.Range(0, 20).Select(_ => client.GetResponseAsync("hi", cancellationToken: cancelling.Token)).ToArray();
        var last = client.GetResponseAsync("last");
        limiter.Waiting.ShouldBe(21);
        await cancelling.CancelAsync();
        limiter.Waiting.ShouldBe(1);

        foreach (var call in waiting)
            await Should.ThrowAsync<OperationCanceledException>(() => call);
        await last.WaitAsync(TimeSpan.FromSeconds(5));
        inner.Calls.ShouldBe(2);
        limiter.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Tokens_are_limited_by_what_replies_say_that_they_used()
    {
        // Each call uses 16 tokens, of which 2 to 3 can be told before.
        var per = TimeSpan.FromMilliseconds(400);
        await using var server = await ModelServer.StartAsync(Completion("hi"));
        using var limiter = new FairRateLimiter(new() { Tokens = 40, Per = per });
        using var client = new RateLimitChatClient(new OpenAICompatibleChatClient(server.Options), limiter);
        var watch = Stopwatch.StartNew();

        for (int i = 0; i < 12; i++)
            await client.GetResponseAsync("hi");

        // 192 tokens at 40 a stretch: the first 40 at once, and nearly four stretches for the rest.
        watch.Elapsed.ShouldBeGreaterThan(per * 2.5);
    }

    [Fact]
    public async Task A_request_that_could_never_go_is_refused_at_once()
    {
        using var limiter = new FairRateLimiter(new() { Tokens = 10 });
        using var inner = new ScriptedClient((_, _) => Task.FromResult("hi"));
        using var client = new RateLimitChatClient(inner, limiter);

        (await Should.ThrowAsync<InvalidOperationException>(() => client.GetResponseAsync(new string('x', 100), Calls.By("writer"))))
            .Message.ShouldContain("A request of 'writer' has about 29 tokens, more than the 10");
        inner.Calls.ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Everyone_waits_as_long_as_the_server_asks(bool streaming)
    {
        await using var server = await ModelServer.StartAsync((context, request) =>
        {
            if (request.Number > 1)
                return context.AnswerAsync(request, "hi");
            context.Response.Headers["retry-after-ms"] = "400";
            return context.AnswerAsync(Error("Slow down."), 429);
        });
        using var limiter = new FairRateLimiter(new() { Requests = 1000 });
        using var client = new RateLimitChatClient(new OpenAICompatibleChatClient(server.Options with { MaxRetries = 0 }), limiter);

        await Should.ThrowAsync<ProviderException>(() => client.AskAsync(streaming, "hi"));
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => client.AskAsync(streaming, "hi")));

        watch.ElapsedMilliseconds.ShouldBeGreaterThan(300);
    }

    [Fact]
    public async Task A_disposed_limiter_lets_nobody_wait_for_ever()
    {
        var limiter = new FairRateLimiter(new() { Requests = 1 });
        using var inner = new ScriptedClient((_, _) => Task.FromResult("hi"));
        using var client = new RateLimitChatClient(inner, limiter);
        await client.GetResponseAsync("hi");
        var waiting = client.GetResponseAsync("hi");

        limiter.Dispose();

        await Should.ThrowAsync<ObjectDisposedException>(() => waiting);
        await Should.ThrowAsync<ObjectDisposedException>(() => client.GetResponseAsync("hi"));
    }

    [Fact]
    public async Task Many_callers_that_come_and_cancel_all_get_through_or_out()
    {
        using var limiter = new FairRateLimiter(new() { Requests = 40, Tokens = 100_000, Per = TimeSpan.FromMilliseconds(50) });
        using var inner = new ScriptedClient((_, _) => Task.FromResult("hi"));
        using var client = new RateLimitChatClient(inner, limiter);
        int cancelled = 0;

        await Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(async () =>
        {
            using var cancelling = new CancellationTokenSource();
            if (i % 4 == 0)
                cancelling.CancelAfter(i % 40);
            try
            {
                await client.AskAsync(i % 2 == 0, "hi", Calls.By($"caller {i % 7}"), cancelling.Token);
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref cancelled);
            }
        }))).WaitAsync(TimeSpan.FromSeconds(30));

        (inner.Calls + cancelled).ShouldBeInRange(400, 500);
        inner.Calls.ShouldBeGreaterThanOrEqualTo(300);
        limiter.Waiting.ShouldBe(0);
    }

    [Fact]
    public void Limits_out_of_range_are_refused_by_name()
    {
        Should.Throw<ArgumentException>(() => new FairRateLimiter(new() { Requests = 0 })).Message.ShouldContain("Requests is 0");
        Should.Throw<ArgumentException>(() => new FairRateLimiter(new() { Tokens = -1 })).Message.ShouldContain("Tokens is -1");
        Should.Throw<ArgumentException>(() => new FairRateLimiter(new() { Per = TimeSpan.Zero })).Message.ShouldContain("Per is 00:00:00");
    }

    private sealed class Ordered(IChatClient inner, ConcurrentQueue<string> order) : DelegatingChatClient(inner)
    {
        public override Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            order.Enqueue(Caller.Of(options));
            return base.GetResponseAsync(messages, options, cancellationToken);
        }
    }
}
