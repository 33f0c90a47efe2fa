using System.Diagnostics;

namespace Optimas.Learning.Tests.Rewards;

public sealed class AlignmentTests(Xunit.Abstractions.ITestOutputHelper output)
{
    [Fact]
    public async Task Rewards_of_three_components_learn_their_rules()
    {
        var clock = Stopwatch.StartNew();
        using var model = SyntheticPreferences.RandomModel();
        var rewards = new LanguageModelRewardModel(
            model,
            new(),
            new Report(e => output.WriteLine($"{clock.Elapsed.TotalSeconds:0.0} s: {e}")));
        int[] components = [SyntheticPreferences.Shorter, SyntheticPreferences.Longer, SyntheticPreferences.Echo];
        PreferencePair[] pairs = [.. components.SelectMany(k => SyntheticPreferences.Pairs(k, k == SyntheticPreferences.Echo ? 1000 : 60))];
        var fit = await rewards.FitAsync(pairs, [], default);
        var terms = RankingTerms.Of(pairs, [], new());
        var outside = HeldOutGroups.Choose(terms, terms.Select(t => t.Group), new());
        foreach (int k in components)
        {
            var reward = rewards.Reward(k)!;
            double accuracy = await SyntheticPreferences.AccuracyAsync(reward, SyntheticPreferences.Pairs(k, 200, from: 1000));
            output.WriteLine($"component {k}: held out {fit[k]!.HeldOut}, new pairs {accuracy:0.000}, {clock.Elapsed.TotalSeconds:0.0} s");
            // The rewards that are handed out are those that were measured.
            (await SyntheticPreferences.AccuracyAsync(reward, [.. pairs.Where(p => p.Component == k && outside.Contains(p.Group))]))
                .ShouldBe(fit[k]!.HeldOut!.Value, 1e-9);
            fit[k]!.HeldOut!.Value.ShouldBeGreaterThan(0.9, $"component {k}");
            accuracy.ShouldBeGreaterThan(0.9, $"component {k}");
        }
    }

    private sealed class Report(Action<RewardEpoch> report) : IProgress<RewardEpoch>
    {
        void IProgress<RewardEpoch>.Report(RewardEpoch value) => report(value);
    }
}
