using System.Diagnostics;
using Microsoft.Extensions.AI;
using static Optimas.Providers.Tests.Answers;

namespace Optimas.Providers.Tests.Budgets;

public sealed class CallBudgetTests
{
    private static readonly PriceTable s_prices = PriceTable.Empty.With("test-model", new(Input: 1000, CachedInput: 1000, Output: 1000));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_end_of_the_calls_says_what_they_went_to(bool streaming)
    {
        await using var server = await ModelServer.StartAsync((context, request) => context.AnswerAsync(request, "hi"));
        var budget = new CallBudget(new() { Calls = 3 }, s_prices);
        using var client = new CallBudgetChatClient(new OpenAICompatibleChatClient(server.Options), budget);

        await client.AskAsync(streaming, "hi", Calls.By("writer"));
        await client.AskAsync(streaming, "hi", Calls.By("writer"));
        await client.AskAsync(streaming, "hi", Calls.By("proposer"));
        var end = await Should.ThrowAsync<CallBudgetException>(() => client.AskAsync(streaming, "hi", Calls.By("critic")));

        end.Message.ShouldBe(
            "The budget of 3 calls is spent: 3 calls, 48 tokens, $0.048. By whom: writer (2 calls, 32 tokens, $0.032); " +
            "proposer (1 calls, 16 tokens, $0.016). On: test-model. It ended at a call of 'critic' to 'test-model'. Raise CallLimits.Calls to go on.");
        end.Limit.ShouldBe("Calls");
        end.Caller.ShouldBe("critic");
        end.Spent.Total.Calls.ShouldBe(3);
        server.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Calls_at_the_same_time_never_pass_the_limit()
    {
        await using var server = await ModelServer.StartAsync((context, request) => context.AnswerAsync(request, "hi"));
        using var client = new CallBudgetChatClient(new OpenAICompatibleChatClient(server.Options), new(new() { Calls = 50 }));
        int refused = 0;

        await Task.WhenAll(Enumerable.Range(0, 120).Select(async i =>
        {
            try
            {
                await client.AskAsync(i % 2 == 0, "hi");
            }
            catch (CallBudgetException)
            {
                Interlocked.Increment(ref refused);
            }
        }));

        refused.ShouldBe(70);
        server.Requests.Count.ShouldBe(50);
    }

    [Theory]
    [InlineData("Tokens")]
    [InlineData("Dollars")]
    public async Task Tokens_and_dollars_end_it_at_most_a_call_late(string limit)
    {
        await using var server = await ModelServer.StartAsync(Completion("hi"));
        // 16 tokens, and 1.6 cents, a call.
        var budget = new CallBudget(limit == "Tokens" ? new() { Tokens = 100 } : new() { Dollars = 0.100m }, s_prices);
        using var client = new CallBudgetChatClient(new OpenAICompatibleChatClient(server.Options), budget);

        var end = await Should.ThrowAsync<CallBudgetException>(async () =>
        {
            for (int i = 0; i < 100; i++)
                await client.GetResponseAsync("hi");
        });

        end.Limit.ShouldBe(limit);
        end.Spent.Total.Tokens.ShouldBeInRange(100, 115);
        server.Requests.Count.ShouldBe(7);
    }

    [Fact]
    public async Task Calls_in_progress_are_reckoned_with()
    {
        var go = new TaskCompletionSource();
        await using var server = await ModelServer.StartAsync(async (context, request) =>
        {
            await go.Task;
            await context.AnswerAsync(request, "hi");
        });
        using var client = new CallBudgetChatClient(new OpenAICompatibleChatClient(server.Options), new(new() { Tokens = 300 }));
        var options = new ChatOptions { MaxOutputTokens = 100 };

        var calls = Enumerable.Range(0, 3).Select(_ => client.GetResponseAsync("hi", options)).ToArray();
        await Should.ThrowAsync<CallBudgetException>(() => client.GetResponseAsync("hi", options));
        go.SetResult();
        await Task.WhenAll(calls);

        // They used less than was set aside for them, so that something is left.
        await client.GetResponseAsync("hi", options);
    }

    [Fact]
    public async Task Dollars_cannot_be_limited_without_a_price()
    {
        using var inner = new ScriptedClient((_, _) => Task.FromResult("hi"));
        using var client = new CallBudgetChatClient(inner, new(new() { Dollars = 1 }));

        (await Should.ThrowAsync<InvalidOperationException>(() => client.GetResponseAsync("hi", new() { ModelId = "my-own" })))
            .Message.ShouldContain("no price for 'my-own'");
        inner.Calls.ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_end_of_the_time_cancels_what_hangs(bool streaming)
    {
        await using var server = await ModelServer.StartAsync((context, _) => Task.Delay(-1, context.RequestAborted));
        using var client = new CallBudgetChatClient(
            new OpenAICompatibleChatClient(server.Options), new(new() { Time = TimeSpan.FromMilliseconds(300) }));
        var watch = Stopwatch.StartNew();

        var end = await Should.ThrowAsync<CallBudgetException>(() => client.AskAsync(streaming, "hi", Calls.By("writer")));

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        end.Limit.ShouldBe("Time");
        end.Message.ShouldContain("at a call of 'writer'");
        (await Should.ThrowAsync<CallBudgetException>(() => client.AskAsync(streaming, "hi"))).Spent.Total.Failed.ShouldBe(1);
    }

    [Fact]
    public async Task Failures_and_cancellations_give_back_what_was_set_aside()
    {
        using var inner = new ScriptedClient(async (call, cancellationToken) =>
        {
            if (call % 2 == 0)
                await Task.Delay(-1, cancellationToken);
            throw new IOException();
        });
        using var client = new CallBudgetChatClient(inner, new(new() { Tokens = 1000 }));

        for (int i = 0; i < 20; i++)
        {
            using var cancelling = new CancellationTokenSource(20);
            await Should.ThrowAsync<Exception>(() => client.AskAsync(i % 3 == 0, "hi", new() { MaxOutputTokens = 900 }, cancelling.Token));
        }

        inner.Calls.ShouldBe(20);
    }

    [Fact]
    public void Limits_are_larger_than_zero() =>
        Should.Throw<ArgumentException>(() => new CallBudget(new() { Calls = 0 })).Message.ShouldContain("larger than zero");
}
