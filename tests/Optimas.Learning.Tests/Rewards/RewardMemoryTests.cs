using static TorchSharp.torch;

namespace Optimas.Learning.Tests.Rewards;

[Collection(Alone.Name)]
public sealed class RewardMemoryTests
{
    private const int AdapterTensors = 2 * 7 * 2;

    [Fact]
    public async Task Training_and_scoring_leave_no_tensor_behind_but_the_adapters_in_use()
    {
        using var model = SyntheticPreferences.RandomModel(width: 16);
        var rewards = new LanguageModelRewardModel(model, new() { Rank = 2, MaxAdaptationEpochs = 2 });
        PreferencePair[] pairs = SyntheticPreferences.Pairs(SyntheticPreferences.Shorter, 12);
        await Round(pairs);
        long before = Settled();
        for (int i = 0; i < 20; i++)
            await Round(SyntheticPreferences.Pairs(SyntheticPreferences.Shorter, 12, 100 * i));
        // Where an adaptation changes nothing, one adapter is in use, else two.
        Settled().ShouldBeLessThanOrEqualTo(before + AdapterTensors);

        async Task Round(PreferencePair[] evidence)
        {
            await rewards.FitAsync(evidence, [], default);
            await rewards.AdaptAsync(SyntheticPreferences.Shorter, evidence, [], [], default);
            await SyntheticPreferences.AccuracyAsync(rewards.Reward(SyntheticPreferences.Shorter)!, evidence);
        }
    }

    // Adapters of frozen rewards are the collector's.
    private static long Settled()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return Tensor.TotalCount;
    }
}
