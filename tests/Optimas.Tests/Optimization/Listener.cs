namespace Optimas.Tests.Optimization;

/// <summary>Hears events on the thread that reports them.</summary>
internal sealed class Listener(Action<OptimizationEvent> hear) : IProgress<OptimizationEvent>
{
    public void Report(OptimizationEvent value) => hear(value);
}
