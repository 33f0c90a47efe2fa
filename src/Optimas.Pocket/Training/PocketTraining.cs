using System.Globalization;
using System.Text.Json.Nodes;
using Optimas.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Pocket;

/// <summary>
/// Trains a pocket model from nothing: a tokenizer on the made-up text, then the network. It writes a checkpoint in Hugging Face's layout and a
/// record of how it was made, and goes on where it stopped when it is run again with the same options.
/// </summary>
public sealed record PocketTraining
{
    /// <summary>The file that says how a model was made.</summary>
    public const string RecordFileName = "training.json";

    private const string StateFileName = "training.safetensors";
    private const string TurnStart = "<|im_start|>", TurnEnd = "<|im_end|>";
    private const int SaveEvery = 500;
    private const double WeightDeviation = 0.02;

    /// <summary>Which model: <see cref="PocketChatClient.Large"/> or <see cref="PocketChatClient.Small"/>.</summary>
    public required string Model { get; init; }

    /// <summary>The folder that the checkpoint is written to.</summary>
    public required string Folder { get; init; }

    /// <summary>The folder of a finished model to start from, its tokenizer included; null to start from nothing.</summary>
    public string? Start { get; init; }

    /// <summary>The seed of text and weights.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The steps.</summary>
    public int Steps { get; init; } = 6000;

    /// <summary>The tokens of one step.</summary>
    public int TokensPerStep { get; init; } = 32768;

    /// <summary>The highest learning rate; it falls to a twentieth by half a wave of cosine.</summary>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary><c>cpu</c> or <c>cuda</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>How many texts the tokenizer is made from.</summary>
    internal int TokenizerTexts { get; init; } = 60_000;

    /// <summary>How many texts the loss at the end rests on.</summary>
    internal int HeldOutTexts { get; init; } = 512;

    /// <summary>Trains to the end.</summary>
    /// <param name="progress">Hears of every step.</param>
    /// <param name="cancellationToken">Ends the training after the step under way; what was reached is saved.</param>
    /// <returns>The loss on held-out text, in nats a token of the replies.</returns>
    /// <exception cref="CheckpointException">The folder holds the unfinished training of another model.</exception>
    public async Task<double> RunAsync(IProgress<TrainingStep> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var shape = PocketShapes.Of(Model);
        Directory.CreateDirectory(Folder);
        var examples = new SkillMix(PocketSkills.All, Seed);
        var tokenizer = await MakeTokenizerAsync(examples, cancellationToken).ConfigureAwait(false);
        var texts = new TrainingTexts(examples, ChatTemplate.For(tokenizer));
        var device = new Device(Device);
        var type = device.type == DeviceType.CUDA ? ScalarType.BFloat16 : ScalarType.Float32;
        using var network = Start is null
            ? DecoderModel.Create(shape, WeightDeviation, Seed, type, device)
            : DecoderModel.Load(CheckpointFolder.Open(Start), type, device, cancellationToken);
        using var trainer = LanguageModelTrainer.OfWeights(network, number => texts[number], new()
        {
            Steps = Steps,
            LearningRate = LearningRateSchedule.Cosine(LearningRate, Math.Min(200, Steps / 10), Steps, 0.05),
            TokensPerStep = TokensPerStep,
            TokensPerPass = TokensPerStep,
            Muon = new() { WeightDecay = 0.05 },
            Optimizer = new() { Beta2 = 0.95, WeightDecay = 0.05, DecaysVectors = false },
        });
        string state = Path.Combine(Folder, StateFileName);
        if (File.Exists(state))
            trainer.Resume(state);
        long started = Environment.TickCount64, stepsBefore = trainer.Steps, tokens = 0;
        try
        {
            await foreach (var step in trainer.TrainAsync(cancellationToken).ConfigureAwait(false))
            {
                tokens += step.Tokens;
                progress.Report(step);
                if (step.Number % SaveEvery == 0 && step.Number < Steps)
                    await trainer.SaveAsync(state, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            await trainer.SaveAsync(state, CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        double seconds = (Environment.TickCount64 - started) / 1000.0;
        double loss = await trainer.MeasureAsync(HeldOut(texts), cancellationToken).ConfigureAwait(false);
        await SaveAsync(network, tokenizer, cancellationToken).ConfigureAwait(false);
        await WriteRecordAsync(loss, trainer.Steps - stepsBefore, tokens, seconds, cancellationToken).ConfigureAwait(false);
        File.Delete(state);
        return loss;
    }

    private List<TokenSequence> HeldOut(TrainingTexts texts)
    {
        var mix = PocketSkills.All;
        double[] shares = [.. mix.Select(s => s.Share)];
        return
        [
            .. Enumerable.Range(0, HeldOutTexts).Select(i =>
            {
                var random = new SeededRandom(0, "held out", i);
                return texts.Encode(mix[random.NextIndex(shares)].Create(random, Part.HeldOut, Part.HeldOut), promptWeight: 0);
            }),
        ];
    }

    private async Task<Tokenizer> MakeTokenizerAsync(SkillMix examples, CancellationToken cancellationToken)
    {
        string path = Path.Combine(Folder, CheckpointFolder.TokenizerFileName);
        if (Start is not null)
            File.Copy(Path.Combine(Start, CheckpointFolder.TokenizerFileName), path, overwrite: true);
        if (!File.Exists(path))
        {
            var texts = Enumerable.Range(0, TokenizerTexts).AsParallel().AsOrdered()
                .Select(i => examples[i]).Select(e => $"{e.Instruction.Text}\n{e.Input}\n{e.Reply}");
            byte[] json = TokenizerTrainer.Train(texts, PocketShapes.VocabularySize, [TurnStart, TurnEnd], cancellationToken);
            string unfinished = path + ".new";
            await File.WriteAllBytesAsync(unfinished, json, cancellationToken).ConfigureAwait(false);
            File.Move(unfinished, path);
        }

        return await Tokenizer.LoadAsync(path, cancellationToken).ConfigureAwait(false);
    }

    // Weights are shipped in half the size that they are trained in on a CPU.
    private async Task SaveAsync(DecoderModel network, Tokenizer tokenizer, CancellationToken cancellationToken)
    {
        int end = tokenizer.TokenId(TurnEnd)!.Value;
        await network.SaveAsync(Folder, [end], cancellationToken).ConfigureAwait(false);
        if (network.ElementType == ScalarType.BFloat16)
            return;
        using var halved = DecoderModel.Load(CheckpointFolder.Open(Folder), ScalarType.BFloat16, new Device("cpu"), cancellationToken);
        await halved.SaveAsync(Folder, [end], cancellationToken).ConfigureAwait(false);
    }

    // One entry for each training; a model that started from another one keeps the other one's.
    private async Task WriteRecordAsync(double loss, long steps, long tokens, double seconds, CancellationToken cancellationToken)
    {
        var trainings = new JsonArray();
        if (Start is not null && File.Exists(Path.Combine(Start, RecordFileName)))
        {
            string before = await File.ReadAllTextAsync(Path.Combine(Start, RecordFileName), cancellationToken).ConfigureAwait(false);
            foreach (var training in JsonNode.Parse(before)!.AsArray())
                trainings.Add(training!.DeepClone());
        }

        trainings.Add((JsonNode)new JsonObject
        {
            ["model"] = Model,
            ["date"] = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["seed"] = Seed,
            ["steps"] = Steps,
            ["tokensPerStep"] = TokensPerStep,
            ["learningRate"] = LearningRate,
            ["device"] = Device,
            ["lastSession"] = new JsonObject { ["steps"] = steps, ["tokens"] = tokens, ["seconds"] = Math.Round(seconds, 1) },
            ["heldOutLoss"] = Math.Round(loss, 4),
        });
        await File.WriteAllTextAsync(
            Path.Combine(Folder, RecordFileName), trainings.ToJsonString(new() { WriteIndented = true }) + "\n", cancellationToken).ConfigureAwait(false);
    }
}
