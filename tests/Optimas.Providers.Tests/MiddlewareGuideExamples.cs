using Microsoft.Extensions.AI;

namespace Optimas.Providers.Tests;

/// <summary>The examples of docs/middleware.md, word for word.</summary>
internal static class MiddlewareGuideExamples
{
    public static async Task WholeAsync(OpenAICompatibleOptions options, string folder, CancellationToken cancellationToken)
    {
        string file = Path.Combine(folder, "replies.db");
        using var cache = new ReplyCache(file);
        using var limiter = new FairRateLimiter(new() { Requests = 500, Tokens = 200_000 });
        var prices = PriceTable.Default.With("my-own-model", ModelPrice.Free);
        var usage = new UsageLedger(prices);
        using IChatClient chat = new ChatPipeline
        {
            Telemetry = new(),
            Cache = cache,
            Usage = usage,
            Budget = new(new() { Dollars = 5, Time = TimeSpan.FromHours(2) }, prices),
            Retry = new(),
            RateLimiter = limiter,
        }.Around(new OpenAICompatibleChatClient(options));

        var reply = await chat.GetResponseAsync("What is the capital of France?", cancellationToken: cancellationToken);
        var verdict = await chat.Named("judge").GetResponseAsync($"Is this right? {reply.Text}", cancellationToken: cancellationToken);
        Console.WriteLine(usage.Report());
        Console.WriteLine(cache.Statistics);
    }

    public static async Task<string[]> SamplesAsync(IChatClient chat, CancellationToken cancellationToken)
    {
        var samples = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => chat.GetResponseAsync(
            "Write a haiku.", new() { AdditionalProperties = new() { [ReplyCache.SampleProperty] = i } }, cancellationToken)));
        return [.. samples.Select(sample => sample.Text)];
    }

    public static async Task<string> RecordAsync(OpenAICompatibleOptions options, string path, CancellationToken cancellationToken)
    {
        await using (var cassette = Cassette.Record(path))
        {
            using var chat = new CassetteChatClient(new OpenAICompatibleChatClient(options), cassette);
            await chat.GetResponseAsync("What is the capital of France?", cancellationToken: cancellationToken);
        }

        await using var recorded = await Cassette.ReplayAsync(path, cancellationToken);
        using var replay = new CassetteChatClient(new OpenAICompatibleChatClient(options), recorded);
        return (await replay.GetResponseAsync("What is the capital of France?", cancellationToken: cancellationToken)).Text;
    }

    public static IChatClient Own(IChatClient client, ReplyCache cache)
    {
        var chat = new ChatClientBuilder(client)
            .UseFunctionInvocation()
            .UseReplyCache(cache)
            .UseRetry(new() { MaxRetries = 8, TotalTime = TimeSpan.FromMinutes(30) })
            .Build();
        return chat;
    }
}
