namespace Optimas.Learning.Tests.Reinforcement;

public sealed class RelativeRewardsTests
{
    [Fact]
    public void What_counts_is_the_difference_from_the_same_inputs_mean()
    {
        var relative = RelativeRewards.Of([(0, 1.0), (1, 100), (0, 3), (1, 102)])!;
        relative.OfType<double>().ShouldBe([-1, -1, 1, 1], 1e-9);
    }

    [Fact]
    public void Rewards_that_are_equal_on_each_input_say_nothing()
    {
        RelativeRewards.Of([(0, 0.1), (1, 0.7), (0, 0.1), (1, 0.7)]).ShouldBeNull();
        RelativeRewards.Of([(0, 0.0), (0, 0)]).ShouldBeNull();
        RelativeRewards.Of([]).ShouldBeNull();
        RelativeRewards.Of([(0, null), (0, null)]).ShouldBeNull();
    }

    [Fact]
    public void To_fail_is_worse_than_the_worst_and_where_everything_fails_there_is_nothing_to_compare()
    {
        var relative = RelativeRewards.Of([(0, 1.0), (0, 0), (0, null), (1, null), (1, null), (2, 5), (2, 5), (2, double.NaN)])!;
        relative[2]!.Value.ShouldBeLessThan(relative[1]!.Value);
        relative[7]!.Value.ShouldBeLessThan(relative[6]!.Value);
        relative[3].ShouldBeNull();
        relative[4].ShouldBeNull();
        RelativeRewards.Of([(0, 2.0), (0, null)])!.ShouldBe([1, -1]);
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(-1e300)]
    [InlineData(1e-300)]
    [InlineData(double.MaxValue)]
    [InlineData(double.PositiveInfinity)]
    public void Extreme_rewards_give_finite_ones(double extreme)
    {
        var relative = RelativeRewards.Of([(0, extreme), (0, -1.0), (0, 2), (1, 0), (1, extreme / 2), (1, null)]);
        relative.ShouldNotBeNull();
        relative.OfType<double>().ShouldAllBe(r => double.IsFinite(r) && Math.Abs(r) < 10);
    }
}
