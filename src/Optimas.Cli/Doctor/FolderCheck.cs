namespace Optimas.Cli.Doctor;

/// <summary>Whether runs can be written to the folder.</summary>
internal static class FolderCheck
{
    private const long LeastBytes = 100L << 20;

    public static async Task<Finding> RunAsync(Machine machine, CancellationToken cancellationToken)
    {
        string file = Path.Combine(machine.Folder, $".optimas-doctor-{Guid.NewGuid():N}");
        try
        {
            var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, 4096, FileOptions.DeleteOnClose);
            await using (stream.ConfigureAwait(false))
            {
                await stream.WriteAsync(new byte[4096], cancellationToken).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            long free = new DriveInfo(Path.GetFullPath(machine.Folder)).AvailableFreeSpace;
            return free >= LeastBytes
                ? Of(true, $"{machine.Folder}, {free / 1e9:0.0} GB free", remedy: null)
                : Of(false, $"{machine.Folder} has only {free / 1e6:0} MB left", "Free some space, or work in a folder on another disk.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Of(false, e.Message, "Work in a folder that you may write to.");
        }
    }

    private static Finding Of(bool isPresent, string detail, string? remedy) =>
        new("writable folder", IsRequired: true, "run stores, configurations and reports", isPresent, detail, remedy);
}
