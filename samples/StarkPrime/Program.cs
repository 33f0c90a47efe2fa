using System.Globalization;
using Optimas;
using Optimas.Hosting;
using Optimas.Pocket;
using StarkPrime;

await using var pocket = new PocketChatClient();
string data = Path.Combine(AppContext.BaseDirectory, "data");
KnowledgeBase? knowledge = null;

if (ChooseMetric(args) is not { } metric)
{
    Console.Error.WriteLine("--metric takes mrr or hit1.");
    return 1;
}

int exitCode = await new SystemHost<EntityRequest, IReadOnlyList<int>, IReadOnlyList<int>, RetrievalSystem.Configuration>
{
    Description = "Finds entities of a biomedical knowledge base by their texts and their relations. "
        + "Without arguments: optimizes itself offline, on the pocket model and a made-up knowledge base.",
    Options =
    [
        .. ChatEndpoint.SearchOptions,
        new("--kb", "The folder of kb_nodes.jsonl and kb_edges.jsonl; a made-up knowledge base without it."),
        new("--text-length", "How many characters of a node's text scorers read; 300 without it."),
        new("--relations-length", "How many characters of a node's relations scorers read; 110 without it, which is what the pocket model knows, or 600 with --kb."),
        new("--metric", "mrr (mean reciprocal rank, the default) or hit1 (an answer comes first)."),
    ],
    CreateSystem = async (arguments, ct) =>
    {
        bool isShipped = !arguments.Values.ContainsKey("--kb");
        var limits = new ReadingLimits(Number(arguments, "--text-length", 300), Number(arguments, "--relations-length", isShipped ? 110 : 600));
        string folder = isShipped ? data : Value(arguments.Values["--kb"], "--kb");
        knowledge = await KnowledgeBase.LoadAsync(folder, limits, ChatEndpoint.CreateEmbeddingGenerator(arguments), ct);
        return new RetrievalSystem(ChatEndpoint.CreateChatClient(arguments, () => pocket, PocketChatClient.Large), knowledge).AsSystem();
    },
    DefaultConfiguration = RetrievalSystem.Configuration.Default,
    ReadExamples = StarkData.ReadQueriesAsync,
    Metric = metric,
    CreateProposer = arguments => ChatEndpoint.CreateProposer(
        arguments, ChatEndpoint.CreateChatClient(arguments, () => pocket, PocketChatClient.Large), PocketProposer.Create),
    RewardModels = [new("pocket", "the pocket model with LoRA; slower", (_, seed, ct) => PocketRewards.CreateAsync(seed, ct))],
    Parallelism = 32,
    Demonstration = new(Path.Combine(data, "train.jsonl"), Path.Combine(data, "validation.jsonl"), SystemRuns: 1500, Seed: 1)
    {
        Test = Path.Combine(data, "test.jsonl"),
    },
}.RunAsync(args);
knowledge?.Dispose();
return exitCode;

// The metric is needed before the command line is read as a whole. Null for one that is not known.
static IMetric<IReadOnlyList<int>, IReadOnlyList<int>>? ChooseMetric(string[] args)
{
    int at = Array.FindIndex(args, a => a == "--metric" || a.StartsWith("--metric=", StringComparison.Ordinal));
    string? name = at < 0 ? "mrr" : args[at].Contains('=', StringComparison.Ordinal) ? args[at].Split('=')[1] : args.ElementAtOrDefault(at + 1);
    return name switch { "mrr" => new ReciprocalRank(), "hit1" => new HitAtOne(), _ => null };
}

static int Number(HostArguments arguments, string option, int otherwise)
    => !arguments.Values.TryGetValue(option, out var values) ? otherwise
        : int.TryParse(Value(values, option), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 ? number
        : throw new ArgumentException($"{option} takes a number of characters, 1 or more.");

static string Value(IReadOnlyList<string> values, string option)
    => values is [var value] ? value : throw new ArgumentException($"{option} takes one value.");
