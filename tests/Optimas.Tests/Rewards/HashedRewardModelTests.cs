using System.Diagnostics;

namespace Optimas.Tests.Rewards;

public sealed class HashedRewardModelTests
{
    public static TheoryData<string, int> Preferences => new()
    {
        { nameof(Synthetic.Length), 0 },
        { nameof(Synthetic.Keyword), 0 },
        { nameof(Synthetic.Overlap), 0 },
        { nameof(Synthetic.Number), 0 },
        { nameof(Synthetic.Length), 16 },
        { nameof(Synthetic.Keyword), 16 },
        { nameof(Synthetic.Overlap), 16 },
        { nameof(Synthetic.Number), 16 },
    };

    [Theory]
    [MemberData(nameof(Preferences))]
    public async Task Learns_what_is_better(string preference, int width)
    {
        var model = new HashedRewardModel(width: width);

        var fit = await model.FitAsync(Sample(preference, 60, seed: 1), [], CancellationToken.None);

        (await AccuracyAsync(model, Sample(preference, 200, seed: 2))).ShouldBeGreaterThan(0.9);
        fit[0]!.HeldOut!.Value.ShouldBeGreaterThan(0.85);
        fit[0]!.HeldOut!.High.ShouldBeGreaterThan(0.9);
    }

    internal static PreferencePair[] Sample(string preference, int inputs, long seed, int component = 0) => preference switch
    {
        nameof(Synthetic.Length) => Synthetic.Length(inputs, seed, component),
        nameof(Synthetic.Keyword) => Synthetic.Keyword(inputs, seed, component),
        nameof(Synthetic.Overlap) => Synthetic.Overlap(inputs, seed, component),
        _ => Synthetic.Number(inputs, seed, component),
    };

    internal static async Task<double> AccuracyAsync(ILocalRewardModel model, PreferencePair[] test, int component = 0)
    {
        var alignment = await Alignment.MeasureAsync(model.Reward, [], test, CancellationToken.None);
        return alignment.Single(a => a.Component == component).Accuracy!.Value;
    }
}
