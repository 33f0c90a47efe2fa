namespace Optimas.Learning.Tests.Reinforcement;

public sealed class AdvantageEstimationTests
{
    [Theory]
    [InlineData("gamma1", 1.0)]
    [InlineData("gamma099", 0.99)]
    public void Advantages_of_ragged_episodes_are_those_of_plain_PyTorch(string key, double gamma)
    {
        using var golden = new GoldenFiles();
        double[] Of(string name) => [.. golden.Singles(name).Select(v => (double)v)];

        var (advantages, returns) = AdvantageEstimation.Estimate(
            golden.Ids("gae.lengths"), Of("gae.rewards"), Of("gae.values"), gamma, 0.95);

        Close(advantages, Of($"gae.{key}.advantages"));
        Close(returns, Of($"gae.{key}.returns"));
        Close(AdvantageEstimation.Whiten(advantages), Of($"gae.{key}.whitened"));
    }

    [Fact]
    public void Equal_values_are_whitened_to_zero()
    {
        AdvantageEstimation.Whiten([3, 3, 3]).ShouldBe([0, 0, 0]);
        AdvantageEstimation.Whiten([]).ShouldBeEmpty();
    }

    private static void Close(double[] actual, double[] expected)
    {
        actual.Length.ShouldBe(expected.Length);
        foreach (var (a, e) in actual.Zip(expected))
            a.ShouldBe(e, 1e-5);
    }
}
