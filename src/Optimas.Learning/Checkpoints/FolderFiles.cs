namespace Optimas.Learning;

/// <summary>
/// The files of a downloaded folder, which may name other files or be links: nothing outside the folder is opened for it. One exception
/// is the cache of the Hugging Face hub, whose <c>snapshots/REVISION</c> folders link to <c>blobs</c> two levels up.
/// </summary>
internal static class FolderFiles
{
    /// <summary>The full path of a file in the folder; null where there is none.</summary>
    /// <exception cref="CheckpointException">The name is not a plain file name, or the file is a link that leaves the folder.</exception>
    public static string? Find(string folder, string name)
    {
        if (name is "" or "." or ".." || name.AsSpan().IndexOfAny("/\\:\0") >= 0)
        {
            throw new CheckpointException(
                $"{folder}: {name} is not the name of a file in this folder; a checkpoint's files lie side by side.");
        }

        string path = Path.Combine(folder, name);
        if (!File.Exists(path))
            return null;
        if (Target(path) is { } target)
        {
            if (!IsAllowed(folder, target.FullName))
            {
                throw new CheckpointException(
                    $"{path} is a link that leaves its folder, to {target.FullName}. Replace it by the file itself if you trust it.");
            }

            // A link counts as existing even where it leads nowhere.
            if (!target.Exists)
                throw new CheckpointException($"{path} is a link to a file that is not there. Fetch the checkpoint again.");
        }

        return path;
    }

    public static string FullPathOf(string folder)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return Directory.Exists(full)
            ? Directory.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full
            : throw new CheckpointException($"{full} is not a folder. Give the folder that holds the checkpoint's files.");
    }

    private static FileSystemInfo? Target(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true);
        }
        catch (IOException e)
        {
            throw new CheckpointException($"{path} is a link that can't be followed: {e.Message}", e);
        }
    }

    private static bool IsAllowed(string folder, string target)
    {
        string? holder = Path.GetDirectoryName(target);
        if (holder == folder)
            return true;
        if (Path.GetDirectoryName(folder) is not { } snapshots || Path.GetFileName(snapshots) != "snapshots")
            return false;
        string blobs = Path.Combine(Path.GetDirectoryName(snapshots) ?? "", "blobs");
        return holder == blobs && new DirectoryInfo(blobs).LinkTarget is null;
    }
}
