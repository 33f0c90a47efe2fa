using Optimas;

namespace Subject;

/// <summary>What a component draws by chance, and what it says it used.</summary>
internal static class Chance
{
    public static double Noise(double deviation) => deviation * new SeededRandom(ComponentScope.Current!.Seed!.Value, "noise").NextGaussian();

    public static void Use(int inputTokens, int outputTokens) => ComponentScope.Current!.Report(new(1, inputTokens, outputTokens, 0.0001m));
}

/// <summary>How long each component takes, at least, and who hears that one runs.</summary>
public sealed class Waiting(TimeSpan time, Action<int>? onExecution = null)
{
    private int _executions;

    /// <summary>How many components have run.</summary>
    public int Executions => _executions;

    public Task WaitAsync(CancellationToken cancellationToken)
    {
        int executions = Interlocked.Increment(ref _executions);
        onExecution?.Invoke(executions);
        cancellationToken.ThrowIfCancellationRequested();
        return time == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(time, cancellationToken);
    }
}
