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

    public static async Task<string> GenerateAsync(string model, Device device, int requests, int lanes, int prompt, int tokens, int repeats)
    {
        var config = Shapes.Of(model);
        var tokenizer = ByteTokenizer.Create();
        using var network = DecoderModel.Create(config, 0.02, 1, device.type == DeviceType.CUDA ? ScalarType.BFloat16 : ScalarType.Float32, device);
        using var language = new LanguageModel(model, network, tokenizer, ChatTemplate.Plain(tokenizer), []);
        // Nothing is shared: every prompt is computed.
        await using var engine = new GenerationEngine(language, new()
        {
            Slots = requests,
            Lanes = lanes,
            MaxTokens = prompt + tokens + 1,
            PromptTokensPerPass = requests * prompt,
        });
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

        return Line(("tokensPerSecond", (double)requests * tokens / best), ("seconds", best), ("peakBytes", PeakBytes(device)));
    }

    /// <summary>Steps of the ranking loss (OPTIMAS, eq. 4) over LoRA, rank 32: pairs whose outputs share a context.</summary>
    public static string Rank(string model, Device device, int batch, int length, int steps, int passTokens, bool checkpointing)
    {
        var config = Shapes.Of(model);
        using var network = DecoderModel.Create(config, 0.02, 1, device.type == DeviceType.CUDA ? ScalarType.BFloat16 : ScalarType.Float32, device);
        using var adapter = LoraAdapter.Create(new() { Rank = 32, Alpha = 16 }, config, device, 1);
        using var heads = new TorchSharp.Modules.Parameter(ones([1, config.HiddenSize], device: device));
        using var optimizer = new AdamW([.. adapter.NamedParameters().Select(p => (p.Name, (Tensor)p.Parameter)), ("heads", heads)]);
        const int WarmUp = 2;
        double seconds = 0, read = 0, computed = 0, loss = 0;
        if (device.type == DeviceType.CUDA)
            FusedOperations.PeakBytes(0, reset: true);
        for (int step = 0; step < WarmUp + steps; step++)
        {
            var terms = Lengths(batch, length, step).OrderBy(p => p.Context).Select((p, i) =>
            {
                int[] context = Tokens(config, (step * batch * 3) + (i * 3), p.Context);
                return new RankedTexts(
                    new(context, Tokens(config, (step * batch * 3) + (i * 3) + 1, p.Preferred)),
                    new(context, Tokens(config, (step * batch * 3) + (i * 3) + 2, p.Rejected)),
                    Head: 0,
                    Margin: 0,
                    Weight: 1.0 / batch);
            }).ToList();
            var groups = new List<List<RankedTexts>>();
            int rows = 0;
            foreach (var term in terms)
            {
                int own = term.Preferred.Context.Length + term.Preferred.Output.Length + term.Rejected.Output.Length;
                if (groups.Count == 0 || rows + own > passTokens)
                {
                    groups.Add([]);
                    rows = 0;
                }

                groups[^1].Add(term);
                rows += own;
            }

            double took = Clock.Seconds(device, () =>
            {
                loss = 0;
                foreach (var group in groups)
                {
                    using var scope = NewDisposeScope();
                    loss += new RankingPass(group).Backward(network, adapter, heads, checkpointing);
                }

                using (NewDisposeScope())
                {
                    Tensor[] gradients = [.. optimizer.Parameters.Select(p => p.grad!)];
                    GradientClipping.Clip(gradients, 1);
                    optimizer.Step(gradients, 1e-5);
                    foreach (var parameter in optimizer.Parameters)
                        parameter.grad = null;
                }
            });
            if (step < WarmUp)
                continue;
            seconds += took;
            read += terms.Sum(t => (2.0 * t.Preferred.Context.Length) + t.Preferred.Output.Length + t.Rejected.Output.Length);
            computed += terms.Sum(t => (double)t.Preferred.Context.Length + t.Preferred.Output.Length + t.Rejected.Output.Length);
        }

        // A frozen weight costs its forward and the gradient of its input; the adapter's own products are left out.
        double weights = config.ExpectedTensors().Where(t => !t.IsOptional && t.Name.Contains("layers", StringComparison.Ordinal) && t.Shape.Count == 2).Sum(t => (double)t.Shape.ElementCount);
        return Line(
            ("tokensPerSecond", read / seconds),
            ("pairsPerSecond", steps * batch / seconds),
            ("flops", (checkpointing ? 6 : 4) * weights * computed / seconds),
            ("peakBytes", PeakBytes(device)),
            ("loss", loss));
    }

    // As reference.py draws them: contexts of 1/2 to 7/8 of the longest text, outputs of up to 1/8.
    private static IEnumerable<(int Context, int Preferred, int Rejected)> Lengths(int batch, int length, int step)
    {
        for (int i = 0; i < batch; i++)
        {
            double fraction = ((step * batch) + i) * 0.6180339887498949 % 1;
            yield return (
                (int)(length * (0.5 + (0.375 * fraction))),
                (int)(length * (0.02 + (0.1 * (fraction * 7 % 1)))),
                (int)(length * (0.02 + (0.1 * (fraction * 13 % 1)))));
        }
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

    private static long PeakBytes(Device device) => device.type == DeviceType.CUDA ? FusedOperations.PeakBytes(0, reset: false) : 0;

    private static string Line(params (string Name, double Value)[] values) => "{" + string.Join(
        ", ", values.Select(v => string.Create(CultureInfo.InvariantCulture, $"\"{v.Name}\": {v.Value:R}"))) + "}";
}
