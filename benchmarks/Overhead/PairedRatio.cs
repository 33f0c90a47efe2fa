using System.Diagnostics;

namespace Overhead;

/// <summary>
/// RunAsync against the same calls by hand, on a machine that has other work too: the two take turns in blocks of about a millisecond, in
/// random order, and the median over the blocks' ratios is what counts. Slow moments hit both or are outvoted.
/// </summary>
internal static class PairedRatio
{
    private const int Blocks = 2001;

    public static async Task PrintAsync()
    {
        foreach (int rounds in new[] { 0, 20, 200 })
        {
            Synchronous synchronous = new(rounds);
            Completed completed = new(rounds);
            Asynchronous asynchronous = new(rounds);
            Overlapping overlapping = new(rounds);
            await PrintAsync($"5 synchronous, {rounds} rounds", () => synchronous.ByHandAsync(42), () => synchronous.RunAsync(42));
            await PrintAsync($"5 completed tasks, {rounds} rounds", () => completed.ByHandAsync(42), () => completed.RunAsync(42));
            await PrintAsync($"5 asynchronous, {rounds} rounds", () => asynchronous.ByHandAsync(42), () => asynchronous.RunAsync(42));
            await PrintAsync($"2 overlapping, {rounds} rounds", () => overlapping.ByHandAsync(42), () => overlapping.RunAsync(42));
        }
    }

    private static async Task PrintAsync(string name, Func<Task<long>> byHand, Func<Task<long>> run)
    {
        for (int i = 0; i < 200; i++)
        {
            await MeasureAsync(byHand, 200);
            await MeasureAsync(run, 200);
        }

        double once = await MeasureAsync(byHand, 2000) / 2000;
        int calls = Math.Max(1, (int)(Stopwatch.Frequency / 1000 / once));
        var random = new Random(1);
        var ratios = new double[Blocks];
        var times = new double[Blocks];
        for (int i = 0; i < Blocks; i++)
        {
            bool handFirst = random.Next(2) == 0;
            double first = await MeasureAsync(handFirst ? byHand : run, calls), second = await MeasureAsync(handFirst ? run : byHand, calls);
            ratios[i] = handFirst ? second / first : first / second;
            times[i] = (handFirst ? first : second) / calls;
        }

        Array.Sort(ratios);
        Array.Sort(times);
        // Distribution-free 95% interval of a median: ranks n/2 ± √n.
        int reach = (int)Math.Sqrt(Blocks);
        double nanoseconds = times[Blocks / 2] / Stopwatch.Frequency * 1e9;
        Console.WriteLine(FormattableString.Invariant(
            $"{name,-32} {nanoseconds,8:0} ns by hand, ratio {ratios[Blocks / 2]:0.000} [{ratios[Blocks / 2 - reach]:0.000}, {ratios[Blocks / 2 + reach]:0.000}], {nanoseconds * (ratios[Blocks / 2] - 1):+0;-0} ns"));
    }

    private static async Task<double> MeasureAsync(Func<Task<long>> call, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++)
            await call();
        return Stopwatch.GetTimestamp() - start;
    }
}
