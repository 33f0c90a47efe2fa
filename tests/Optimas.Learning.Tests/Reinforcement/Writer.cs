using System.Text;
using Optimas.Learning.Tests.Checkpoints;
using Optimas.Runtime;

namespace Optimas.Learning.Tests.Reinforcement;

/// <summary>A prompted component over a tiny local model whose replies are random bytes at first.</summary>
internal sealed class Writer : IAsyncDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly GenerationEngine _engine;
    private readonly LocalChatClient _client;

    public Writer(long seed = 1)
    {
        // Wide enough that a token can become likely: tied embeddings bound the logits.
        Model = TinyModels.Create(seed, deviation: 0.25);
        Adapters = new(_folder.Path, Model.Network.Config, Model.Network.Device);
        _engine = new(Model, GenerationOptions.Default);
        _client = new(_engine, Adapters);
    }

    public LanguageModel Model { get; }

    public AdapterStore Adapters { get; }

    public LocalChatClient Client => _client;

    public string Folder => _folder.Path;

    public string[] Names => [.. Directory.GetFileSystemEntries(Folder).Select(e => Path.GetFileName(e)!).Order(StringComparer.Ordinal)];

    public string[] Files => [.. Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    public static PpoOptions Options { get; } = new()
    {
        InputsPerRound = 4, RolloutsPerInput = 8, LearningRate = 0.01, ValueLearningRate = 0.01, KlCoefficient = 0.01, TargetKl = 0.2,
    };

    public LanguageModelPolicyTrainer Trainer(PpoOptions? options = null, List<PpoReport>? reports = null) =>
        new(Model, Adapters, options ?? Options) { Progress = reports is null ? null : new Heard<PpoReport>(reports.Add) };

    /// <summary>The component: a few bytes in reply to a question.</summary>
    public Task<string> ReplyAsync(int input, string? weights, long seed, CancellationToken cancellationToken, float? temperature = null) => new PromptedCall
    {
        Component = "Reply",
        Instruction = "Reply.",
        Inputs = w => w.Text("question", $"{input}"),
        MaxOutputTokens = 8,
        Temperature = temperature,
        Seed = seed,
        Weights = weights,
    }.TextAsync(_client, cancellationToken);

    /// <summary>The share of lower case letters.</summary>
    public static double Score(string reply) => Encoding.UTF8.GetBytes(reply) is { Length: > 0 } bytes
        ? bytes.Count(b => b is >= (byte)'a' and <= (byte)'z') / (double)bytes.Length
        : 0;

    public WeightTrainingRequest Request(IWeightTrainer trainer, string? weights, long seed, int parallelism = 8) => Rounds.Request(
        trainer, Options.InputsPerRound, weights, seed, async (input, name, s, ct) => Score(await ReplyAsync(input, name, s, ct)), parallelism);

    public async Task<double> MeanAsync(string? weights, Func<string, double>? score = null)
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => ReplyAsync(i, weights, 1000 + i, default)));
        return replies.Average(score ?? Score);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _engine.DisposeAsync();
        Adapters.Dispose();
        Model.Dispose();
        _folder.Dispose();
    }
}
