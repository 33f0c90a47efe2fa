using HotpotQa;
using Optimas;
using Optimas.Hosting;
using Optimas.Pocket;
using Retrieval;

await using var pocket = new PocketChatClient();
string data = Path.Combine(AppContext.BaseDirectory, "data");
string train = Path.Combine(data, "train.jsonl"), validation = Path.Combine(data, "validation.jsonl"), test = Path.Combine(data, "test.jsonl");

return await new SystemHost<MultiHopQuestion, string, string, QuestionSystem.Configuration>
{
    Description = "Answers questions that take two passages, by search and a language model. "
        + "Without arguments: optimizes itself offline, on the pocket model and its made-up world.",
    Options =
    [
        .. ChatEndpoint.SearchOptions,
        new("--corpus", "The files whose paragraphs are searched; every data file named on the command line without it, or those that are shipped."),
    ],
    CreateSystem = async (arguments, ct) =>
    {
        var named = arguments.Values.GetValueOrDefault("--corpus") ?? arguments.DataFiles;
        // The shipped files, here or in the sample's own folder, are about one world: searching all of it takes all of them.
        string[] shipped = [train, validation, test];
        var passages = await HotpotData.ReadPassagesAsync(named.All(file => shipped.Any(s => AreEqual(file, s))) ? shipped : named, ct);
        var index = await DocumentIndex.CreateAsync(passages, ChatEndpoint.CreateEmbeddingGenerator(arguments), ct);
        return new QuestionSystem(ChatEndpoint.CreateChatClient(arguments, () => pocket, PocketChatClient.Large), index).AsSystem();
    },
    DefaultConfiguration = QuestionSystem.Configuration.Default,
    ReadExamples = HotpotData.ReadQuestionsAsync,
    Metric = new AnswerF1(),
    CreateProposer = arguments => ChatEndpoint.CreateProposer(
        arguments, ChatEndpoint.CreateChatClient(arguments, () => pocket, PocketChatClient.Large), PocketProposer.Create),
    RewardModels = [new("pocket", "the pocket model with LoRA; slower", (_, seed, ct) => PocketRewards.CreateAsync(seed, ct))],
    Parallelism = 32,
    Demonstration = new(train, validation, SystemRuns: 800, Seed: 1) { Test = test },
}.RunAsync(args);

static bool AreEqual(string file, string other) =>
    File.Exists(file) && new FileInfo(file).Length == new FileInfo(other).Length && File.ReadAllBytes(file).AsSpan().SequenceEqual(File.ReadAllBytes(other));
