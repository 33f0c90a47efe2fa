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
}
