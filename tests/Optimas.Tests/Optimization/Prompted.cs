using Optimas.Tests.Systems;

namespace Optimas.Tests.Optimization;

/// <summary>A system whose score is the share of four words that its prompt holds; the prompt reaches the output as it is.</summary>
internal static class Prompted
{
    public static string[] Words { get; } = ["brief", "exact", "cited", "polite"];

    public static IMetric<string, int> Metric { get; } = Optimas.Metric.Create<string, int>(
        (_, output) => Words.Count(w => output.Contains(w, StringComparison.Ordinal)) / 4.0);

    public static HandSystem<int, string> System(string start = "Answer.", int callsPerRun = 0) => new HandBound<int, string>("Prompted")
        .Add(
            "Answer",
            ["input"],
            c =>
            {
                for (int i = 0; i < callsPerRun; i++)
                    ComponentScope.Current!.Report(new(1, 20, 5, 0));
                return $"{c.Input}: {c.Value<string>("Instruction")}";
            },
            [Parameters.Prompt("Instruction", start, "topic")])
        .Add("Final", ["Answer"], c => c.Output<string>(0))
        .Build();

    public static Example<int, int>[] Examples(string set) => [.. Enumerable.Range(0, 20).Select(i => new Example<int, int>($"{set}{i}", i, 0))];
}
