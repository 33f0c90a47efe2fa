using Microsoft.Extensions.AI;
using static Optimas.Providers.Tests.Answers;

namespace Optimas.Providers.Tests;

public sealed class ConcurrencyTests
{
    private const int Callers = 1_000;

    [Fact]
    public async Task A_thousand_concurrent_requests_answer_to_the_right_callers()
    {
        // Every reply is held back until all requests are there, then sent in reverse order of arrival; some fail once first.
        var all = new TaskCompletionSource();
        int waiting = 0;
        await using var server = await ModelServer.StartAsync(async (context, request) =>
        {
            int position = Interlocked.Increment(ref waiting);
            if (position == Callers)
                all.TrySetResult();
            await all.Task.WaitAsync(TimeSpan.FromSeconds(30));
            await Task.Delay((Callers - Math.Min(position, Callers)) / 10);
            if (position <= Callers && position % 10 == 0)
                await context.AnswerAsync(Error("Not now."), 503);
            else
                await context.AnswerAsync(Completion($"echo {request.UserText}", request.Body.GetProperty("model").GetString()!));
        });
        using var client = new OpenAICompatibleChatClient(server.Options with { Timeout = TimeSpan.FromMinutes(1) });

        var replies = await Task.WhenAll(Enumerable.Range(0, Callers).Select(async number =>
            (Number: number, Reply: await client.GetResponseAsync($"caller {number}", new ChatOptions { ModelId = $"model-{number}" }))));

        replies.ShouldAllBe(entry => entry.Reply.Text == $"echo caller {entry.Number}" && entry.Reply.ModelId == $"model-{entry.Number}");
        server.Requests.Count.ShouldBe(Callers + (Callers / 10));
    }

    [Fact]
    public async Task Concurrent_failures_name_their_own_model_and_streams_do_not_mix()
    {
        await using var server = await ModelServer.StartAsync((context, request) =>
        {
            string model = request.Body.GetProperty("model").GetString()!;
            return int.Parse(model.AsSpan("model-".Length)) % 2 == 0
                ? context.AnswerAsync("{\"choices\":[", 200)
                : context.StreamAsync(TextChunk(model), TextChunk($" {model}"), Chunk(new { }, "stop"), Done);
        });
        using var client = new OpenAICompatibleChatClient(server.Options);

        await Task.WhenAll(Enumerable.Range(0, 200).Select(async number =>
        {
            var options = new ChatOptions { ModelId = $"model-{number}" };
            if (number % 2 == 0)
            {
                var failure = await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("hi", options));
                failure.Message.ShouldContain($"'model-{number}'");
            }
            else
            {
                var response = await client.GetStreamingResponseAsync("hi", options).ToChatResponseAsync();
                response.Text.ShouldBe($"model-{number} model-{number}");
            }
        }));
    }
}
