using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning.Tests.Reinforcement;

[Collection(Alone.Name)]
public sealed class PolicyMemoryTests
{
    [Fact]
    public async Task Rounds_leave_no_tensors_behind()
    {
        await using var writer = new Writer();
        var trainer = writer.Trainer();
        string? weights = null;
        long after = 0;
        for (int round = 0; round < 4; round++)
        {
            var trained = await trainer.TrainAsync(writer.Request(trainer, weights, round), default);
            if (weights is not null && trained is not null)
                await trainer.DiscardAsync(weights, default);
            weights = trained?.Weights ?? weights;
            // The engine reads the adapter when it is first asked for.
            await writer.ReplyAsync(0, weights, 1, default);
            GC.Collect();
            GC.WaitForPendingFinalizers();
            if (round == 0)
                after = Tensor.TotalCount;
        }

        Tensor.TotalCount.ShouldBeLessThanOrEqualTo(after + 4);
    }

    [Fact]
    public async Task Modules_and_their_rounds_leave_none_either()
    {
        using var folder = new Checkpoints.ScratchFolder();
        var policy = new DiscretePolicy(folder.Path, () => SmallNetworks.Linear(2, 3), () => SmallNetworks.Linear(2, 1));
        var trainer = new ModulePolicyTrainer(policy);
        long after = 0;
        for (int round = 0; round < 6; round++)
        {
            var trained = await trainer.TrainAsync(
                Rounds.Request(trainer, 8, null, round, (_, name, _, _) =>
                    Task.FromResult<double?>((name is null ? policy : policy.WithWeights(name)).Act(1, 0))),
                default);
            await trainer.DiscardAsync(trained!.Weights, default);
            GC.Collect();
            GC.WaitForPendingFinalizers();
            if (round == 1)
                after = Tensor.TotalCount;
        }

        Tensor.TotalCount.ShouldBeLessThanOrEqualTo(after + 8);
    }
}
