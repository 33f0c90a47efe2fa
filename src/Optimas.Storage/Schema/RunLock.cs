namespace Optimas.Storage;

/// <summary>
/// Holds a run for one process: an open file beside the store that nobody else can open. The operating system lets go of it when the process
/// ends, however it ends.
/// </summary>
internal sealed class RunLock : IDisposable
{
    private const int Attempts = 5;

    private readonly FileStream _stream;

    private RunLock(FileStream stream) => _stream = stream;

    /// <summary>Takes the run; null where another process has it.</summary>
    public static RunLock? Take(string file, string run)
    {
        // A reader that looks whether the lock is held has it for a moment.
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            try
            {
                return new(new(PathOf(file, run), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose));
            }
            catch (IOException) when (File.Exists(PathOf(file, run)))
            {
                Thread.Sleep(10);
            }
        }

        return null;
    }

    /// <summary>Whether a process has the run.</summary>
    public static bool IsHeld(string file, string run)
    {
        try
        {
            using var stream = new FileStream(PathOf(file, run), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
    }

    public void Dispose() => _stream.Dispose();

    private static string PathOf(string file, string run) => $"{file}.{run}.lock";
}
