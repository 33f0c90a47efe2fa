using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning.Tests.Training;

public sealed class LanguageModelTrainerTests(Xunit.Abstractions.ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("optimas-training").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_model_learns_to_copy_from_scratch()
    {
        var clock = Stopwatch.StartNew();
        using var model = TinyModel.Create();
        using var trainer = LanguageModelTrainer.OfWeights(model, n => TinyModel.Copy(n, elsewhere: 0.1f), Training(700) with
        {
            LearningRate = LearningRateSchedule.Cosine(5e-3, 30, 700),
            TokensPerStep = 1024,
        });
        TokenSequence[] heldOut = [.. Enumerable.Range(1, 64).Select(i => TinyModel.Copy(-i))];
        double loss = double.NaN;
        await foreach (var step in trainer.TrainAsync(default))
        {
            if (step.Number % 50 != 0)
                continue;
            loss = await trainer.MeasureAsync(heldOut, default);
            output.WriteLine($"step {step.Number}: {step.Loss:0.000} nats, held out {loss:0.0000}, {clock.Elapsed.TotalSeconds:0.0} s");
            if (loss < 0.02)
                break;
        }

        loss.ShouldBeLessThan(0.05);
    }

    [Theory]
    [InlineData(ScalarType.Float32, false, false)]
    [InlineData(ScalarType.BFloat16, false, false)]
    [InlineData(ScalarType.Float32, true, false)]
    [InlineData(ScalarType.Float32, false, true)]
    [InlineData(ScalarType.BFloat16, false, true)]
    public async Task A_training_that_is_stopped_and_resumed_ends_with_the_same_weights(ScalarType type, bool lora, bool muon)
    {
        var training = Training(8) with { TokensPerPass = 64, Muon = muon ? new() : null };
        float[][] whole = await Run(type, lora, training, 8, null);
        string path = Path.Combine(_folder, "state.safetensors");
        await Run(type, lora, training, 3, path);
        float[][] resumed = await Run(type, lora, training, 8, null, resume: path, seed: 2);
        for (int i = 0; i < whole.Length; i++)
            resumed[i].ShouldBe(whole[i]);
    }

    [Fact]
    public async Task A_step_is_the_same_in_one_pass_or_many_kept_or_computed_again()
    {
        float[][] one = await Run(ScalarType.Float32, false, Training(1), 1, null);
        foreach (var training in new[] { Training(1) with { TokensPerPass = 40 }, Training(1) with { ActivationCheckpointing = true } })
        {
            float[][] other = await Run(ScalarType.Float32, false, training, 1, null);
            // AdamW's first step is nearly a sign: only a gradient of about zero could go either way.
            for (int i = 0; i < one.Length; i++)
                one[i].Zip(other[i]).Count(p => Math.Abs(p.First - p.Second) > 1e-4).ShouldBeLessThanOrEqualTo(one[i].Length / 200);
        }
    }

    [Fact]
    public async Task Tokens_without_weight_do_not_matter()
    {
        TokenSequence Text(int last, float[]? weights) => new([1, 5, 6, 7, last], weights);
        using var model = TinyModel.Create();
        using var trainer = LanguageModelTrainer.OfWeights(model, _ => Text(8, null), Training(1));
        double first = await trainer.MeasureAsync([Text(8, [9, 0, 0, 1, 0])], default);
        (await trainer.MeasureAsync([Text(9, [0, 0, 0, 5, 0])], default)).ShouldBe(first, 1e-6);
        (await Should.ThrowAsync<ArgumentException>(trainer.MeasureAsync([Text(9, [0, 0, 0, 0, 0])], default))).Message.ShouldContain("weighs anything");
        double all = await trainer.MeasureAsync([new TokenSequence([1, 5, 6, 7])], default);
        double rest = await trainer.MeasureAsync([Text(8, [0, 1, 1, 0, 0])], default);
        all.ShouldBe((first + (2 * rest)) / 3, 1e-5);
    }

    [Fact]
    public async Task A_cancelled_training_goes_on_from_where_it_was()
    {
        using var model = TinyModel.Create();
        using var source = new CancellationTokenSource();
        bool cancels = true;
        using var trainer = LanguageModelTrainer.OfWeights(
            model,
            n =>
            {
                if (n > 20 && cancels)
                    source.Cancel();
                return TinyModel.Copy(n);
            },
            Training(6));
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in trainer.TrainAsync(source.Token)) { }
        });
        trainer.Steps.ShouldBeInRange(1, 5);
        cancels = false;
        await foreach (var _ in trainer.TrainAsync(default)) { }
        float[][] unbroken = await Run(ScalarType.Float32, false, Training(6), 6, null);
        int i = 0;
        foreach (var weight in model.Weights.Values)
            TinyModel.Values(weight).ShouldBe(unbroken[i++]);
    }

    [Fact]
    public async Task A_file_of_another_training_is_refused()
    {
        string path = Path.Combine(_folder, "state.safetensors");
        await Run(ScalarType.Float32, false, Training(1), 1, path);
        using var model = TinyModel.Create(config: TinyModel.Config(layers: 3));
        using var trainer = LanguageModelTrainer.OfWeights(model, n => TinyModel.Copy(n), Training(1));
        Should.Throw<CheckpointException>(() => trainer.Resume(path));
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..500]);
        Should.Throw<CheckpointException>(() => trainer.Resume(path));
    }

    private static LanguageModelTraining Training(int steps) => new()
    {
        Steps = steps,
        LearningRate = LearningRateSchedule.Constant(3e-3),
        TokensPerStep = 130,
    };

    private static async Task<float[][]> Run(
        ScalarType type, bool lora, LanguageModelTraining training, int until, string? save, string? resume = null, long seed = 1)
    {
        // An adapter's base is not part of its training, so it must be the same.
        using var model = TinyModel.Create(lora ? 1 : seed, type);
        using var adapter = lora ? LoraAdapter.Create(new() { Rank = 4, Alpha = 8, Dropout = 0.1 }, model.Config, CPU, seed) : null;
        var texts = new ShuffledEpochs<TokenSequence>([.. Enumerable.Range(0, 30).Select(i => TinyModel.Copy(i))], 1);
        TokenSequence Text(long n) => lora || type != ScalarType.Float32 ? texts[n] : TinyModel.Copy(n);
        using var trainer = adapter is null
            ? LanguageModelTrainer.OfWeights(model, Text, training)
            : LanguageModelTrainer.OfAdapter(model, adapter, Text, training);
        if (resume is not null)
            trainer.Resume(resume);
        await foreach (var step in trainer.TrainAsync(default))
        {
            if (step.Number == until)
                break;
        }

        if (save is not null)
            await trainer.SaveAsync(save, default);
        return adapter is null
            ? [.. model.Weights.Values.Select(TinyModel.Values)]
            : [.. adapter.NamedParameters().Select(p => TinyModel.Values(p.Parameter))];
    }
}
