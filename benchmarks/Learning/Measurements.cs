using System.Diagnostics;
using System.Globalization;
using Optimas;
using Optimas.Learning;
using Optimas.LibTorch;
using TorchSharp;
using static TorchSharp.torch;

namespace LearningBenchmarks;

internal static class Measurements
{
    public static string MatrixProduct(Device device, int size)
    {
        using var scope = NewDisposeScope();
        var type = device.type == DeviceType.CUDA ? ScalarType.BFloat16 : ScalarType.Float32;
        var x = randn([size, size]).to(type, device);
        double best = double.MaxValue;
        for (int round = 0; round < 6; round++)
        {
            best = Math.Min(best, Clock.Seconds(device, () =>
            {
                for (int i = 0; i < 5; i++)
                    x.mm(x).Dispose();
            }));
        }

        return Line(("flops", 5 * 2.0 * size * size * size / best));
    }

    public static async Task<string> TrainAsync(string model, Device device, int batch, int length, int steps)
    {
        var config = Shapes.Of(model);
        using var network = DecoderModel.Create(config, 0.02, 1, device.type == DeviceType.CUDA ? ScalarType.BFloat16 : ScalarType.Float32, device);
        const int WarmUp = 3;
        using var trainer = LanguageModelTrainer.OfWeights(
            network,
            index => new(Tokens(config, index, length)),
            new() { Steps = WarmUp + steps, LearningRate = LearningRateSchedule.Constant(1e-3), TokensPerStep = batch * length, TokensPerPass = batch * length });
        var watch = new Stopwatch();
        double loss = 0;
        await foreach (var step in trainer.TrainAsync(default))
        {
            loss = step.Loss;
            if (step.Number == WarmUp)
            {
                Clock.Finish(device);
                watch.Start();
            }
        }

        Clock.Finish(device);
        double seconds = watch.Elapsed.TotalSeconds, tokens = (double)steps * batch * length;
        return Line(("tokensPerSecond", tokens / seconds), ("flops", tokens / seconds * FlopsPerToken(config, length)), ("loss", loss));
    }

    public static async Task<string> GenerateAsync(string model, Device device, int requests, int prompt, int tokens, int repeats)
    {
        var config = Shapes.Of(model);
        var tokenizer = ByteTokenizer.Create();
        using var network = DecoderModel.Create(config, 0.02, 1, device.type == DeviceType.CUDA ? ScalarType.BFloat16 : ScalarType.Float32, device);
        using var language = new LanguageModel(model, network, tokenizer, ChatTemplate.Plain(tokenizer), []);
        // Nothing is shared: every prompt is computed.
        await using var engine = new GenerationEngine(language, new() { Slots = requests, MaxTokens = prompt + tokens + 1, PromptTokensPerPass = requests * prompt });
        double best = double.MaxValue;
        for (int round = 0; round <= repeats; round++)
        {
            var watch = Stopwatch.StartNew();
            var results = await Task.WhenAll(Enumerable.Range(0, requests).Select(i => engine.GenerateAsync(
                new([.. Tokens(config, (round * 1000) + i, prompt)], new() { Temperature = 0, MaxTokens = tokens }, null), default)));
            if (results.Any(r => r.Tokens.Length != tokens))
                throw new InvalidOperationException("A text ended early.");
            if (round > 0)
                best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }

        return Line(("tokensPerSecond", (double)requests * tokens / best), ("seconds", best));
    }

    private static int[] Tokens(DecoderConfig config, long index, int length)
    {
        var random = new SeededRandom(1, "tokens", index);
        return [.. Enumerable.Range(0, length).Select(_ => random.Next(config.VocabularySize))];
    }

    // Forward and backward: six for each weight outside of the embedding lookup, and causal attention's two products.
    private static double FlopsPerToken(DecoderConfig config, int length)
    {
        double weights = config.ExpectedTensors().Where(t => !t.IsOptional && t.Shape.Count == 2).Sum(t => (double)t.Shape.ElementCount);
        return (6 * weights) + (6.0 * config.Layers * config.Heads * config.HeadSize * length);
    }

    private static string Line(params (string Name, double Value)[] values) => "{" + string.Join(
        ", ", values.Select(v => string.Create(CultureInfo.InvariantCulture, $"\"{v.Name}\": {v.Value:R}"))) + "}";
}
