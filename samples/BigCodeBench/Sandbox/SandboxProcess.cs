using System.Diagnostics;
using System.Text;

namespace BigCodeBench.Sandbox;

/// <summary>One run of a command: feeds it, reads it up to the limit, watches its time and memory, and kills all of it where it goes too far.</summary>
internal static class SandboxProcess
{
    private static readonly TimeSpan s_watchEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>Runs a command that starts a PID namespace, so that the death of its first process is the death of all.</summary>
    public static async Task<SandboxRun> RunAsync(IReadOnlyList<string> command, string input, SandboxLimits limits, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = "/",
        };
        using var process = await SandboxLauncher.StartAsync(start);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var stop = SandboxStop.None;
        try
        {
            var output = ReadAsync(process.StandardOutput, limits.Output);
            var error = ReadAsync(process.StandardError, limits.Output);
            var feeding = FeedAsync(process, input);
            var exit = process.WaitForExitAsync(ended.Token);
            var watch = Stopwatch.StartNew();
            while (!exit.IsCompleted)
            {
                cancellationToken.ThrowIfCancellationRequested();
                stop = watch.Elapsed > limits.WallTime ? SandboxStop.WallTime
                    : IsTooLong(output) || IsTooLong(error) ? SandboxStop.Output
                    : ProcessTree.ResidentBytes(process.Id) > limits.Memory ? SandboxStop.Memory
                    : SandboxStop.None;
                if (stop != SandboxStop.None)
                    break;
                await Task.WhenAny(exit, Task.Delay(s_watchEvery, ended.Token));
            }

            Kill(process);
            await process.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            await feeding;
            var (written, isCut) = await output;
            var (complained, isErrorCut) = await error;
            if (stop == SandboxStop.None && (isCut || isErrorCut))
                stop = SandboxStop.Output;
            return new(process.ExitCode, written, complained, stop);
        }
        finally
        {
            Kill(process);
            await ended.CancelAsync();
        }
    }

    private static bool IsTooLong(Task<(string Text, bool IsCut)> reading) => reading is { IsCompletedSuccessfully: true, Result.IsCut: true };

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }

    private static async Task FeedAsync(Process process, string input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading.
        }
    }

    private static async Task<(string Text, bool IsCut)> ReadAsync(StreamReader reader, int limit)
    {
        var text = new StringBuilder();
        char[] buffer = new char[4096];
        while (true)
        {
            int read = await reader.ReadAsync(buffer);
            if (read == 0)
                return (text.ToString(), false);
            text.Append(buffer, 0, Math.Min(read, limit - text.Length));
            if (text.Length == limit)
                return (text.ToString(), true);
        }
    }
}
