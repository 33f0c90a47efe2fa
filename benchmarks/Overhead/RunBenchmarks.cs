using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;

namespace Overhead;

/// <summary>RunAsync against the same calls written by hand. Targets: ratio at most 1.05, and no extra allocation where all completes synchronously.</summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class RunBenchmarks
{
    private Synchronous _synchronous = null!;
    private Completed _completed = null!;
    private Asynchronous _asynchronous = null!;
    private Overlapping _overlapping = null!;

    /// <summary>What a component does, in rounds of about 1 ns. 0 shows the bare overhead; 200 is still far less than parsing a line of text.</summary>
    [Params(0, 200)]
    public int Rounds { get; set; }

    [GlobalSetup]
    public void Setup() =>
        (_synchronous, _completed, _asynchronous, _overlapping) = (new(Rounds), new(Rounds), new(Rounds), new(Rounds));

    [Benchmark(Baseline = true), BenchmarkCategory("5 synchronous")]
    public Task<long> SynchronousByHand() => _synchronous.ByHandAsync(42);

    [Benchmark, BenchmarkCategory("5 synchronous")]
    public Task<long> SynchronousRun() => _synchronous.RunAsync(42);

    [Benchmark(Baseline = true), BenchmarkCategory("5 completed tasks")]
    public Task<long> CompletedByHand() => _completed.ByHandAsync(42);

    [Benchmark, BenchmarkCategory("5 completed tasks")]
    public Task<long> CompletedRun() => _completed.RunAsync(42);

    [Benchmark(Baseline = true), BenchmarkCategory("5 asynchronous")]
    public Task<long> AsynchronousByHand() => _asynchronous.ByHandAsync(42);

    [Benchmark, BenchmarkCategory("5 asynchronous")]
    public Task<long> AsynchronousRun() => _asynchronous.RunAsync(42);

    [Benchmark(Baseline = true), BenchmarkCategory("2 overlapping")]
    public Task<long> OverlappingByHand() => _overlapping.ByHandAsync(42);

    [Benchmark, BenchmarkCategory("2 overlapping")]
    public Task<long> OverlappingRun() => _overlapping.RunAsync(42);
}
