using Microsoft.Data.Sqlite;

namespace Optimas.Storage;

/// <summary>
/// A run store can't be read or written, or a run in it can't be resumed. The message names the file, what is wrong and what to do. What was
/// written before stays as it is. An optimization ends with it: a result that was not stored is not gone on from.
/// </summary>
/// <param name="file">The store's file.</param>
/// <param name="problem">What is wrong and what to do, in sentences.</param>
/// <param name="innerException">What led to it, if anything did.</param>
public sealed class RunStoreException(string file, string problem, Exception? innerException = null)
    : StopException($"The run store {file}: {problem}", innerException)
{
    private const int Full = 13, NotADatabase = 26, Corrupt = 11, CantOpen = 14, Busy = 5, Locked = 6, ReadOnly = 8, IoError = 10, Permission = 3;

    /// <summary>The store's file.</summary>
    public string File { get; } = file;

    /// <summary>Whether the store is sound, and only what was asked for is not in it: a run, a trajectory, a configuration.</summary>
    public bool IsNotFound { get; private init; }

    /// <summary>What is wrong and what to do.</summary>
    internal string Problem { get; } = problem;

    /// <summary>Something that a sound store does not hold.</summary>
    internal static RunStoreException NotFound(string file, string problem) => new(file, problem) { IsNotFound = true };

    /// <summary>SQLite's failure in words.</summary>
    internal static RunStoreException Of(string file, SqliteException e) => new(file, e.SqliteErrorCode switch
    {
        Full => "there is no room left to write. What was written before is kept: free some space and resume the run.",
        NotADatabase => "it is not an SQLite database. Name another file or folder, or move this one away.",
        Corrupt => "it is damaged. Move it away to start anew; \"sqlite3 FILE .recover\" reads what is left of it.",
        Busy or Locked => "another program has it locked. Close that program, or wait until it is done, and try again.",
        ReadOnly or Permission => "it can't be written: file or folder are read-only. Change their permissions, or name another folder.",
        CantOpen => "it can't be opened. See that the folder exists and that you may write there.",
        IoError => $"reading or writing failed ({e.Message.TrimEnd('.')}), as on a full or failing disk. What was written before is kept: mend the disk and resume the run.",
        _ => $"{e.Message.TrimEnd('.')}. What was written before is kept.",
    }, e);
}
