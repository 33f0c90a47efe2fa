namespace HotpotEvidence.Tests;

public sealed class TitleF1Tests
{
    [Theory]
    [InlineData("a b", "a b", 1)]
    [InlineData("a c", "a b", 0.5)]
    [InlineData("a b c d e", "a b", 4.0 / 7)]
    [InlineData("c d", "a b", 0)]
    [InlineData("a a b", "a b", 1)]
    public void Titles_are_compared_as_sets(string predicted, string gold, double expected) =>
        TitleF1.Of(predicted.Split(' '), gold.Split(' ')).ShouldBe(expected, 1e-12);

    [Fact]
    public void No_prediction_scores_nothing() => TitleF1.Of([], ["a"]).ShouldBe(0);
}
