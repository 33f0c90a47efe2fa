using Optimas.Tests.Systems;

namespace Optimas.Tests.Tracing;

public sealed class IsolationTests
{
    [Fact]
    public async Task A_thousand_concurrent_runs_with_a_thousand_configurations_never_mix()
    {
        const int Runs = 1000;
        var everyone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int arrived = 0;
        var number = new ContinuousParameter("Number", typeof(int), 0, 0, 1_000_000, Scale.Linear);
        async ValueTask<string> StepAsync(Call<int> call, string before)
        {
            await Task.Yield();
            long seed = ComponentScope.Current!.Seed!.Value;
            if (before.Length == 0 && Interlocked.Increment(ref arrived) == Runs)
                everyone.SetResult();
            await everyone.Task;
            await Task.Yield();
            ComponentScope.Current!.Report(new(1, call.Input, 0, 0));
            ComponentScope.Current!.Seed.ShouldBe(seed);
            return $"{before}/{call.Input}:{call.Value<int>("Number")}";
        }

        var system = new HandBound<int, string>("Crowd")
            .AddAsync<string>("A", ["input"], c => StepAsync(c, ""), [number])
            .AddAsync<string>("B", ["A"], c => StepAsync(c, c.Output<string>(0)), [number])
            .AddAsync<string>("C", ["A"], c => StepAsync(c, c.Output<string>(0)), [number])
            .AddAsync<string>("D", ["B", "C"], c => StepAsync(c, c.Output<string>(1) + c.Output<string>(2)), [number])
            .Build();

        var traces = await Task.WhenAll(Enumerable.Range(0, Runs).Select(i => Task.Run(() => system.RunAsync(
            i,
            system.Default.With("A.Number", i).With("B.Number", 10_000 + i).With("C.Number", 20_000 + i).With("D.Number", 30_000 + i),
            request: new() { Seed = i })))).WaitAsync(TimeSpan.FromMinutes(1));

        for (int i = 0; i < Runs; i++)
        {
            traces[i].Output.ShouldBe($"/{i}:{i}/{i}:{10_000 + i}/{i}:{i}/{i}:{20_000 + i}/{i}:{30_000 + i}");
            traces[i].Input.ShouldBe(i);
            ((HandConfiguration)traces[i].Configuration)["D.Number"].ShouldBe(30_000 + i);
            traces[i].Slots.ShouldAllBe(s => s!.Usage == new ModelUsage(1, i, 0, 0));
        }

        system.Default["A.Number"].ShouldBe(0);
        system.Calls.Total.ShouldBe(4 * Runs);
    }
}
