using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;

namespace Overhead;

/// <summary>10,000 runs at once over a component that waits 50 ms. The ideal is 50 ms.</summary>
[MemoryDiagnoser]
[SimpleJob(RunStrategy.Monitoring, warmupCount: 3, iterationCount: 15)]
public class ConcurrencyBenchmarks
{
    private const int Runs = 10_000;

    private readonly Waiting _waiting = new();

    /// <summary>Nothing but the timers.</summary>
    [Benchmark(Baseline = true)]
    public Task Delays() => Task.WhenAll(Enumerable.Range(0, Runs).Select(_ => Task.Delay(Waiting.Milliseconds)));

    [Benchmark]
    public Task ByHand() => Task.WhenAll(Enumerable.Range(0, Runs).Select(i => _waiting.ByHandAsync(i)));

    [Benchmark]
    public Task Run() => Task.WhenAll(Enumerable.Range(0, Runs).Select(i => _waiting.RunAsync(i)));

    [Benchmark]
    public Task Trace() => Task.WhenAll(Enumerable.Range(0, Runs).Select(i => _waiting.TraceAsync(i)));
}
