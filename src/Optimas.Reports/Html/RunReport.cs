using System.Text;
using Optimas.Storage;

namespace Optimas.Reports;

/// <summary>
/// A run as one page that needs nothing else: scripts, styles and data are in it, and it loads nothing. It can be opened from a disk, and sent.
/// </summary>
public static class RunReport
{
    /// <summary>
    /// Writes the page of a run, as far as the run came. An earlier page of that name stays as it is until the new one is whole.
    /// </summary>
    /// <param name="reader">The store.</param>
    /// <param name="run">The run's id, or a part of it as <see cref="RunReader.Run(string, CancellationToken)"/> takes it.</param>
    /// <param name="file">Where the page goes, as <c>out/report.html</c>; its folder is made where it is missing.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <exception cref="RunStoreException">There is no such run, or the store is damaged.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be written.</exception>
    public static async Task WriteAsync(RunReader reader, string run, string file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentException.ThrowIfNullOrEmpty(run);
        ArgumentException.ThrowIfNullOrEmpty(file);
        string path = Path.GetFullPath(file);
        if (Directory.Exists(path))
            throw new IOException($"The report can't be written to {file}: that is a folder. Name a file, as {Path.Combine(file, "report.html")}.");
        string page = await Task.Run(() => ReportPage.Write(ReportDocument.Read(reader, run, cancellationToken), PageAssets.Embedded), cancellationToken)
            .ConfigureAwait(false);
        string folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        // In the same folder, so that it takes the file's place at once.
        string temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            await File.WriteAllTextAsync(temporary, page, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken).ConfigureAwait(false);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
