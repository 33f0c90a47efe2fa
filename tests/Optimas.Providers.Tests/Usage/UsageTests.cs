using Microsoft.Extensions.AI;
using static Optimas.Providers.Tests.Answers;

namespace Optimas.Providers.Tests.Usage;

public sealed class UsageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Calls_are_counted_by_model_and_by_caller(bool streaming)
    {
        await using var server = await ModelServer.StartAsync((context, request) => context.AnswerAsync(request, "hi"));
        var ledger = new UsageLedger(PriceTable.Empty.With("test-model", new(Input: 10, CachedInput: 5, Output: 100)));
        using var client = new UsageChatClient(new OpenAICompatibleChatClient(server.Options), ledger);

        await client.AskAsync(streaming, "hi", Calls.By("writer"));
        await client.AskAsync(streaming, "hi", Calls.By("writer"));
        await client.Named("proposer").AskAsync(streaming, "hi", new() { ModelId = "test-model-large" });

        var report = ledger.Report();
        report.Total.Calls.ShouldBe(3);
        report.Total.InputTokens.ShouldBe(33);
        report.Total.OutputTokens.ShouldBe(15);
        report.Total.Estimated.ShouldBe(0);
        report.ByCaller.Keys.ShouldBe(["proposer", "writer"]);
        report.ByCaller["writer"].Calls.ShouldBe(2);
        report.ByModel.Keys.ShouldBe(["test-model", "test-model-large"]);
        report.UnpricedModels.ShouldBeEmpty();
        // Three tokens of eleven came from the provider's cache, where it says so.
        decimal one = (streaming ? (11 * 10) : (8 * 10) + (3 * 5)) + (5 * 100);
        report.Total.Cost.ShouldBe(3 * one / 1_000_000);
        report.ToString().ShouldContain("caller writer: 2 calls, 32 tokens, $0.00");
    }

    [Fact]
    public async Task The_cost_of_a_model_without_a_price_is_unknown_and_said_so()
    {
        await using var server = await ModelServer.StartAsync(Completion("hi"));
        var ledger = new UsageLedger();
        using var client = new UsageChatClient(new OpenAICompatibleChatClient(server.Options), ledger);

        await client.GetResponseAsync("hi");

        ledger.Total.Cost.ShouldBeNull();
        ledger.Report().UnpricedModels.ShouldBe(["test-model"]);
        ledger.Report().ToString().ShouldContain("cost unknown");
        ledger.Report().ToString().ShouldContain("no price for: test-model");
    }

    [Fact]
    public async Task Failures_and_streams_that_are_left_are_counted()
    {
        await using var server = await ModelServer.StartAsync((context, request) => request.Number == 1
            ? context.AnswerAsync(Error("No."), 400)
            : context.StreamAsync(TextChunk("four bytes each"), TextChunk("more"), Chunk(new { }, "stop"), Done));
        var ledger = new UsageLedger();
        using var client = new UsageChatClient(new OpenAICompatibleChatClient(server.Options), ledger);

        await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("hi"));
        await foreach (var _ in client.GetStreamingResponseAsync("hi"))
            break;

        ledger.Total.Calls.ShouldBe(2);
        ledger.Total.Failed.ShouldBe(1);
        ledger.Total.Estimated.ShouldBe(1);
        ledger.Total.OutputTokens.ShouldBe(4);
        ledger.Total.ToString().ShouldContain("2 calls (1 failed), about 9 tokens");
    }

    [Fact]
    public async Task Nothing_is_lost_when_many_call_at_once()
    {
        await using var server = await ModelServer.StartAsync((context, request) => context.AnswerAsync(request, "hi"));
        var ledger = new UsageLedger();
        using var client = new UsageChatClient(new OpenAICompatibleChatClient(server.Options), ledger);

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => client.AskAsync(i % 2 == 0, "hi", Calls.By($"caller {i % 5}"))));

        var report = ledger.Report();
        report.Total.Tokens.ShouldBe(200 * 16);
        report.ByCaller.Count.ShouldBe(5);
        report.ByCaller.Values.ShouldAllBe(used => used.Calls == 40);
    }

    [Fact]
    public async Task Kept_replies_cost_nothing_inside_the_cache()
    {
        await using var server = await ModelServer.StartAsync(Completion("hi"));
        using var cache = new ReplyCache(_folder.File("replies.db"));
        var ledger = new UsageLedger();
        using var client = new ReplyCacheChatClient(new UsageChatClient(new OpenAICompatibleChatClient(server.Options), ledger), cache);

        await client.GetResponseAsync("hi");
        await client.GetResponseAsync("hi");

        ledger.Total.Calls.ShouldBe(1);
    }

    [Theory]
    [InlineData("gpt-4o", 2.50)]
    [InlineData("gpt-4o-2024-08-06", 2.50)]
    [InlineData("GPT-4o-mini-2024-07-18", 0.15)]
    [InlineData("gpt-4o-mini", 0.15)]
    [InlineData("gpt-4.1-nano-20250414", 0.10)]
    [InlineData("gpt-4.1-nano:eu", null)]
    [InlineData("gpt-5-pro", null)]
    [InlineData("gpt-5-pro-2025-10-06", null)]
    [InlineData("o3-pro", null)]
    [InlineData("gpt-4o-audio-preview", null)]
    [InlineData("gpt-4", null)]
    [InlineData("gpt-4ox", null)]
    [InlineData("gpt-5.1", null)]
    [InlineData("o30", null)]
    [InlineData("my-gpt-4o", null)]
    [InlineData("", null)]
    public void A_price_is_that_of_the_model_or_of_its_snapshots_and_never_of_a_variant(string model, double? input) =>
        (PriceTable.Default.Find(model)?.Input).ShouldBe((decimal?)input);

    [Fact]
    public async Task A_table_comes_from_a_file_and_a_bad_one_says_where()
    {
        string path = _folder.File("prices.json");
        (await LoadAsync("""{ "llama": { "input": 0, "output": 0 }, /* a contract */ "gpt-4o": { "input": 2, "cachedInput": 1, "output": 8 }, }"""))
            .Find("gpt-4o-2024-08-06").ShouldBe(new(2, 1, 8));
        (await FailAsync("""{ "gpt-4o": { "input": "2", "output": 8 } }""")).ShouldContain("no \"input\" for 'gpt-4o'");
        (await FailAsync("""{ "gpt-4o": { "input": 2 } }""")).ShouldContain("no \"output\" for 'gpt-4o'");
        (await FailAsync("""{ "gpt-4o": { "input": -2, "output": 8 } }""")).ShouldContain("'gpt-4o' is missing or negative");
        (await FailAsync("[]")).ShouldContain("must be an object");
        (await FailAsync("{")).ShouldContain("is not a price table");

        async Task<PriceTable> LoadAsync(string json)
        {
            await File.WriteAllTextAsync(path, json);
            return await PriceTable.LoadAsync(path);
        }

        async Task<string> FailAsync(string json) => (await Should.ThrowAsync<InvalidDataException>(() => LoadAsync(json))).Message;
    }
}
