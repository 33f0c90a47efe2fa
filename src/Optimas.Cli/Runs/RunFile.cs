using System.CommandLine;
using Optimas.Storage;

namespace Optimas.Cli.Runs;

/// <summary>The run store that a verb reads: what the command line names, or <c>runs.db</c> in the working folder.</summary>
internal static class RunFile
{
    private const string Default = "runs.db";

    /// <summary>The option that names another store.</summary>
    public static Option<string?> Option() => new("--store") { Description = $"The run store; {Default} in the working folder without it.", HelpName = "FILE" };

    /// <summary>Opens it.</summary>
    /// <param name="named">What the command line names; null where it names none. A folder stands for the store in it.</param>
    /// <exception cref="RunStoreException">There is no store, or it can't be read.</exception>
    public static RunReader Open(string? named)
    {
        string file = named is not null && Directory.Exists(named) ? Path.Combine(named, Default) : named ?? Default;
        if (named is null && !File.Exists(file))
            throw new ArgumentException($"There is no {Default} in {Directory.GetCurrentDirectory()}. Name the store that optimize --out wrote: FOLDER/{Default}.");
        return new(file);
    }
}
