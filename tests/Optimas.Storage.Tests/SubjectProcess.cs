using System.Diagnostics;
using System.Globalization;

namespace Optimas.Storage.Tests;

/// <summary>The program under test in a process of its own.</summary>
internal static class SubjectProcess
{
    public const string Racing = "Racing";

    public static string[] Start(string store, string engine = Racing, int parallelism = 8, int milliseconds = 1, int runs = 80) =>
        Arguments(store, "start", engine, parallelism, milliseconds, runs);

    public static string[] Resume(string store, string engine = Racing, int parallelism = 8, int milliseconds = 1, int runs = 80) =>
        Arguments(store, "resume", engine, parallelism, milliseconds, runs);

    /// <summary>Runs it to its end.</summary>
    public static async Task<Finished> RunAsync(string[] arguments, long? largestFile = null)
    {
        using var process = Launch(arguments, largestFile);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(Timeout());
        return new(process.ExitCode, await output, await error);
    }

    /// <summary>Sends it a signal this long after it has begun, and waits until it has ended.</summary>
    /// <returns>How it ended.</returns>
    public static Task<Finished> SignalAsync(string[] arguments, string signal, TimeSpan after) => SignalAsync(arguments, signal, () => Task.Delay(after));

    /// <summary>Sends it a signal once it has begun and something is done, and waits until it has ended.</summary>
    /// <returns>How it ended.</returns>
    public static async Task<Finished> SignalAsync(string[] arguments, string signal, Func<Task> done)
    {
        using var process = Launch(arguments, null);
        var error = process.StandardError.ReadToEndAsync();
        string? begun = await process.StandardOutput.ReadLineAsync(Timeout());
        if (begun == "begun")
            await done();
        if (!process.HasExited)
        {
            using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync(Timeout());
        }

        string output = await process.StandardOutput.ReadToEndAsync(Timeout());
        await process.WaitForExitAsync(Timeout());
        return new(process.ExitCode, output, await error);
    }

    private static string[] Arguments(string store, string verb, string engine, int parallelism, int milliseconds, int runs) =>
        [store, verb, engine, $"{runs}", $"{parallelism}", $"{milliseconds}"];

    private static Process Launch(string[] arguments, long? largestFile)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Subject.dll");
        // The shell sets the limit, which it counts in blocks of 1024 bytes, has writes beyond it fail, and becomes the program.
        string[] command = largestFile is { } bytes
            ? ["bash", "-c", $"trap '' XFSZ; ulimit -f {bytes / 1024}; exec dotnet \"$@\"", "bash", program, .. arguments]
            // A shell's background job ignores SIGINT, and so would its children.
            : ["env", "--default-signal=INT", "dotnet", program, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // The runtime otherwise maps its code from a file in memory, which the limit would hit first.
        if (largestFile is not null)
            start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return Process.Start(start)!;
    }

    // A process that hangs fails its test rather than the whole suite.
    private static CancellationToken Timeout() => new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;
}

/// <summary>How a process ended.</summary>
internal sealed record Finished(int ExitCode, string Output, string Error)
{
    /// <summary>The result: configuration, scores, spending and every event.</summary>
    public string Result => Output.TrimEnd().Split('\n')[^1];
}
