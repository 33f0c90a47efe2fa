using System.Collections.Immutable;

namespace Optimas.Storage;

/// <summary>How far a stored run came.</summary>
public enum RunStatus
{
    /// <summary>A process is writing it now.</summary>
    Running,

    /// <summary>It was interrupted, by a kill or a cancellation, and can be resumed.</summary>
    Interrupted,

    /// <summary>It returned its result.</summary>
    Finished,

    /// <summary>It ended with an error. Resumed, it tries again what had failed.</summary>
    Failed,
}

/// <summary>A run of the optimizer, as far as it was written.</summary>
public sealed record StoredRun
{
    /// <summary>Its id: the date and a few random letters.</summary>
    public required string Id { get; init; }

    /// <summary>The system's name.</summary>
    public required string System { get; init; }

    /// <summary>The system's signature hash.</summary>
    public required string Signature { get; init; }

    /// <summary>How far it came.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Why it ended; null while it has not.</summary>
    public required string? Message { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it was last written to.</summary>
    public required DateTimeOffset Updated { get; init; }

    /// <summary>The wall clock of all its sessions.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>How often it was started or resumed.</summary>
    public required int Sessions { get; init; }

    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>What has to agree for the run to be resumed, by name: engine, budget, data, …</summary>
    public required ImmutableSortedDictionary<string, string> Facts { get; init; }

    /// <summary>The system's graph as Mermaid.</summary>
    public required string Graph { get; init; }

    /// <summary>The components' names, in topological order.</summary>
    public required ImmutableArray<string> Components { get; init; }

    /// <summary>The configuration that it started from: a hash, for <see cref="RunReader.Configuration"/>.</summary>
    public required string Start { get; init; }

    /// <summary>The incumbent's configuration, once finished the result's: a hash.</summary>
    public required string Best { get; init; }

    /// <summary>The start's mean score on the deciding examples; null before it was evaluated.</summary>
    public required double? Initial { get; init; }

    /// <summary>The incumbent's mean score.</summary>
    public required double? Score { get; init; }

    /// <summary>The standard error of the gain, once finished.</summary>
    public required double? GainStandardError { get; init; }

    /// <summary>What was spent.</summary>
    public required StoredSpending Spent { get; init; }
}

/// <summary>What had been spent at some point of a run.</summary>
/// <param name="SystemRuns">Whole runs of the system.</param>
/// <param name="Calls">Calls to language models.</param>
/// <param name="Tokens">Tokens read and written by them.</param>
/// <param name="Cost">US dollars, where a price is known.</param>
/// <param name="Elapsed">Wall clock.</param>
public sealed record StoredSpending(double SystemRuns, long Calls, long Tokens, decimal Cost, TimeSpan Elapsed);
