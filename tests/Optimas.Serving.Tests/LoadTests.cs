using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.AI;
using Optimas.Pocket;
using Optimas.Providers;
using Optimas.Runtime;
using Xunit.Abstractions;

namespace Optimas.Serving.Tests;

/// <summary>A thousand requests at once, over real connections: none is lost, none gets another's reply.</summary>
public sealed class LoadTests(ITestOutputHelper log)
{
    private const int Requests = 1000;

    [Fact]
    public async Task A_thousand_requests_at_once_get_their_own_replies()
    {
        using var echo = new EchoChat();
        await using var serving = await Serving.StartAsync(echo, options => options with { Slots = 16, MaxQueue = Requests });
        using var chat = Client(serving.Root, Serving.Model);

        string[] replies = await Task.WhenAll(Enumerable.Range(0, Requests).Select(i => AskAsync(chat, [new(ChatRole.User, $"number {i}")], new() { Seed = i }, streams: i % 2 == 0)));

        replies.ShouldBe(Enumerable.Range(0, Requests).Select(i => EchoChat.ReplyTo($"number {i}", i)));
        echo.Asked.Count.ShouldBe(Requests);
    }

    [Fact]
    public async Task A_thousand_requests_get_through_a_server_that_takes_ten()
    {
        using var echo = new EchoChat();
        await using var serving = await Serving.StartAsync(echo, options => options with { Slots = 2, MaxQueue = 8 });

        var answers = await Task.WhenAll(Enumerable.Range(0, Requests).Select(i => serving.PostAsync(Serving.Chat($"number {i}"))));

        answers.ShouldAllBe(a => a.Status == System.Net.HttpStatusCode.OK || a.Status == System.Net.HttpStatusCode.TooManyRequests);
        for (int i = 0; i < Requests; i++)
        {
            if (answers[i].Status == System.Net.HttpStatusCode.OK)
                answers[i].Content.ShouldBe(EchoChat.ReplyTo($"number {i}", seed: null));
        }

        echo.Asked.Count.ShouldBe(answers.Count(a => a.Status == System.Net.HttpStatusCode.OK));
        (await serving.PostAsync(Serving.Chat("after"))).Content.ShouldBe("echo after, seed none");
    }

    [TorchFact]
    public async Task A_thousand_requests_at_once_to_the_pocket_model_get_what_direct_calls_get()
    {
        await using var pocket = new PocketChatClient();
        await using var server = await ModelServer.StartAsync(
            [new(PocketChatClient.Small) { Chat = pocket }], new() { Port = 0, MaxQueue = Requests }, CancellationToken.None);
        using var chat = Client(server.Endpoint, PocketChatClient.Small);
        var prompts = Enumerable.Range(0, Requests).Select(Prompt).ToList();

        long started = Stopwatch.GetTimestamp();
        string[] direct = await Task.WhenAll(Enumerable.Range(0, Requests).Select(i => AskAsync(pocket, prompts[i], Options(i), streams: false)));
        var directTime = Stopwatch.GetElapsedTime(started);
        started = Stopwatch.GetTimestamp();
        string[] served = await Task.WhenAll(Enumerable.Range(0, Requests).Select(i => AskAsync(chat, prompts[i], Options(i), streams: i % 2 == 0)));
        var servedTime = Stopwatch.GetElapsedTime(started);

        int[] different = [.. Enumerable.Range(0, Requests).Where(i => direct[i] != served[i])];
        log.WriteLine($"direct {directTime.TotalSeconds:0.0} s, served {servedTime.TotalSeconds:0.0} s, {different.Length} differ, {direct.Distinct().Count()} distinct replies");
        direct.Distinct().Count().ShouldBeGreaterThan(Requests / 2, "replies that are alike would hide that they were mixed up");
        different.Count(i => direct.Contains(served[i])).ShouldBe(0, "replies were mixed up");
        // Sums are rounded otherwise in another batch, so that once in many thousand draws a token can differ.
        different.Length.ShouldBeLessThanOrEqualTo(3);
    }

    // Each asks about other names, so that replies differ.
    private static ImmutableArray<ChatMessage> Prompt(int number)
    {
        var example = new HopQuerySkill().Create(new SeededRandom(3, "load", number), Part.Seen, Part.Seen);
        return [new(ChatRole.System, example.Instruction.Text), new(ChatRole.User, example.Input)];
    }

    private static ChatOptions Options(int number) => new() { ModelId = PocketChatClient.Small, Seed = number, Temperature = 0.7f, MaxOutputTokens = 12 };

    private static OpenAICompatibleChatClient Client(Uri endpoint, string model) =>
        new(new() { Endpoint = endpoint, Model = model, MaxRetries = 0, HttpClient = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan } });

    private static async Task<string> AskAsync(IChatClient chat, IEnumerable<ChatMessage> messages, ChatOptions options, bool streams) => streams
        ? (await chat.GetStreamingResponseAsync(messages, options).ToChatResponseAsync()).Text
        : (await chat.GetResponseAsync(messages, options)).Text;
}
