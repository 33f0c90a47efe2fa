using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using static Optimas.Providers.Tests.Answers;

namespace Optimas.Providers.Tests;

public sealed class StreamingTests
{
    [Fact]
    public async Task Text_comes_in_pieces_and_usage_at_the_end()
    {
        await using var server = await ModelServer.StreamAsync(
            Chunk(new { role = "assistant", content = "" }),
            TextChunk("Pa"),
            TextChunk("ris"),
            Chunk(new { }, "stop"),
            UsageChunk(7, 2),
            Done);
        using var client = new OpenAICompatibleChatClient(server.Options);

        var updates = await client.GetStreamingResponseAsync("Capital?").ToListAsync();

        updates.Select(update => update.Text).Where(text => text.Length > 0).ShouldBe(["Pa", "ris"]);
        var response = updates.ToChatResponse();
        response.Text.ShouldBe("Paris");
        response.FinishReason.ShouldBe(ChatFinishReason.Stop);
        response.ModelId.ShouldBe("test-model");
        response.Usage.ShouldNotBeNull();
        response.Usage.InputTokenCount.ShouldBe(7);
        response.Usage.OutputTokenCount.ShouldBe(2);
        server.Request.Body.GetProperty("stream").GetBoolean().ShouldBeTrue();
        server.Request.Body.GetProperty("stream_options").GetProperty("include_usage").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Pieces_arrive_while_the_server_still_writes()
    {
        var firstSeen = new TaskCompletionSource();
        await using var server = await ModelServer.StartAsync(async (context, _) =>
        {
            await context.StreamAsync(TextChunk("one"));
            await firstSeen.Task.WaitAsync(TimeSpan.FromSeconds(10));
            await context.StreamAsync(TextChunk("two"), Chunk(new { }, "stop"), Done);
        });
        using var client = new OpenAICompatibleChatClient(server.Options);
        var texts = new List<string>();

        await foreach (var update in client.GetStreamingResponseAsync("Count."))
        {
            if (update.Text.Length > 0)
                texts.Add(update.Text);
            if (update.Text == "one")
                firstSeen.SetResult();
        }

        texts.ShouldBe(["one", "two"]);
    }

    [Fact]
    public async Task Interleaved_fragments_of_tool_calls_are_put_together()
    {
        static string Fragment(int index, string? id, string? name, string arguments) =>
            Chunk(new { tool_calls = new[] { new { index, id, type = "function", function = new { name, arguments } } } });
        await using var server = await ModelServer.StreamAsync(
            Fragment(0, "call_a", "weather", ""),
            Fragment(0, null, null, "{\"city\":"),
            Fragment(1, "call_b", "weather", "{\"city\":\"Ro"),
            Fragment(0, null, null, "\"Oslo\"}"),
            Fragment(1, null, null, "me\"}"),
            Chunk(new { }, "tool_calls"),
            Done);
        using var client = new OpenAICompatibleChatClient(server.Options);

        var response = await client.GetStreamingResponseAsync("Weather?").ToChatResponseAsync();

        response.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        response.Messages.Single().Contents.OfType<FunctionCallContent>()
            .Select(call => (call.CallId, call.Name, call.Arguments!["city"]!.ToString()))
            .ShouldBe([("call_a", "weather", "Oslo"), ("call_b", "weather", "Rome")]);
    }

    [Fact]
    public async Task The_token_limit_goes_along()
    {
        await using var server = await ModelServer.StreamAsync(TextChunk("ok"), Chunk(new { }, "length"), Done);
        using var client = new OpenAICompatibleChatClient(server.Options);

        var response = await client.GetStreamingResponseAsync("hi", new ChatOptions { MaxOutputTokens = 5 }).ToChatResponseAsync();

        response.FinishReason.ShouldBe(ChatFinishReason.Length);
        server.Request.Body.GetProperty("max_tokens").GetInt32().ShouldBe(5);
    }

    [Fact]
    public async Task A_stream_may_end_without_DONE_once_the_model_said_why_it_stopped()
    {
        await using var server = await ModelServer.StreamAsync(TextChunk("ok"), Chunk(new { }, "stop"));
        using var client = new OpenAICompatibleChatClient(server.Options);

        (await client.GetStreamingResponseAsync("hi").ToChatResponseAsync()).Text.ShouldBe("ok");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_cut_in_the_middle_is_a_failure_whatever_the_cut_looks_like(bool reset)
    {
        var seen = new TaskCompletionSource();
        await using var server = await ModelServer.StartAsync(async (context, _) =>
        {
            await context.StreamAsync(TextChunk("Par"));
            await seen.Task.WaitAsync(TimeSpan.FromSeconds(10));
            if (reset)
                context.Abort();
        });
        using var client = new OpenAICompatibleChatClient(server.Options);
        string text = "";

        var failure = await Should.ThrowAsync<ProviderException>(async () =>
        {
            await foreach (var update in client.GetStreamingResponseAsync("Capital?"))
            {
                text += update.Text;
                seen.TrySetResult();
            }
        });

        text.ShouldBe("Par");
        failure.IsTransient.ShouldBeTrue();
        failure.StatusCode.ShouldBeNull();
        failure.Message.ShouldContain("was lost before");
        server.Requests.Count.ShouldBe(1, "pieces that were handed out can't be taken back, so nothing is sent again");
    }

    [Fact]
    public async Task A_cut_in_the_middle_of_an_event_is_a_failure()
    {
        await using var server = await ModelServer.StartAsync(async (context, _) =>
        {
            await context.StreamAsync(TextChunk("Par"));
            await context.Response.WriteAsync("data: {\"choices\":[{\"ind");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        using var client = new OpenAICompatibleChatClient(server.Options);

        var failure = await Should.ThrowAsync<ProviderException>(() => client.GetStreamingResponseAsync("hi").ToListAsync().AsTask());

        failure.IsTransient.ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"error":{"message":"out of memory","code":503}}""", 503)]
    [InlineData("""{"error":"out of memory"}""", null)]
    public async Task An_error_inside_a_stream_is_a_failure_with_the_servers_words(string error, int? status)
    {
        await using var server = await ModelServer.StreamAsync(TextChunk("Par"), error, Done);
        using var client = new OpenAICompatibleChatClient(server.Options);

        var failure = await Should.ThrowAsync<ProviderException>(() => client.GetStreamingResponseAsync("hi").ToListAsync().AsTask());

        failure.Message.ShouldContain("out of memory");
        ((int?)failure.StatusCode).ShouldBe(status);
        failure.IsTransient.ShouldBe(status is not null);
    }

    [Fact]
    public async Task A_malformed_event_is_a_failure()
    {
        await using var server = await ModelServer.StreamAsync(TextChunk("Par"), "{not json", Done);
        using var client = new OpenAICompatibleChatClient(server.Options);

        var failure = await Should.ThrowAsync<ProviderException>(() => client.GetStreamingResponseAsync("hi").ToListAsync().AsTask());

        failure.Message.ShouldContain("malformed");
        failure.IsTransient.ShouldBeFalse();
    }

    [Theory]
    [InlineData("<html>Welcome</html>", "text/html")]
    [InlineData("{\"ok\":true}", "application/json")]
    [InlineData("", "text/plain")]
    public async Task Something_other_than_a_stream_of_events_is_a_failure(string body, string type)
    {
        await using var server = await ModelServer.StartAsync((context, _) => context.AnswerAsync(body, type: type));
        using var client = new OpenAICompatibleChatClient(server.Options);

        var failure = await Should.ThrowAsync<ProviderException>(() => client.GetStreamingResponseAsync("hi").ToListAsync().AsTask());

        failure.Message.ShouldContain(type);
        failure.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task A_silence_longer_than_the_timeout_is_a_failure_though_the_whole_may_take_longer()
    {
        var never = new TaskCompletionSource();
        await using var server = await ModelServer.StartAsync(async (context, _) =>
        {
            foreach (string text in new[] { "a", "b", "c", "d", "e" })
            {
                await context.StreamAsync(TextChunk(text));
                await Task.Delay(400);
            }

            await never.Task.WaitAsync(context.RequestAborted);
        });
        using var client = new OpenAICompatibleChatClient(server.Options with { Timeout = TimeSpan.FromSeconds(1.5) });
        string received = "";

        var failure = await Should.ThrowAsync<ProviderException>(async () =>
        {
            await foreach (var update in client.GetStreamingResponseAsync("hi"))
                received += update.Text;
        });

        received.ShouldBe("abcde");
        failure.IsTransient.ShouldBeTrue();
        failure.Message.ShouldContain("within 00:00:01.5");
    }

    [Fact]
    public async Task A_refused_stream_is_a_typed_failure()
    {
        await using var server = await ModelServer.StartAsync(Error("The model `nope` does not exist", "model_not_found"), 404);
        using var client = new OpenAICompatibleChatClient(server.Options);

        var failure = await Should.ThrowAsync<ProviderException>(() => client.GetStreamingResponseAsync("hi").ToListAsync().AsTask());

        ((int?)failure.StatusCode).ShouldBe(404);
        failure.ErrorCode.ShouldBe("model_not_found");
        failure.Message.ShouldContain("does not exist");
    }

    [Fact]
    public async Task A_stream_refused_for_a_moment_is_asked_for_again()
    {
        await using var server = await ModelServer.StartAsync((context, request) => request.Number == 1
            ? context.AnswerAsync(Error("busy"), 503)
            : context.StreamAsync(TextChunk("ok"), Chunk(new { }, "stop"), Done));
        using var client = new OpenAICompatibleChatClient(server.Options);

        (await client.GetStreamingResponseAsync("hi").ToChatResponseAsync()).Text.ShouldBe("ok");
        server.Requests.Count.ShouldBe(2);
    }
}
