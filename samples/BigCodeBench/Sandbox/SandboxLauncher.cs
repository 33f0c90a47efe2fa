using System.Collections.Concurrent;
using System.Diagnostics;

namespace BigCodeBench.Sandbox;

/// <summary>
/// Starts processes from one thread that never ends. Linux takes the end of the thread that started a process for the end of its parent, so
/// what is to die with its parent would die with a thread of the pool.
/// </summary>
internal static class SandboxLauncher
{
    private static readonly BlockingCollection<(ProcessStartInfo Start, TaskCompletionSource<Process> Started)> s_requests = [];

    static SandboxLauncher() => new Thread(Launch) { IsBackground = true, Name = "Sandbox launcher" }.Start();

    /// <summary>Starts a process.</summary>
    public static Task<Process> StartAsync(ProcessStartInfo start)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        s_requests.Add((start, started));
        return started.Task;
    }

    private static void Launch()
    {
        foreach (var (start, started) in s_requests.GetConsumingEnumerable())
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception e)
            {
                started.SetException(e);
            }
        }
    }
}
