using System.CommandLine;
using Optimas.Storage;

namespace Optimas.Cli.CommandLine;

/// <summary>The run store that a verb reads: what the command line names, or <c>runs.db</c> in the working folder.</summary>
internal static class RunFile
{
    private const string Default = "runs.db";

    /// <summary>The argument that names the store.</summary>
    public static Argument<string?> Argument() => new("store")
    {
        Description = $"The run store that optimize --out writes, or the folder that it is in; {Default} in the working folder without it.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>The option that names the store, of verbs whose arguments are something else.</summary>
    public static Option<string?> Option() => new("--store") { Description = $"The run store; {Default} in the working folder without it.", HelpName = "FILE" };

    /// <summary>The store's file, which need not be there.</summary>
    /// <param name="named">What the command line names; null where it names none. A folder stands for the store in it.</param>
    public static string At(string? named) => named is not null && Directory.Exists(named) ? Path.Combine(named, Default) : named ?? Default;

    /// <summary>Opens the store.</summary>
    /// <inheritdoc cref="At"/>
    /// <exception cref="ArgumentException">None is named, and there is none in the working folder.</exception>
    /// <exception cref="RunStoreException">There is no store, or it can't be read.</exception>
    public static RunReader Open(string? named)
    {
        string file = At(named);
        if (named is null && !File.Exists(file))
            throw new ArgumentException($"There is no {Default} in {Directory.GetCurrentDirectory()}. Name the store that optimize --out wrote: FOLDER/{Default}.");
        return new(file);
    }

    /// <summary>A run by its id or a part of it; the newest one without.</summary>
    /// <exception cref="ArgumentException">The store holds no run.</exception>
    /// <exception cref="RunStoreException">There is no such run, or more than one.</exception>
    public static StoredRun Find(RunReader reader, string? id, CancellationToken cancellationToken) => id is not null
        ? reader.Run(id, cancellationToken)
        : reader.Runs(cancellationToken) is [var newest, ..] ? newest : throw new ArgumentException($"{reader.Path} holds no run yet.");
}
