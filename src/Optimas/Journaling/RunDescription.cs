using System.Collections.Immutable;

namespace Optimas.Journaling;

/// <summary>What an optimization works on.</summary>
public sealed record RunDescription
{
    /// <summary>The system.</summary>
    public required SystemGraph Graph { get; init; }

    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>The configuration that it starts from.</summary>
    public required RecordedConfiguration Start { get; init; }

    /// <summary>
    /// What has to agree for a run to be resumed, by a name for messages: the system's signature, the seed, the budget, the options, the data.
    /// </summary>
    public required ImmutableSortedDictionary<string, string> Facts { get; init; }

    /// <summary>The examples of both sets.</summary>
    public required ImmutableArray<RecordedExample> Examples { get; init; }
}

/// <summary>An example of a run's data.</summary>
/// <param name="Split"><c>train</c> or <c>validation</c>.</param>
/// <param name="Id">Its id.</param>
/// <param name="IsDeciding">Whether its scores decide.</param>
/// <param name="Input">The input as JSON.</param>
/// <param name="Label">The label as text for a reader.</param>
public sealed record RecordedExample(string Split, string Id, bool IsDeciding, string Input, string? Label);
