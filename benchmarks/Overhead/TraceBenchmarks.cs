using BenchmarkDotNet.Attributes;

namespace Overhead;

/// <summary>What recording costs. Every number is per executed component.</summary>
[MemoryDiagnoser]
public class TraceBenchmarks
{
    private const int Components = 5;

    private readonly Synchronous _synchronous = new(work: 0);
    private readonly Asynchronous _asynchronous = new(work: 0);
    private Synchronous.Trace _lastForced = null!;

    [GlobalSetup]
    public async Task SetupAsync() => _lastForced = (await _synchronous.TraceAsync(42)).WithD(7);

    [Benchmark(OperationsPerInvoke = Components)]
    public Task<Synchronous.Trace> TraceSynchronous() => _synchronous.TraceAsync(42);

    [Benchmark(OperationsPerInvoke = Components)]
    public Task<Asynchronous.Trace> TraceAsynchronous() => _asynchronous.TraceAsync(42);

    /// <summary>Only the last of five components runs.</summary>
    [Benchmark]
    public Task<Synchronous.Trace> ReplayLastComponent() => _synchronous.ReplayAsync(_lastForced);
}
