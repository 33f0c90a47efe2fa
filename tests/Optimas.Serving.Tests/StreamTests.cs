using System.Net;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Optimas.Serving.Tests;

/// <summary>Server-sent events, to the letter.</summary>
public sealed class StreamTests
{
    [Fact]
    public async Task A_stream_has_a_role_the_pieces_a_reason_the_usage_and_an_end()
    {
        using var echo = new EchoChat { Pieces = ["one\n", "\"two\""] };
        await using var serving = await Serving.StartAsync(echo);
        using var response = await serving.Http.PostAsync(
            "chat/completions", Serving.Json(Serving.Chat("hello", """, "stream": true, "stream_options": {"include_usage": true}""")));

        string text = await response.Content.ReadAsStringAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        string[] events = text.Split("\n\n");
        events[^1].ShouldBe("");
        events[^2].ShouldBe("data: [DONE]");
        var chunks = events[..^2].Select(e => JsonElement.Parse(e["data: ".Length..])).ToList();
        chunks.Select(c => c.GetProperty("object").GetString()).Distinct().ShouldBe(["chat.completion.chunk"]);
        chunks.Select(c => c.GetProperty("id").GetString()).Distinct().Count().ShouldBe(1);
        chunks.SkipLast(1).Select(c => c.GetProperty("choices")[0].GetProperty("delta").GetRawText())
            .ShouldBe(["""{"role":"assistant","content":""}""", """{"content":"one\n"}""", """{"content":"\"two\""}""", "{}"]);
        chunks.SkipLast(1).Select(c => c.GetProperty("choices")[0].GetProperty("finish_reason").GetString()).ShouldBe([null, null, null, "stop"]);
        chunks.SkipLast(1).ShouldAllBe(c => c.GetProperty("usage").ValueKind == JsonValueKind.Null);
        chunks[^1].GetProperty("choices").GetArrayLength().ShouldBe(0);
        chunks[^1].GetProperty("usage").GetRawText().ShouldBe("""{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}""");
    }

    [Fact]
    public async Task A_stream_has_no_usage_that_was_not_asked_for()
    {
        using var echo = new EchoChat();
        await using var serving = await Serving.StartAsync(echo);

        var answer = await serving.PostAsync(Serving.Chat("hello", """, "stream": true"""));

        answer.Text.ShouldContain("seed");
        answer.Text.ShouldNotContain("usage");
    }

    [Fact]
    public async Task Halves_of_a_surrogate_pair_are_put_together()
    {
        using var echo = new EchoChat { Pieces = ["a\ud83d", "\udc22b", "\ud83d"] };
        await using var serving = await Serving.StartAsync(echo);

        var answer = await serving.PostAsync(Serving.Chat("hello", """, "stream": true"""));

        Contents(answer.Text, choice: 0).ShouldBe(["", "a", "🐢b", "\ufffd"]);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Several_replies_have_seeds_of_their_own(bool streams)
    {
        using var echo = new EchoChat();
        await using var serving = await Serving.StartAsync(echo);

        var answer = await serving.PostAsync(Serving.Chat("hello", $$""", "n": 3, "seed": 7, "stream": {{(streams ? "true" : "false")}}"""));

        string[] texts = streams
            ? [.. Enumerable.Range(0, 3).Select(i => string.Concat(Contents(answer.Text, i)))]
            : [.. answer.Json.GetProperty("choices").EnumerateArray().Select(c => c.GetProperty("message").GetProperty("content").GetString()!)];
        texts.ShouldBe(["echo hello, seed 7", "echo hello, seed 8", "echo hello, seed 9"]);
        if (!streams)
            answer.Json.GetProperty("usage").GetRawText().ShouldBe("""{"prompt_tokens":5,"completion_tokens":12,"total_tokens":17}""");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task One_failure_of_several_replies_ends_them_all(bool streams)
    {
        using var inner = new EchoChat { Hold = new TaskCompletionSource().Task };
        using var echo = new SecondFails(inner);
        await using var serving = await Serving.StartAsync(echo);

        // The stream's first piece may come before the failure, which then breaks the reply off.
        var failure = await Record.ExceptionAsync(async () =>
        {
            var answer = await serving.PostAsync(Serving.Chat("hello", $$""", "n": 3, "seed": 0, "stream": {{(streams ? "true" : "false")}}"""));
            answer.Status.ShouldBe(HttpStatusCode.InternalServerError);
        });

        if (failure is not null)
            failure.ShouldBeAssignableTo<HttpRequestException>();
        if (!streams)
            failure.ShouldBeNull();
        await Serving.UntilAsync(() => inner.Running == 0 && inner.Cancelled == 2);
    }

    [Fact]
    public async Task A_stream_that_breaks_off_says_why_and_has_no_end()
    {
        using var echo = new EchoChat { LateFailure = new InvalidOperationException("out of ink") };
        await using var serving = await Serving.StartAsync(echo);
        using var request = new HttpRequestMessage(HttpMethod.Post, "chat/completions") { Content = Serving.Json(Serving.Chat("hello", """, "stream": true""")) };
        using var response = await serving.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var lines = new List<string>();

        var failure = await Should.ThrowAsync<IOException>(async () =>
        {
            while (await reader.ReadLineAsync() is { } line)
                lines.Add(line);
        });

        failure.ShouldNotBeNull();
        string last = lines.Last(l => l.Length > 0);
        JsonElement.Parse(last["data: ".Length..]).GetProperty("error").GetProperty("code").GetString().ShouldBe("internal_error");
        lines.ShouldNotContain("data: [DONE]");
    }

    private static List<string> Contents(string events, int choice) =>
    [
        .. from line in events.Split('\n')
           where line.StartsWith("data: {", StringComparison.Ordinal)
           let one = JsonElement.Parse(line["data: ".Length..]).GetProperty("choices")[0]
           where one.GetProperty("index").GetInt32() == choice && one.GetProperty("delta").TryGetProperty("content", out _)
           select one.GetProperty("delta").GetProperty("content").GetString(),
    ];

    private sealed class SecondFails(IChatClient inner) : DelegatingChatClient(inner)
    {
        public override Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            options!.Seed == 1 ? FailAsync() : base.GetResponseAsync(messages, options, cancellationToken);

        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            if (options!.Seed == 1)
                await FailAsync();
            await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
                yield return update;
        }

        // Once the others wait: one that still hands out a piece would find the reply closed, and end without being cancelled.
        private async Task<ChatResponse> FailAsync()
        {
            await Serving.UntilAsync(() => ((EchoChat)InnerClient).Holding == 2);
            throw new InvalidOperationException("out of ink");
        }
    }
}
