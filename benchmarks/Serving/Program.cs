using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.AI;
using Optimas;
using Optimas.Pocket;
using Optimas.Providers;
using Optimas.Runtime;
using Optimas.Serving;
using ServingBenchmarks;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const string Nothing = "no model";
var models = new Option<string[]>("--models")
{
    Description = "pocket, pocket-mini, or none for a model that takes no time.",
    DefaultValueFactory = _ => [PocketChatClient.Small, PocketChatClient.Large, "none"],
    AllowMultipleArgumentsPerToken = true,
};
var requests = new Option<int>("--requests") { Description = "How many requests a round has.", DefaultValueFactory = _ => 400 };
var atOnce = new Option<int[]>("--at-once") { Description = "How many are sent at once.", DefaultValueFactory = _ => [1, 32, 200], AllowMultipleArgumentsPerToken = true };
var tokens = new Option<int>("--tokens") { Description = "The longest reply.", DefaultValueFactory = _ => 24 };
var rounds = new Option<int>("--rounds") { Description = "How many rounds each figure is the middle of.", DefaultValueFactory = _ => 3 };
var command = new RootCommand("Throughput and latency of optimas serve over HTTP against calling the chat client directly, with the same prompts.") { models, requests, atOnce, tokens, rounds };
command.SetAction(async (parsed, ct) =>
{
    await using var pocket = new PocketChatClient();
    using var constant = new Constant();
    await using var server = await ModelServer.StartAsync(
        [new(PocketChatClient.Large) { Chat = pocket }, new(PocketChatClient.Small) { Chat = pocket }, new(Nothing) { Chat = constant }],
        new() { Port = 0 },
        ct);
    using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
    var prompts = Enumerable.Range(0, parsed.GetValue(requests)).Select(Prompt).ToList();
    Console.WriteLine("| model | at once | how | requests/s | of direct | tokens/s | p50 ms | p99 ms |");
    Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
    foreach (string named in parsed.GetValue(models)!)
    {
        string model = named == "none" ? Nothing : named;
        IChatClient direct = model == Nothing ? constant : pocket;
        using var served = new OpenAICompatibleChatClient(new() { Endpoint = server.Endpoint, Model = model, HttpClient = http, MaxRetries = 0 });
        (string How, IChatClient Chat, bool Streams)[] ways = [("direct", direct, false), ("served", served, false), ("served, streamed", served, true)];
        Func<int, ChatOptions> options = i => new() { ModelId = model, Seed = i, Temperature = 0.7f, MaxOutputTokens = parsed.GetValue(tokens) };
        foreach (var way in ways)
            await Load.MeasureAsync(way.Chat, [.. prompts.Take(50)], options, 10, way.Streams);
        foreach (int count in parsed.GetValue(atOnce)!)
        {
            var measured = ways.Select(_ => new List<Load>()).ToArray();
            // In turns, so that what else the machine does falls on all alike.
            for (int round = 0; round < parsed.GetValue(rounds); round++)
            {
                for (int way = 0; way < ways.Length; way++)
                    measured[way].Add(await Load.MeasureAsync(ways[way].Chat, prompts, options, count, ways[way].Streams));
            }

            var results = measured.Select(Load.Middle).ToList();
            for (int way = 0; way < ways.Length; way++)
            {
                var load = results[way];
                string share = way == 0 || model == Nothing ? "" : $"{load.RequestsPerSecond / results[0].RequestsPerSecond:0.00}";
                Console.WriteLine(
                    $"| {model} | {count} | {ways[way].How} | {load.RequestsPerSecond:N1} | {share} | {load.TokensPerSecond:N0} | "
                    + $"{load.Median.TotalMilliseconds:N1} | {load.Percentile99.TotalMilliseconds:N1} |");
            }
        }
    }
});
return await command.Parse(args).InvokeAsync();

static IReadOnlyList<ChatMessage> Prompt(int number)
{
    var example = PocketSkills.Components[number % PocketSkills.Components.Length].Create(new SeededRandom(5, "serving", number), Part.Seen, Part.Seen);
    return [new(ChatRole.System, example.Instruction.Text), new(ChatRole.User, example.Input)];
}
