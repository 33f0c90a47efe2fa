using System.Diagnostics;
using System.Text.Json;

namespace Samples.Tests.Loopback;

/// <summary>What a sample's program printed, and how it ended.</summary>
internal sealed record SampleProgram(int ExitCode, string Output, string Error)
{
    /// <summary>The last line of the output, which <c>--json</c> makes an object.</summary>
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Output.TrimEnd().Split('\n')[^1]);

    /// <summary>Runs a sample as its user does, in a process of its own.</summary>
    /// <param name="sample">Its name.</param>
    /// <param name="arguments">The command line.</param>
    public static async Task<SampleProgram> RunAsync(string sample, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in arguments.Prepend(PathOf(sample)))
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await error);
    }

    // Where its own build puts it, with all that it needs: beside the folder of these tests.
    private static string PathOf(string sample)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(own.Parent!.Parent!.FullName, sample, own.Name, $"{sample}.dll");
    }
}
