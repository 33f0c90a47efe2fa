namespace Optimas.Tests.Sampling;

public sealed class SeededRandomTests
{
    [Fact]
    public void A_stream_is_a_function_of_seed_purpose_and_index()
    {
        ulong[] first = Take(new(7, "candidates", 3));

        Take(new(7, "candidates", 3)).ShouldBe(first);
        Take(new(8, "candidates", 3)).ShouldNotBe(first);
        Take(new(7, "candidate", 3)).ShouldNotBe(first);
        Take(new(7, "candidates", 4)).ShouldNotBe(first);
        Take(new(7, "candidates", -3)).ShouldNotBe(first);
    }

    [Fact]
    public void Streams_of_neighbouring_seeds_are_unrelated()
    {
        double correlation = 0;
        for (int seed = 0; seed < 2000; seed++)
            correlation += (new SeededRandom(seed, "x").NextDouble() - 0.5) * (new SeededRandom(seed + 1, "x").NextDouble() - 0.5) * 12 / 2000;

        Math.Abs(correlation).ShouldBeLessThan(0.08);
        Enumerable.Range(0, 2000).Select(s => SeededRandom.Derive(s, "x", 0)).Distinct().Count().ShouldBe(2000);
    }

    [Fact]
    public void Numbers_have_their_distributions()
    {
        var random = new SeededRandom(1, "moments");
        const int N = 20_000;
        double[] uniform = [.. Enumerable.Range(0, N).Select(_ => random.NextDouble())];
        double[] gaussian = [.. Enumerable.Range(0, N).Select(_ => random.NextGaussian())];
        int[] counts = new int[5];
        for (int i = 0; i < N; i++)
            counts[random.Next(5)]++;

        uniform.ShouldAllBe(u => u >= 0 && u < 1);
        uniform.Average().ShouldBe(0.5, 0.01);
        uniform.Average(u => (u - 0.5) * (u - 0.5)).ShouldBe(1 / 12.0, 0.003);
        gaussian.Average().ShouldBe(0, 0.03);
        gaussian.Average(g => g * g).ShouldBe(1, 0.05);
        counts.ShouldAllBe(c => Math.Abs(c - N / 5) < 250);
    }

    [Fact]
    public void An_index_is_drawn_with_its_weight()
    {
        var random = new SeededRandom(1, "weights");
        int[] counts = new int[4];
        for (int i = 0; i < 8000; i++)
            counts[random.NextIndex([1, 0, 2, 1])]++;

        counts[1].ShouldBe(0);
        counts[2].ShouldBeInRange(3800, 4200);
        counts[0].ShouldBeInRange(1800, 2200);
        Should.Throw<ArgumentException>(() => random.NextIndex([0, 0]));
        Should.Throw<ArgumentException>(() => random.NextIndex([1, double.NaN]));
        Should.Throw<ArgumentException>(() => random.NextIndex([1, double.PositiveInfinity]));
    }

    [Fact]
    public void A_shuffle_is_a_permutation_and_every_one_occurs()
    {
        var random = new SeededRandom(1, "shuffle");
        var seen = new Dictionary<string, int>();
        for (int i = 0; i < 6000; i++)
        {
            int[] shuffled = random.Shuffle([1, 2, 3]);
            shuffled.Order().ShouldBe([1, 2, 3]);
            string key = string.Concat(shuffled);
            seen[key] = seen.GetValueOrDefault(key) + 1;
        }

        seen.Count.ShouldBe(6);
        seen.Values.ShouldAllBe(n => Math.Abs(n - 1000) < 150);
    }

    [Fact]
    public void Streams_stay_the_same_from_version_to_version() =>
        Take(new(42, "pinned", 1)).ShouldBe([107198213698499112, 17170004357522471456, 7083704938976480017, 8018898944305860203]);

    private static ulong[] Take(SeededRandom random) => [.. Enumerable.Range(0, 4).Select(_ => random.NextBits())];
}
