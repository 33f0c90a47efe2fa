namespace Optimas.Tests.Systems;

/// <summary>
/// A chain of three components with a known best configuration, at which every example scores 1: eight words, a rate of 0.01, the large
/// model. Each component passes on how good it and those before it are. The input is a number that makes examples differ a little.
/// </summary>
internal static class Tuning
{
    public static IMetric<double, int> Metric { get; } = Optimas.Metric.Create<double, int>(-1, 2, (_, output) => output);

    /// <param name="noise">The standard deviation of what each component adds by chance, out of its seed.</param>
    public static HandSystem<int, double> System(double noise = 0) => new HandBound<int, double>("Tuning")
        .Add(
            "Words",
            ["input"],
            c => Math.Round(1 - Math.Abs(Math.Log2(c.Value<int>("Count")) - 3) / 4 + Chance(c, noise), 6),
            [Parameters.OneOf("Count", 1, 1, 2, 4, 8, 16)])
        .Add(
            "Ranking",
            ["Words", "input"],
            c => Math.Round(c.Output<double>(0) / 2 + (1 - Math.Abs(Math.Log10(c.Value<double>("Rate")) + 2) / 3) / 2 + Chance(c, noise), 6),
            [Parameters.Range("Rate", 1, 0.0001, 1, Scale.Log)])
        .Add(
            "Answer",
            ["Ranking", "input"],
            c => Math.Clamp(c.Output<double>(1) * (c.Value<string>("Model") == "large" ? 1 : 0.5 + c.Input % 7 * 0.01) + Chance(c, noise), -1, 2),
            [Parameters.Model("Model", "small", "small", "large")])
        .Build();

    public static Example<int, int>[] Examples(string set, int count) =>
        [.. Enumerable.Range(0, count).Select(i => new Example<int, int>($"{set} {i}", (set == "train" ? 0 : 1000) + i, i))];

    private static double Chance(Call<int> call, double noise) => noise == 0 ? 0 : noise * call.Noise();
}
