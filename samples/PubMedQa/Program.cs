using Optimas;
using Optimas.Hosting;
using Optimas.Pocket;
using PubMedQa;

await using var pocket = new PocketChatClient();
string data = Path.Combine(AppContext.BaseDirectory, "data");
// A configuration that was optimized with --lrf pocket may choose models by such rewards.
PocketRewards.Register();

return await new SystemHost<ResearchQuestion, string, string, AbstractSystem.Configuration>
{
    Description = "Answers research questions from abstracts with yes, no or maybe. "
        + "Without arguments: optimizes itself offline, on the pocket model and made-up trials.",
    Options = ChatEndpoint.Options,
    CreateSystem = (arguments, _) => ValueTask.FromResult(
        new AbstractSystem(ChatEndpoint.CreateChatClient(arguments, () => pocket, PocketChatClient.Small, PocketChatClient.Large)).AsSystem()),
    DefaultConfiguration = AbstractSystem.Configuration.Default,
    ReadExamples = PubMedData.ReadQuestionsAsync,
    Metric = new DecisionAccuracy(),
    CreateProposer = arguments => ChatEndpoint.CreateProposer(
        arguments, ChatEndpoint.CreateChatClient(arguments, () => pocket, PocketChatClient.Small, PocketChatClient.Large), PocketProposer.Create),
    RewardModels = [new("pocket", "the pocket model with LoRA; slower", (_, seed, ct) => PocketRewards.CreateAsync(seed, ct))],
    Parallelism = 32,
    Demonstration = new(Path.Combine(data, "train.jsonl"), Path.Combine(data, "validation.jsonl"), SystemRuns: 1500, Seed: 1)
    {
        Test = Path.Combine(data, "test.jsonl"),
    },
}.RunAsync(args);
