using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Optimas.Cli.Tests;

/// <summary>The command as a program of its own, which runs until it is told to end.</summary>
internal sealed class RunningCommand : IAsyncDisposable
{
    private const int Terminate = 15;

    private readonly Process _process;
    private readonly Task<string> _error;

    private RunningCommand(Process process, string firstLine, Task<string> error)
    {
        _process = process;
        FirstLine = firstLine;
        _error = error;
    }

    /// <summary>The first line that it wrote.</summary>
    public string FirstLine { get; }

    /// <summary>Starts the command and waits for its first line.</summary>
    /// <param name="variable">A variable of its environment, and its value; null takes it away.</param>
    /// <param name="arguments">The verb and its options.</param>
    public static async Task<RunningCommand> StartAsync((string Name, string? Value) variable, params string[] arguments)
    {
        // A shell's background job ignores SIGINT, and so would its children.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "Optimas.Cli.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[variable.Name] = variable.Value;
        var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        string? line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return line is not null ? new(process, line, error) : throw new InvalidOperationException($"It did not start: {await error}");
    }

    public Task<CommandRun> EndAsync() => EndAsync(Terminate);

    public async Task<CommandRun> EndAsync(int signal)
    {
        kill(_process.Id, signal).ShouldBe(0);
        string rest = await _process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(40));
        await _process.WaitForExitAsync();
        return new(_process.ExitCode, $"{FirstLine}\n{rest}", await _error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

#pragma warning disable CA5392, SYSLIB1054, IDE1006 // The C library's function, under its own name.
    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int process, int signal);
#pragma warning restore CA5392, SYSLIB1054, IDE1006
}
