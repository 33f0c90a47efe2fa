using System.Globalization;
using static TorchSharp.torch;

namespace Optimas.Learning.Tests.Training;

[Collection(Alone.Name)]
public sealed class TrainingMemoryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_hundred_steps_leave_no_tensor_behind(bool checkpointing)
    {
        var training = new LanguageModelTraining
        {
            Steps = 200,
            LearningRate = LearningRateSchedule.Constant(3e-3),
            TokensPerStep = 60,
            TokensPerPass = 30,
            ActivationCheckpointing = checkpointing,
        };
        using var model = TinyModel.Create(config: TinyModel.Config(width: 16));
        using var trainer = LanguageModelTrainer.OfWeights(model, n => TinyModel.Copy(n), training);
        long after = 0;
        await foreach (var step in trainer.TrainAsync(default))
        {
            if (step.Number == 10)
                after = Tensor.TotalCount;
        }

        trainer.Steps.ShouldBe(200);
        Tensor.TotalCount.ShouldBeLessThanOrEqualTo(after);
    }

    [Fact]
    public void Checkpointing_takes_a_fraction_of_the_memory()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var model = TinyModel.Create(config: TinyModel.Config(width: 256, layers: 8) with { MaxPositions = 1024 });
        using var adapter = LoraAdapter.Create(new() { Rank = 16, Alpha = 16 }, model.Config, CPU, 1);
        long checkpointed = PeakAfter(model, adapter, checkpointing: true), kept = PeakAfter(model, adapter, checkpointing: false);
        // About 130 MB against 430 MB, of which what earlier tests have freed hides a part.
        (kept - checkpointed).ShouldBeGreaterThan(100, $"{checkpointed} MB and {kept} MB");
    }

    private static long PeakAfter(DecoderModel model, LoraAdapter adapter, bool checkpointing)
    {
        using var scope = NewDisposeScope();
        int[] text = [.. Enumerable.Range(0, 1024).Select(i => 3 + (i * 37 % 28))];
        var pass = TrainingPass.Run(model, PackedBatch.Of([text, text], CPU), adapter, lastOnly: true, checkpointing);
        pass.Hidden.pow(2).sum().backward();
        pass.Backward();
        string line = File.ReadLines("/proc/self/status").Single(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
