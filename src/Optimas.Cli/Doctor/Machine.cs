using System.ComponentModel;
using System.Diagnostics;

namespace Optimas.Cli.Doctor;

/// <summary>The machine that is looked at.</summary>
/// <param name="SearchPath">The folders that programs are looked for in.</param>
/// <param name="Folder">The folder that is worked in.</param>
internal sealed record Machine(IReadOnlyList<string> SearchPath, string Folder)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    /// <summary>This machine, as the program was called.</summary>
    public static Machine Current => new(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries), Environment.CurrentDirectory);

    /// <summary>The path of a program; null where there is none.</summary>
    public string? Find(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            foreach (string folder in SearchPath)
            {
                string path = Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name);
                if (File.Exists(path))
                    return path;
            }
        }

        return null;
    }

    /// <summary>Runs a program to its end, or for 20 seconds.</summary>
    /// <returns>Whether it ended with 0, and the first line it wrote, or what went wrong.</returns>
    public static async Task<(bool Succeeded, string Text)> RunAsync(string path, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_limit);
        using var process = new Process { StartInfo = new(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true } };
        try
        {
            process.Start();
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            bool succeeded = process.ExitCode == 0;
            string text = (await output.ConfigureAwait(false)).Trim(), told = (await error.ConfigureAwait(false)).Trim();
            return (succeeded, succeeded && text.Length > 0 ? text : told.Length > 0 ? told : succeeded ? "" : $"it ended with exit code {process.ExitCode}");
        }
        catch (Win32Exception e)
        {
            return (false, e.Message);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            return (false, $"it did not end within {s_limit.TotalSeconds:0} seconds");
        }
    }

    /// <summary>The first line of a text.</summary>
    public static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();
}
