using Optimas.Tests.Systems;
namespace Optimas.Tests.Optimization;
public sealed class ZzTests(Xunit.Abstractions.ITestOutputHelper output)
{
    [Fact]
    public async Task Chances()
    {
        for (long seed = 0; seed < 24; seed++)
        {
        var system = Tuning.System();
        var chance = Metric.Create<double, int>((label, output) => new SeededRandom(BitConverter.DoubleToInt64Bits(output) + seed * 7919, "chance", label).NextDouble());
        var report = await AlignmentStudy.RunAsync(system.System, system.Default, Tuning.Examples("train", 60), chance, AlignmentOptions.Default with { Seed = seed }, default);
        output.WriteLine($"ms, cpu {seed}: " + string.Join("; ", report.Components.Select(c => (c.Accuracy is null ? "" : "COVERED ") + c.OutOfFold + " test " + c.Accuracy)));
        }
    }
}
