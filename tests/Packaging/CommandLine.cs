using System.Collections;
using System.Diagnostics;

namespace Optimas.Packaging.Tests;

/// <summary>What a command printed, and how it ended.</summary>
internal sealed record CommandResult(int ExitCode, string Output)
{
    /// <summary>Fails the test with everything that was printed unless the command succeeded.</summary>
    public CommandResult ShouldSucceed()
    {
        ExitCode.ShouldBe(0, Output);
        return this;
    }
}

/// <summary>Runs commands as a user's shell would: the environment that a test run adds for its own build is left out.</summary>
internal static class CommandLine
{
    public static Task<CommandResult> DotnetAsync(string folder, params IEnumerable<string> arguments) =>
        RunAsync(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", folder, arguments);

    public static async Task<CommandResult> RunAsync(string file, string folder, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            string name = (string)variable.Key;
            if (name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("VSTEST", StringComparison.Ordinal))
                start.Environment.Remove(name);
        }

        // Build servers would outlive the command and hold its output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";

        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new(process.ExitCode, await output + await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{file} {string.Join(' ', arguments)} took more than five minutes.");
        }
    }
}
