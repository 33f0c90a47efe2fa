namespace Optimas.Tests.Rewards;

public sealed class AlignmentTests
{
    [Theory]
    [InlineData(30, 1, 0.7, 0.0)]
    [InlineData(30, 6, 0.7, 0.3)]
    [InlineData(12, 10, 0.75, 0.5)]
    [InlineData(60, 4, 0.9, 0.6)]
    [InlineData(40, 5, 0.5, 1.0)]
    public void Intervals_cover_the_truth(int inputs, int pairsPerInput, double truth, double alike)
    {
        int covered = 0;
        const int Trials = 1500;
        for (int trial = 0; trial < Trials; trial++)
        {
            var random = new SeededRandom(trial, "coverage");
            var comparisons = new List<(string, double)>();
            for (int i = 0; i < inputs; i++)
            {
                // With the probability `alike` a pair repeats what its example says.
                bool example = random.NextDouble() < truth;
                for (int j = 0; j < pairsPerInput; j++)
                {
                    bool right = random.NextDouble() < alike ? example : random.NextDouble() < truth;
                    comparisons.Add(($"{i}", right ? 1 : -1));
                }
            }

            var accuracy = RankingAccuracy.Of(comparisons);
            if (accuracy.Low <= truth && truth <= accuracy.High)
                covered++;
        }

        (covered / (double)Trials).ShouldBeInRange(0.925, 0.995);
    }

    [Fact]
    public void Independent_pairs_give_Wilsons_interval()
    {
        // 80 of 100: the textbook's interval is [0.7112, 0.8666] with the normal quantile; Student's is a little wider.
        var accuracy = RankingAccuracy.Of(Enumerable.Range(0, 100).Select(i => ($"{i}", i < 80 ? 1.0 : -1)));

        accuracy.Value.ShouldBe(0.8);
        accuracy.Low.ShouldBeInRange(0.70, 0.7112);
        accuracy.High.ShouldBeInRange(0.8666, 0.875);
    }

    [Fact]
    public void Pairs_of_one_input_do_not_narrow_the_interval()
    {
        var separate = RankingAccuracy.Of(Enumerable.Range(0, 10).Select(i => ($"{i}", i < 7 ? 1.0 : -1)));
        var copied = RankingAccuracy.Of(Enumerable.Range(0, 100).Select(i => ($"{i / 10}", i / 10 < 7 ? 1.0 : -1)));
        var one = RankingAccuracy.Of(Enumerable.Range(0, 100).Select(i => ("same", 1.0)));
        var flawless = RankingAccuracy.Of(Enumerable.Range(0, 100).Select(i => ($"{i / 10}", 1.0)));

        (copied.High - copied.Low).ShouldBe(separate.High - separate.Low, 0.05);
        (one.Low, one.High, one.Inputs).ShouldBe((0, 1, 1));
        flawless.Low.ShouldBeLessThan(0.75);
        flawless.High.ShouldBe(1, 1e-12);
    }

    [Fact]
    public void Ties_count_half_and_missing_numbers_are_an_error()
    {
        RankingAccuracy.Of([("a", 0), ("b", 0), ("c", 1), ("d", -1)]).Value.ShouldBe(0.5);
        Should.Throw<ArgumentException>(() => RankingAccuracy.Of([("a", double.NaN)])).Message.ShouldContain("not a number");
        Should.Throw<ArgumentException>(() => RankingAccuracy.Of([]));
    }

    [Theory]
    [InlineData(3, 3.1824)]
    [InlineData(5, 2.5706)]
    [InlineData(10, 2.2281)]
    [InlineData(30, 2.0423)]
    [InlineData(200, 1.9719)]
    public void Students_quantiles_are_those_of_the_tables(int degrees, double quantile) =>
        RankingAccuracy.StudentQuantile(degrees).ShouldBe(quantile, 0.02);

    [Fact]
    public async Task The_length_rule_takes_its_direction_from_the_training_part()
    {
        PreferencePair[] longer = Synthetic.Length(20, seed: 1);
        PreferencePair[] shorter = [.. longer.Select(p => p with { Preferred = p.Rejected, Rejected = p.Preferred })];

        var right = (await Alignment.MeasureAsync(_ => null, shorter, shorter, CancellationToken.None)).Single();
        var wrong = (await Alignment.MeasureAsync(_ => null, longer, shorter, CancellationToken.None)).Single();

        right.LongerWins.ShouldBeFalse();
        right.LengthRule.Value.ShouldBeGreaterThan(0.9);
        right.Accuracy.ShouldBeNull();
        wrong.LongerWins.ShouldBeTrue();
        wrong.LengthRule.Value.ShouldBeLessThan(0.1);
    }

    [Fact]
    public async Task A_learned_reward_is_measured_beside_the_length_rule()
    {
        var (training, test) = Alignment.Split(Synthetic.Keyword(150, seed: 1), 0.3, seed: 1);
        var model = new HashedRewardModel();
        await model.FitAsync(training, [], CancellationToken.None);

        var alignment = (await Alignment.MeasureAsync(model.Reward, training, test, CancellationToken.None)).Single();

        training.Select(p => p.Example).Intersect(test.Select(p => p.Example)).ShouldBeEmpty();
        (training.Length + test.Length).ShouldBe(Synthetic.Keyword(150, seed: 1).Length);
        alignment.Accuracy!.Pairs.ShouldBe(test.Length);
        alignment.Accuracy.Inputs.ShouldBe(test.Select(p => p.Example).Distinct().Count());
        alignment.Accuracy.Low.ShouldBeGreaterThan(alignment.LengthRule.Value);
    }
}
