using System.Diagnostics;
using Xunit.Abstractions;
namespace Optimas.Tests.Rewards;
public sealed class Probe(ITestOutputHelper output)
{
    [Fact]
    public async Task Sweep()
    {
        foreach (int inputs in new[] { 10, 30, 100, 1000 })
        foreach (double v in new[] { 0.3, 1.0, 3, 10 })
        foreach (int width in new[] { 0, 16 })
        {
            if (inputs == 1000 && v != 1) continue;
            var line = $"{inputs} v={v} w={width}: ";
            long t = Stopwatch.GetTimestamp();
            foreach (var p in new[] { "Length", "Keyword", "Overlap", "Number" })
            {
                double acc = 0; int ep = 0; double ho = 0; double cal = 0;
                int reps = inputs > 200 ? 1 : 4;
                for (int s = 0; s < reps; s++)
                {
                    var m = new HashedRewardModel(new() { PriorVariance = v }, width: width);
                    var fit = await m.FitAsync(HashedRewardModelTests.Sample(p, inputs, 100 + s), [], default);
                    var test = HashedRewardModelTests.Sample(p, 100, 7);
                    acc += await HashedRewardModelTests.AccuracyAsync(m, test) / reps; ep += fit[0]!.Epochs / reps; ho += fit[0]!.HeldOut!.Value / reps;
                    var r = (HashedReward)m.Reward(0)!;
                    cal += test.Average(q => 1 / (1 + Math.Exp(-(r.Score(q.Preferred) - r.Score(q.Rejected))))) / reps;
                }
                line += $" {p} {acc:0.000} (ho {ho:0.00} ep {ep} conf {cal:0.00})";
            }
            output.WriteLine(line + $" {Stopwatch.GetElapsedTime(t).TotalSeconds:0.0}s");
        }
    }
}
