using Subject;

namespace Optimas.Storage.Tests;

/// <summary>Small optimizations in this process.</summary>
internal static class RecordedRun
{
    /// <summary>About as many component executions as one of them takes.</summary>
    public const int Executions = 300;

    public static OptimizationOptions Options { get; } = Runs.Options with { Budget = new() { SystemRuns = 70 }, DecidingExamples = 10 };

    public static Task<string> WithoutAsync(OptimizationOptions? options = null) => RunAsync(null, new(TimeSpan.Zero), default, options);

    public static async Task<string> FinishAsync(string file, OptimizationOptions? options = null)
    {
        await using var store = await RunStore.StartAsync(file, default);
        return await RunAsync(store, new(TimeSpan.Zero), default, options);
    }

    public static async Task<string> StartAsync(string file, int secondsToWaitForLocks, Action<int> onExecution)
    {
        await using var store = await RunStore.StartAsync(file, secondsToWaitForLocks, default);
        return await RunAsync(store, new(TimeSpan.FromMilliseconds(1), onExecution), default);
    }

    /// <summary>Cancels a run after some component executions.</summary>
    public static async Task InterruptAsync(string file, int executions, OptimizationOptions? options = null)
    {
        using var cancelling = new CancellationTokenSource();
        await using var store = await RunStore.StartAsync(file, default);
        var waiting = new Waiting(TimeSpan.Zero, n =>
        {
            if (n == executions)
                cancelling.Cancel();
        });
        await Should.ThrowAsync<OperationCanceledException>(() => RunAsync(store, waiting, cancelling.Token, options));
    }

    public static async Task<string> ResumeAsync(string file, OptimizationOptions? options = null, Waiting? waiting = null)
    {
        await using var store = await RunStore.ResumeAsync(file, null, default);
        return await RunAsync(store, waiting ?? new(TimeSpan.Zero), default, options);
    }

    private static async Task<string> RunAsync(RunStore? store, Waiting waiting, CancellationToken cancellationToken, OptimizationOptions? options = null) =>
        Runs.Text(await Runs.OptimizeAsync((options ?? Options) with { Journal = store }, waiting, null, cancellationToken));
}
