using Microsoft.Extensions.AI;
using Optimas.Learning.Tests.Reinforcement;
using TorchSharp;

namespace Optimas.Learning.Tests;

/// <summary>The examples of docs/learning.md and of README.md, word for word.</summary>
internal static class GuideExamples
{
    public static async Task<string> ChatAsync(string folder, CancellationToken cancellationToken)
    {
        using var model = await LanguageModel.LoadAsync(folder, LanguageModelOptions.Default, cancellationToken);
        await using var engine = new GenerationEngine(model, GenerationOptions.Default);
        IChatClient chat = new LocalChatClient(engine);

        var response = await chat.GetResponseAsync(
            "What is the capital of France?",
            new() { Temperature = 0.7f, Seed = 1, MaxOutputTokens = 64, StopSequences = ["\n"] },
            cancellationToken);
        Console.WriteLine($"{response.Text} ({response.Usage?.TotalTokenCount} tokens)");
        return response.Text;
    }

    public static async Task<LanguageModel> PartsAsync(string folder, CancellationToken cancellationToken)
    {
        var checkpoint = CheckpointFolder.Open(folder);
        var tokenizer = await Tokenizer.LoadAsync(checkpoint.RequireTokenizer(), cancellationToken);
        var network = DecoderModel.Load(checkpoint, torch.ScalarType.Float32, torch.CPU, cancellationToken);
        var model = new LanguageModel("mine", network, tokenizer, ChatTemplate.Plain(tokenizer), checkpoint.EndTokens);
        return model;
    }

    public static LanguageModelOptions Gpu()
    {
        var options = new LanguageModelOptions { Device = "cuda", Precision = Precision.BFloat16 };
        return options;
    }

    public static async Task<(float[] Vector, EmbeddingRewardModel Rewards)> EmbedAsync(LanguageModel model, CancellationToken cancellationToken)
    {
        using var embedder = new LocalEmbeddingGenerator(model, EmbeddingPooling.Mean);
        var embeddings = await embedder.GenerateAsync(["first text", "second text"], cancellationToken: cancellationToken);
        ReadOnlyMemory<float> vector = embeddings[1].Vector;
        var rewards = new EmbeddingRewardModel(embedder);
        return (vector.ToArray(), rewards);
    }

    public static async Task<string> AdaptAsync(LanguageModel model, GenerationEngine engine, string folder, CancellationToken cancellationToken)
    {
        var config = model.Network.Config;
        using var adapter = LoraAdapter.Create(
            new() { Rank = 8, Alpha = 16, Targets = AdapterTargets.Attention }, config, model.Network.Device, seed: 1);

        using var adapters = new AdapterStore(folder, config, model.Network.Device);
        await adapters.SaveAsync("polite", adapter, cancellationToken);
        var result = await engine.GenerateAsync(
            new([.. model.Tokenizer.Encode("Dear", addSpecialTokens: true)], new() { Seed = 1, MaxTokens = 20 }, adapters.Get("polite")),
            cancellationToken);
        return result.Text;
    }

    public static async Task TrainAsync(
        LanguageModel model, LoraAdapter adapter, string[] documents, string path, CancellationToken cancellationToken)
    {
        var texts = new ShuffledEpochs<TokenSequence>(
            [.. documents.Select(d => new TokenSequence([.. model.Tokenizer.Encode(d), model.EndTokens[0]]))], seed: 1);
        var training = new LanguageModelTraining
        {
            Steps = 20,
            LearningRate = LearningRateSchedule.Cosine(3e-4, warmUpSteps: 5, steps: 20),
            ActivationCheckpointing = true,
        };
        using var trainer = LanguageModelTrainer.OfAdapter(model.Network, adapter, n => texts[n], training);
        if (File.Exists(path))
            trainer.Resume(path);
        await foreach (var step in trainer.TrainAsync(cancellationToken))
        {
            Console.WriteLine($"step {step.Number}: loss {step.Loss:0.000}, norm {step.GradientNorm:0.00}");
            if (step.Number % 10 == 0)
                await trainer.SaveAsync(path, cancellationToken);
        }
    }

    public static async Task MakeTokenizerAsync(string[] documents, string folder, CancellationToken cancellationToken)
    {
        byte[] json = TokenizerTrainer.Train(documents, vocabularySize: 2048, ["<|im_start|>", "<|im_end|>"], cancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(folder, "tokenizer.json"), json, cancellationToken);
    }

    public static OptimizationOptions Rewards(LanguageModel model)
    {
        var options = new OptimizationOptions
        {
            RewardModel = new LanguageModelRewardModel(model, new()
            {
                Evidence = new() { Seed = 1 },
                Rank = 16,
                MaxTokens = 512,
                MaxEpochs = 10,
                AdapterFolder = "rewards",
            }),
        };
        return options;
    }

    public static async Task<string> ServeAsync(
        Correspondent correspondent, LanguageModel model, int question, CancellationToken cancellationToken)
    {
        LanguageModelReward.Register(model, "rewards");
        var best = await Correspondent.Configuration.LoadAsync("configuration.json", cancellationToken);
        string letter = await correspondent.RunAsync(question, best, cancellationToken);
        return letter;
    }

    public static async Task ReadmeAsync(
        IReadOnlyList<Example<int, int>> train, IReadOnlyList<Example<int, int>> validation, IMetric<string, int> metric)
    {
        using var model = await LanguageModel.LoadAsync("models/Qwen2.5-0.5B-Instruct", new() { Device = "cuda" }, default);
        await using var engine = new GenerationEngine(model, GenerationOptions.Default);
        using var adapters = new AdapterStore("adapters", model.Network.Config, model.Network.Device);

        var correspondent = new Correspondent(new LocalChatClient(engine, adapters));    // [Component, Prompt("Reply shortly."), Trainable]
        var result = await correspondent.OptimizeAsync(train, validation, metric, new()
        {
            RewardModel = new LanguageModelRewardModel(model),
            WeightTrainer = new LanguageModelPolicyTrainer(model, adapters),
        });
    }
}
