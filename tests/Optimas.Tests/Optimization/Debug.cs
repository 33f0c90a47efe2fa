using Optimas.Tests.Systems;
using Xunit.Abstractions;
namespace Optimas.Tests.Optimization;
public sealed class DebugProbe(ITestOutputHelper output)
{
    [Fact]
    public async Task Prompt()
    {
        var proposer = new RecordingProposer(r => [$"{r.Current} {Prompted.Words[Math.Min(3, Prompted.Words.Count(w => r.Current.Contains(w, StringComparison.Ordinal)))]}"]);
        var result = await Prompted.System().OptimizeAsync(
            Prompted.Examples("t"), Prompted.Examples("v"), Prompted.Metric,
            new() { Proposer = proposer, Budget = new() { SystemRuns = 150 }, DecidingExamples = 8 });
        foreach (var e in EventText.Of(result.Events)) output.WriteLine(e);
    }
}
