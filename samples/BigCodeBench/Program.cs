using BigCodeBench;
using BigCodeBench.Languages;
using Microsoft.Extensions.AI;
using Optimas;
using Optimas.Hosting;
using Optimas.Pocket;

string data = Path.Combine(AppContext.BaseDirectory, "data");

// One client for the system and its proposer, made when the command line is known.
IChatClient? client = null;
IChatClient Chat(HostArguments arguments) => client ??= ChatEndpoint.CreateChatClient(arguments, () => new PocketChatClient(), PocketChatClient.Large);

try
{
    return await new SystemHost<CodingTask, string, HiddenTests, SelfVerifiedCode.Configuration>
    {
        Description = "Writes programs, tests them by itself and repairs them: BigCodeBench's tasks with --endpoint, made-up ones offline. "
            + "Without arguments: optimizes itself on made-up tasks.",
        Options = ChatEndpoint.Options,
        CreateSystem = (arguments, _) => ValueTask.FromResult(new SelfVerifiedCode(Chat(arguments), ProgramLanguages.Default).AsSystem()),
        DefaultConfiguration = SelfVerifiedCode.Configuration.Default,
        ReadExamples = CodingTasks.ReadAsync,
        Metric = new Pass1(ProgramLanguages.Default),
        CreateProposer = arguments => ChatEndpoint.CreateProposer(arguments, Chat(arguments), PocketProposer.Create),
        RewardModels = [new("pocket", "the pocket model with LoRA; slower", (_, seed, ct) => PocketRewards.CreateAsync(seed, ct))],
        Parallelism = 32,
        Demonstration = new(Path.Combine(data, "train.jsonl"), Path.Combine(data, "validation.jsonl"), SystemRuns: 1500, Seed: 1)
        {
            Test = Path.Combine(data, "test.jsonl"),
        },
    }.RunAsync(args);
}
finally
{
    client?.Dispose();
}
