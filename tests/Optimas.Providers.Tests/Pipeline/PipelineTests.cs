using Microsoft.Extensions.AI;
using static Optimas.Providers.Tests.Answers;

namespace Optimas.Providers.Tests.Pipeline;

public sealed class PipelineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_of_it_together_bears_a_bad_server_and_many_callers(bool streaming)
    {
        // Every third request is refused or cut off.
        await using var server = await ModelServer.StartAsync((context, request) =>
        {
            if (request.Number % 6 == 0)
                context.Abort();
            else if (request.Number % 3 == 0)
                return context.AnswerAsync(Error("Busy."), 503);
            return request.Number % 6 == 0 ? Task.CompletedTask : context.AnswerAsync(request, $"to {request.UserText}");
        });
        string tape = _folder.File("calls.jsonl");
        string[] recorded;
        var ledger = new UsageLedger();
        var budget = new CallBudget(new() { Calls = 30 });
        using (var cache = new ReplyCache(_folder.File("replies.db")))
        await using (var cassette = Cassette.Record(tape))
        using (var limiter = new FairRateLimiter(new() { Requests = 200, Tokens = 100_000, Per = TimeSpan.FromMilliseconds(200) }))
        {
            using var client = Pipeline(cache, cassette, limiter, ledger, budget).Around(new OpenAICompatibleChatClient(server.Options));
            recorded = await AskAllAsync(client);
            cache.Statistics.Misses.ShouldBe(30);
            cache.Statistics.Hits.ShouldBe(90);
        }

        recorded.ShouldBe(Enumerable.Range(0, 120).Select(i => $"to question {i % 30}"));
        // What was tried again is one call, and what was kept is none.
        ledger.Total.Calls.ShouldBe(30);
        ledger.Total.Failed.ShouldBe(0);
        ledger.Report().ByCaller.Count.ShouldBeInRange(1, 4);
        budget.Spent.Total.ShouldBe(ledger.Total);
        int asked = server.Requests.Count;

        await using var replay = await Cassette.ReplayAsync(tape);
        using var fresh = new ReplyCache(_folder.File("fresh.db"));
        using var idle = new FairRateLimiter(new() { Requests = 1 });
        using var offline = Pipeline(fresh, replay, idle, new(), new(new() { Calls = 30 })).Around(new OpenAICompatibleChatClient(server.Options));
        (await AskAllAsync(offline)).ShouldBe(recorded);
        server.Requests.Count.ShouldBe(asked);

        static ChatPipeline Pipeline(ReplyCache cache, Cassette cassette, FairRateLimiter limiter, UsageLedger ledger, CallBudget budget) => new()
        {
            Telemetry = new(),
            Cache = cache,
            Usage = ledger,
            Budget = budget,
            Cassette = cassette,
            Retry = new() { MaxRetries = 20, Delay = TimeSpan.FromMilliseconds(2), MaxDelay = TimeSpan.FromMilliseconds(10) },
            RateLimiter = limiter,
        };

        async Task<string[]> AskAllAsync(IChatClient client) => await Task.WhenAll(Enumerable.Range(0, 120).Select(i => Task.Run(async () =>
            (await client.AskAsync(streaming, $"question {i % 30}", Calls.By($"caller {i % 4}"))).Text)));
    }

    [Fact]
    public async Task A_component_that_runs_is_the_caller_and_the_options_name_goes_before_it()
    {
        Caller.Of(null).ShouldBe(Caller.Unnamed);
        Caller.Of(Calls.By("proposer")).ShouldBe("proposer");
        using var inner = new Seeing(new ScriptedClient((_, _) => Task.FromResult("hi")));
        await inner.Named("judge").GetResponseAsync("hi");
        await inner.Named("judge").Named("outer").AskAsync(streaming: true, "hi", Calls.By("writer"));
        inner.Callers.ShouldBe(["judge", "writer"]);
    }

    [Fact]
    public async Task Who_calls_does_not_reach_the_server()
    {
        await using var server = await ModelServer.StartAsync(Completion("hi"));
        using var client = new OpenAICompatibleChatClient(server.Options);

        await client.Named("judge").GetResponseAsync("hi", new() { AdditionalProperties = new() { [ReplyCache.SampleProperty] = 2 } });

        server.Request.Body.ToString().ShouldNotContain("optimas");
    }

    [Fact]
    public async Task The_guides_examples_are_the_ones_that_compile_here_and_run()
    {
        string[] guide = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "middleware.md")).Split("```csharp\n");
        string compiled = Flat(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "MiddlewareGuideExamples.cs")));
        guide.Length.ShouldBe(5);
        foreach (string part in guide[1..])
            compiled.ShouldContain(Flat(part[..part.IndexOf("```", StringComparison.Ordinal)]));

        await using var server = await ModelServer.StartAsync(Completion("Paris", "gpt-4o-mini"));
        var options = server.Options with { Model = "gpt-4o-mini" };
        using var cache = new ReplyCache(_folder.File("own.db"));
        await MiddlewareGuideExamples.WholeAsync(options, _folder.File("whole"), default);
        (await MiddlewareGuideExamples.RecordAsync(options, _folder.File("calls.jsonl"), default)).ShouldBe("Paris");
        int before = server.Requests.Count;
        (await MiddlewareGuideExamples.SamplesAsync(
            MiddlewareGuideExamples.Own(new OpenAICompatibleChatClient(options), cache), default)).Length.ShouldBe(4);
        server.Requests.Count.ShouldBe(before + 4);
    }

    private static string Flat(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    private sealed class Seeing(IChatClient inner) : DelegatingChatClient(inner)
    {
        public List<string> Callers { get; } = [];

        public override Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Callers.Add(Caller.Of(options));
            return base.GetResponseAsync(messages, options, cancellationToken);
        }

        public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Callers.Add(Caller.Of(options));
            return base.GetStreamingResponseAsync(messages, options, cancellationToken);
        }
    }
}
