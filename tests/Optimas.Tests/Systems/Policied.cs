namespace Optimas.Tests.Systems;

/// <summary>A system whose first component acts by a trainable policy over five colours; the darker the colour, the better.</summary>
internal sealed class Policied
{
    private static readonly string[] s_colours = ["white", "yellow", "red", "blue", "black"];

    public SoftmaxPolicy Policy { get; } = new(s_colours.Length);

    public static IMetric<string, int> Metric { get; } = Optimas.Metric.Create<string, int>(
        (_, output) => Array.IndexOf(s_colours, output.Split(' ')[^1]) / (s_colours.Length - 1.0));

    /// <param name="others">What else the component's configuration holds.</param>
    /// <param name="fails">Whether an input fails under weights that were trained.</param>
    /// <param name="needed">Which inputs need the component; null for all.</param>
    public HandSystem<int, string> System(ParameterInfo[]? others = null, Func<Call<int>, bool>? fails = null, Func<Call<int>, bool>? needed = null) =>
        new HandBound<int, string>("Policied")
            .Add("Question", ["input"], c => $"item {c.Input % 7}")
            .Add(
                "Colour",
                ["Question"],
                c =>
                {
                    string? weights = c.Value<string?>("Policy");
                    if (weights is not null && fails?.Invoke(c) == true)
                        throw new InvalidOperationException("out of paint");
                    var random = new SeededRandom(ComponentScope.Current!.Seed!.Value, "action", c.Input);
                    return s_colours[Policy.Named(weights).Act(random)];
                },
                [Parameters.Weights("Policy"), .. others ?? []],
                needed)
            .Add("Answer", ["Colour", "Question"], c => $"{c.Output<string>(0)} in {c.Output<string?>(1) ?? "white"}")
            .Build();

    public static Example<int, int>[] Examples(string set, int count = 40) =>
        [.. Enumerable.Range(0, count).Select(i => new Example<int, int>($"{set}{i}", (set == "t" ? 0 : 1000) + i, i))];

    public static Task<OptimizationResult<HandConfiguration>> OptimizeAsync(
        HandSystem<int, string> system, OptimizationOptions options, IProgress<OptimizationEvent>? progress = null, CancellationToken cancellationToken = default) =>
        system.OptimizeAsync(Examples("t"), Examples("v"), Metric, options, progress, cancellationToken);

    public static OptimizationOptions Options(OptimizationEngine engine, IWeightTrainer? trainer, double runs = 600, long seed = 1) => new()
    {
        Engine = engine,
        WeightTrainer = trainer,
        Seed = seed,
        Budget = new() { SystemRuns = runs },
        DecidingExamples = 20,
    };
}
