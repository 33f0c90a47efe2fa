using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using static Optimas.Providers.Tests.Answers;

namespace Optimas.Providers.Tests;

public sealed class CancellationTests
{
    [Fact]
    public async Task Before_the_call_nothing_is_sent()
    {
        await using var server = await ModelServer.StartAsync(Completion("ok"));
        using var client = new OpenAICompatibleChatClient(server.Options);
        using var embedder = new OpenAICompatibleEmbeddingGenerator(server.Options);
        var cancelled = new CancellationToken(canceled: true);

        await Should.ThrowAsync<OperationCanceledException>(() => client.GetResponseAsync("hi", cancellationToken: cancelled));
        await Should.ThrowAsync<OperationCanceledException>(
            () => client.GetStreamingResponseAsync("hi", cancellationToken: cancelled).ToListAsync(CancellationToken.None).AsTask());
        await Should.ThrowAsync<OperationCanceledException>(() => embedder.GenerateAsync(["hi"], cancellationToken: cancelled));

        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task During_the_call_the_caller_leaves_at_once_and_the_server_notices()
    {
        var arrived = new TaskCompletionSource();
        var abandoned = new TaskCompletionSource();
        await using var server = await ModelServer.StartAsync(async (context, _) =>
        {
            context.RequestAborted.Register(abandoned.SetResult);
            arrived.SetResult();
            await abandoned.Task;
        });
        using var client = new OpenAICompatibleChatClient(server.Options);
        using var source = new CancellationTokenSource();

        var call = client.GetResponseAsync("hi", cancellationToken: source.Token);
        await arrived.Task;
        await source.CancelAsync();

        var exception = await Should.ThrowAsync<OperationCanceledException>(call.WaitAsync(TimeSpan.FromSeconds(5)));
        exception.CancellationToken.ShouldBe(source.Token);
        await abandoned.Task.WaitAsync(TimeSpan.FromSeconds(5));
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task While_waiting_to_retry_the_wait_ends()
    {
        var refused = new TaskCompletionSource();
        await using var server = await ModelServer.StartAsync(async (context, _) =>
        {
            context.Response.Headers.RetryAfter = "30";
            await context.AnswerAsync(Error("Slow down."), 429);
            refused.TrySetResult();
        });
        using var client = new OpenAICompatibleChatClient(server.Options);
        using var source = new CancellationTokenSource();
        var watch = Stopwatch.StartNew();

        var call = client.GetResponseAsync("hi", cancellationToken: source.Token);
        await refused.Task;
        await source.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(call);
        watch.Elapsed.TotalSeconds.ShouldBeLessThan(10);
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task While_streaming_the_stream_ends()
    {
        var abandoned = new TaskCompletionSource();
        await using var server = await ModelServer.StartAsync(async (context, _) =>
        {
            context.RequestAborted.Register(abandoned.SetResult);
            await context.StreamAsync(TextChunk("one"));
            await abandoned.Task;
        });
        using var client = new OpenAICompatibleChatClient(server.Options);
        using var source = new CancellationTokenSource();
        string text = "";

        var exception = await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in client.GetStreamingResponseAsync("hi", cancellationToken: source.Token))
            {
                text += update.Text;
                await source.CancelAsync();
            }
        });

        exception.CancellationToken.ShouldBe(source.Token);
        text.ShouldBe("one");
        await abandoned.Task.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Leaving_the_loop_closes_the_connection()
    {
        var abandoned = new TaskCompletionSource();
        await using var server = await ModelServer.StartAsync(async (context, _) =>
        {
            context.RequestAborted.Register(abandoned.SetResult);
            await context.StreamAsync(TextChunk("one"));
            await abandoned.Task;
        });
        using var client = new OpenAICompatibleChatClient(server.Options);

        await foreach (var update in client.GetStreamingResponseAsync("hi"))
            break;

        await abandoned.Task.WaitAsync(TimeSpan.FromSeconds(5));
    }
}
