namespace Optimas.Tests.Rewards;
public sealed class ZzTimingTests(Xunit.Abstractions.ITestOutputHelper output)
{
    [Fact]
    public async Task Timing()
    {
        foreach (string kind in new[] { "Ranking", "Overlap" })
        {
        Func<int, long, int, PreferencePair[]> make = kind == "Ranking" ? Synthetic.Ranking : Synthetic.Overlap;
        var pairs = Synthetic.Shuffled(make(300, 1, 0), 1);
        var targets = make(200, 2, 0).SelectMany(p => new[] { new PointwiseTarget(0, p.Preferred, p.Gap / 2) { Example = p.Example }, new PointwiseTarget(0, p.Rejected, -p.Gap / 2) { Example = p.Example } }).Take(1200).ToArray();
        var model = new HashedRewardModel();
        for (int round = 0; round < 4; round++)
        {
            var watch = System.Diagnostics.Stopwatch.StartNew();
            var cpu = System.Diagnostics.Process.GetCurrentProcess().TotalProcessorTime;
            var fit = await model.AdaptAsync(0, pairs[..100], pairs[100..700], targets, default);
            output.WriteLine($"{kind} {watch.ElapsedMilliseconds} ms, cpu {(System.Diagnostics.Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMilliseconds:0} {fit}");
        }
        }
    }
}
