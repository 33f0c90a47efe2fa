using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Optimas.Storage;

namespace Optimas.Reports;

/// <summary>A run in a list.</summary>
public record RunSummary
{
    /// <summary>Its id: the date and a few random letters.</summary>
    public required string Id { get; init; }

    /// <summary>The system's name.</summary>
    public required string System { get; init; }

    /// <summary>How far it came.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Why it ended; null while it has not.</summary>
    public required string? Message { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it was last written to.</summary>
    public required DateTimeOffset Updated { get; init; }

    /// <summary>The wall clock of all its sessions.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>The start's mean score on the deciding examples; null before it was evaluated.</summary>
    public required double? Initial { get; init; }

    /// <summary>The incumbent's mean score, once finished the result's.</summary>
    public required double? Score { get; init; }

    /// <summary>The standard error of <see cref="Score"/> − <see cref="Initial"/>, once finished.</summary>
    public required double? GainStandardError { get; init; }

    /// <summary>What was spent.</summary>
    public required Spent Spent { get; init; }

    /// <summary>The components' names, in topological order.</summary>
    public required ImmutableArray<string> Components { get; init; }

    /// <summary>The summary of a stored run.</summary>
    public static RunSummary Of(StoredRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new()
        {
            Id = run.Id,
            System = run.System,
            Status = run.Status,
            Message = run.Message,
            Created = run.Created,
            Updated = run.Updated,
            ElapsedSeconds = run.Elapsed.TotalSeconds,
            Seed = run.Seed,
            Initial = run.Initial,
            Score = run.Score,
            GainStandardError = run.GainStandardError,
            Spent = Spent.Of(run.Spent),
            Components = run.Components,
        };
    }
}

/// <summary>A run with what it worked on.</summary>
public sealed record RunDetail : RunSummary
{
    [SetsRequiredMembers]
    private RunDetail(StoredRun run)
        : base(RunSummary.Of(run)) =>
        (Signature, Sessions, Facts, Graph, Start, Best) = (run.Signature, run.Sessions, run.Facts, run.Graph, run.Start, run.Best);

    /// <summary>The system's signature hash.</summary>
    public required string Signature { get; init; }

    /// <summary>How often it was started or resumed.</summary>
    public required int Sessions { get; init; }

    /// <summary>What has to agree for the run to be resumed, and so to be repeated, by name.</summary>
    public required ImmutableSortedDictionary<string, string> Facts { get; init; }

    /// <summary>The system's graph as a Mermaid flowchart; <c>cN</c> is the component at position N of <see cref="RunSummary.Components"/>.</summary>
    public required string Graph { get; init; }

    /// <summary>The configuration that it started from: a hash.</summary>
    public required string Start { get; init; }

    /// <summary>The incumbent's configuration, once finished the result's: a hash.</summary>
    public required string Best { get; init; }

    /// <summary>The details of a stored run.</summary>
    public static new RunDetail Of(StoredRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new(run);
    }
}

/// <summary>What had been spent at some point of a run.</summary>
/// <param name="SystemRuns">Whole runs of the system.</param>
/// <param name="Calls">Calls to language models.</param>
/// <param name="Tokens">Tokens read and written by them.</param>
/// <param name="Cost">US dollars, where a price is known; else 0.</param>
/// <param name="ElapsedSeconds">Wall clock.</param>
public sealed record Spent(double SystemRuns, long Calls, long Tokens, decimal Cost, double ElapsedSeconds)
{
    /// <summary>What the store says was spent.</summary>
    public static Spent Of(StoredSpending spending)
    {
        ArgumentNullException.ThrowIfNull(spending);
        return new(spending.SystemRuns, spending.Calls, spending.Tokens, spending.Cost, spending.Elapsed.TotalSeconds);
    }
}
