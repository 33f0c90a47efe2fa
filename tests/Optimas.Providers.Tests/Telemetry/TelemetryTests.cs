using System.Diagnostics;
using Microsoft.Extensions.AI;
using static Optimas.Providers.Tests.Answers;

namespace Optimas.Providers.Tests.Telemetry;

public sealed class TelemetryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_is_a_span_by_the_conventions_without_its_content(bool streaming)
    {
        await using var server = await ModelServer.StartAsync((context, request) => context.AnswerAsync(request, "a private reply"));
        using var recorder = new SpanRecorder();
        using var client = new TelemetryChatClient(new OpenAICompatibleChatClient(server.Options));

        var reply = await client.AskAsync(streaming, "a private question", new()
        {
            Temperature = 0.5f,
            Seed = 7,
            MaxOutputTokens = 99,
            AdditionalProperties = new() { [ComponentScope.CallerProperty] = "writer", ["note"] = "a private note" },
        });

        reply.Text.ShouldBe("a private reply");
        server.Request.UserText.ShouldBe("a private question");
        var span = recorder.Span;
        span.DisplayName.ShouldBe("chat test-model");
        span.Kind.ShouldBe(ActivityKind.Client);
        span.GetTagItem("gen_ai.operation.name").ShouldBe("chat");
        span.GetTagItem("gen_ai.provider.name").ShouldBe("openai");
        span.GetTagItem("gen_ai.request.model").ShouldBe("test-model");
        span.GetTagItem("gen_ai.request.temperature").ShouldBe(0.5f);
        span.GetTagItem("gen_ai.request.seed").ShouldBe(7L);
        span.GetTagItem("gen_ai.request.max_tokens").ShouldBe(99);
        span.GetTagItem("gen_ai.response.model").ShouldBe("test-model");
        span.GetTagItem("gen_ai.usage.input_tokens").ShouldBe(11);
        span.GetTagItem("gen_ai.usage.output_tokens").ShouldBe(5);
        span.GetTagItem("server.address").ShouldBe("127.0.0.1");
        span.GetTagItem("optimas.caller").ShouldBe("writer");
        recorder.Text.ShouldNotContain("private");
        recorder.Metrics.ShouldContain(m => m.StartsWith("gen_ai.client.operation.duration", StringComparison.Ordinal));
        recorder.Metrics.Count(m => m.StartsWith("gen_ai.client.token.usage", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Content_is_recorded_if_asked_and_reaches_the_caller_as_it_is(bool streaming)
    {
        await using var server = await ModelServer.StartAsync((context, request) => context.AnswerAsync(request, "the reply"));
        using var recorder = new SpanRecorder();
        using var client = new TelemetryChatClient(new OpenAICompatibleChatClient(server.Options), new() { RecordContent = true });

        (await client.AskAsync(streaming, "the question")).Text.ShouldBe("the reply");

        recorder.Span.GetTagItem("gen_ai.input.messages")!.ToString()!.ShouldContain("the question");
        recorder.Span.GetTagItem("gen_ai.output.messages")!.ToString()!.ShouldContain("the reply");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failure_is_the_spans_error(bool streaming)
    {
        await using var server = await ModelServer.StartAsync(Error("No."), 400);
        using var recorder = new SpanRecorder();
        using var client = new TelemetryChatClient(new OpenAICompatibleChatClient(server.Options));

        await Should.ThrowAsync<ProviderException>(() => client.AskAsync(streaming, "hi"));

        recorder.Span.Status.ShouldBe(ActivityStatusCode.Error);
        recorder.Span.GetTagItem("error.type").ShouldBe("Optimas.Providers.ProviderException");
    }

    [Fact]
    public async Task The_pipeline_tells_what_was_kept_and_what_it_cost()
    {
        using var folder = new TemporaryFolder();
        using var cache = new ReplyCache(folder.File("replies.db"));
        await using var server = await ModelServer.StartAsync((context, request) => context.AnswerAsync(request, "hi"));
        using var recorder = new SpanRecorder();
        using var client = new ChatPipeline
        {
            Telemetry = new(),
            Cache = cache,
            Usage = new(PriceTable.Empty.With("test-model", new(Input: 1000, CachedInput: 1000, Output: 1000))),
        }.Around(new OpenAICompatibleChatClient(server.Options));

        await client.GetResponseAsync("hi");
        await client.GetResponseAsync("hi");

        recorder.Spans.Count.ShouldBe(2);
        recorder.Spans[0].GetTagItem("optimas.cost").ShouldBe(0.016);
        recorder.Spans[0].GetTagItem("optimas.cache.hit").ShouldBeNull();
        recorder.Spans[1].GetTagItem("optimas.cost").ShouldBeNull();
        recorder.Spans[1].GetTagItem("optimas.cache.hit").ShouldBe(true);
        recorder.Metrics.Count(m => m.StartsWith("optimas.client.cost 0.016", StringComparison.Ordinal)).ShouldBe(1);
    }
}
