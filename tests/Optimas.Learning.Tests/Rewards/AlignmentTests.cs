using System.Diagnostics;

namespace Optimas.Learning.Tests.Rewards;

public sealed class AlignmentTests(Xunit.Abstractions.ITestOutputHelper output)
{
    [Fact]
    public async Task Rewards_of_three_components_learn_their_rules()
    {
        var clock = Stopwatch.StartNew();
        using var model = await SyntheticPreferences.PretrainedModel(200);
        output.WriteLine($"pretraining {clock.Elapsed.TotalSeconds:0.0} s");
        var rewards = new LanguageModelRewardModel(
            model,
            new() { LearningRate = 2e-3, HeadLearningRate = 1e-2, MaxEpochs = 30 },
            new Report(e => output.WriteLine($"{clock.Elapsed.TotalSeconds:0.0} s: {e}")));
        int[] components = [SyntheticPreferences.Shorter, SyntheticPreferences.Longer, SyntheticPreferences.Echo];
        var fit = await rewards.FitAsync(
            [.. components.SelectMany(k => SyntheticPreferences.Pairs(k, k == SyntheticPreferences.Echo ? 400 : 60))], [], default);
        foreach (int k in components)
        {
            double accuracy = await SyntheticPreferences.AccuracyAsync(rewards.Reward(k)!, SyntheticPreferences.Pairs(k, 100, from: 1000));
            output.WriteLine($"component {k}: held out {fit[k]!.HeldOut}, new pairs {accuracy:0.00}, {fit[k]!.Epochs} epochs, {clock.Elapsed.TotalSeconds:0.0} s");
            accuracy.ShouldBeGreaterThan(0.9, $"component {k}");
            fit[k]!.HeldOut!.Value.ShouldBeGreaterThan(0.9, $"component {k}");
        }
    }

    private sealed class Report(Action<RewardEpoch> report) : IProgress<RewardEpoch>
    {
        void IProgress<RewardEpoch>.Report(RewardEpoch value) => report(value);
    }
}
