using System.Collections.Immutable;
using System.CommandLine;
using Optimas.Reports;
using Optimas.Storage;

namespace Optimas.Hosting;

/// <summary>The run store of <c>optimize --out</c>, and what is said about resuming.</summary>
internal static class RunRecording
{
    private const string FileName = "runs.db";
    private const string ReportName = "report.html";
    private const string Resume = "--resume";

    /// <summary>Starts a run in the folder's store, or resumes the newest one there that has not finished.</summary>
    /// <param name="folder">What <c>--out</c> names.</param>
    /// <param name="resumes">Whether <c>--resume</c> was given.</param>
    /// <param name="facts">What the command line says that the optimizer can't know: it has to agree for a run to be resumed.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    public static async Task<RunStore> OpenAsync(
        string folder, bool resumes, IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> facts, CancellationToken cancellationToken)
    {
        string file = Path.Combine(folder, FileName);
        var store = resumes
            ? await RunStore.ResumeAsync(file, null, cancellationToken).ConfigureAwait(false)
            : await RunStore.StartAsync(file, cancellationToken).ConfigureAwait(false);
        store.Facts = facts.ToImmutableSortedDictionary(f => f.Key, f => string.Join(' ', f.Value.Select(WithoutSecrets)), StringComparer.Ordinal);
        return store;
    }

    /// <summary>Writes the run's page beside its store, as far as the run came. That it can't be written is said, and costs nothing else.</summary>
    /// <returns>The page; null where there is nothing to show, or it could not be written.</returns>
    public static async Task<string?> WriteReportAsync(RunStore? store, TextWriter error)
    {
        if (store is not { HasBegun: true })
            return null;
        string page = Path.Combine(Path.GetDirectoryName(store.Path)!, ReportName);
        try
        {
            await RunReport.WriteAsync(new RunReader(store.Path), store.RunId, page, CancellationToken.None).ConfigureAwait(false);
            return page;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or RunStoreException)
        {
            await error.WriteLineAsync($"There is no report: {e.Message} To write it later: optimas report {store.Path}").ConfigureAwait(false);
            return null;
        }
    }

    /// <summary>The command line that goes on with an interrupted run.</summary>
    public static string Command(ParseResult parsed)
    {
        string program = Environment.ProcessPath ?? "";
        string[] start = Path.GetFileNameWithoutExtension(program) == "dotnet" ? ["dotnet", Environment.GetCommandLineArgs()[0]] : [program];
        var given = parsed.Tokens.Select(t => t.Value);
        return string.Join(' ', start.Concat(given.Contains(Resume) ? given : given.Append(Resume)).Select(Quote));
    }

    // A key may be part of an address.
    private static string WithoutSecrets(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var address) && !address.IsFile
            ? address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
            : value;

    private static string Quote(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || "-_./=:,+@%".Contains(c, StringComparison.Ordinal))
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
