using System.Collections.Immutable;

namespace Optimas.Storage;

/// <summary>A trajectory in a list.</summary>
public record StoredTrajectory
{
    /// <summary>Its place in the run, for <see cref="RunReader.Trajectory"/>.</summary>
    public required long Sequence { get; init; }

    /// <summary>The example's id; null where it is not one of the run's.</summary>
    public required string? Example { get; init; }

    /// <summary>The turn; 0 for the start.</summary>
    public required int Step { get; init; }

    /// <summary>Whose turn: a component, or the system; null for the start.</summary>
    public required string? Turn { get; init; }

    /// <summary>The configuration that it ran under: a hash.</summary>
    public required string Configuration { get; init; }

    /// <summary>The metric's score; null where it was not asked: a partial trajectory, or a failed one.</summary>
    public required double? Score { get; init; }

    /// <summary>Whether everything that the output is made of is there.</summary>
    public required bool Complete { get; init; }

    /// <summary>The component that failed; null if none did.</summary>
    public required string? FailedComponent { get; init; }

    /// <summary>What the failed component threw.</summary>
    public required string? Failure { get; init; }

    /// <summary>How many component executions it took.</summary>
    public required int Executions { get; init; }

    /// <summary>What its calls to language models used.</summary>
    public required ModelUsage Usage { get; init; }

    /// <summary>The sum of its components' times.</summary>
    public required TimeSpan Latency { get; init; }

    /// <summary>When it ended, on the run's clock.</summary>
    public required TimeSpan Elapsed { get; init; }
}

/// <summary>A trajectory with everything that its components made.</summary>
public sealed record StoredTrajectoryDetail : StoredTrajectory
{
    /// <summary>Its filled slots, in topological order.</summary>
    public required ImmutableArray<StoredSlot> Slots { get; init; }
}

/// <summary>A filled slot.</summary>
/// <param name="Component">The component.</param>
/// <param name="Origin">How the slot came by its value.</param>
/// <param name="Output">y_k as JSON; null for a slot that was skipped, or whose source is gone.</param>
/// <param name="Source">The trajectory that ran the component, where the slot was kept from it; null otherwise.</param>
/// <param name="Latency">How long the component took.</param>
/// <param name="Usage">What its calls to language models used.</param>
public sealed record StoredSlot(string Component, SlotOrigin Origin, string? Output, long? Source, TimeSpan Latency, ModelUsage Usage);

/// <summary>Which trajectories of a run are wanted, and in which order.</summary>
public sealed record TrajectoryFilter
{
    /// <summary>All of them, the newest first.</summary>
    public static TrajectoryFilter All { get; } = new();

    /// <summary>Only those of an example.</summary>
    public string? Example { get; init; }

    /// <summary>Only those that ran under a configuration: a hash.</summary>
    public string? Configuration { get; init; }

    /// <summary>Only those of one turn.</summary>
    public int? Step { get; init; }

    /// <summary>Only those with this score or a higher one.</summary>
    public double? MinScore { get; init; }

    /// <summary>Only those with this score or a lower one.</summary>
    public double? MaxScore { get; init; }

    /// <summary>Only failed ones, or only those that did not fail; null for both.</summary>
    public bool? Failed { get; init; }

    /// <summary>Only those in which a component's output, as JSON, holds this text.</summary>
    public string? Text { get; init; }

    /// <summary>The order.</summary>
    public TrajectoryOrder Order { get; init; }
}

/// <summary>The order of trajectories.</summary>
public enum TrajectoryOrder
{
    /// <summary>The newest first.</summary>
    Newest,

    /// <summary>The oldest first.</summary>
    Oldest,

    /// <summary>The highest score first; those without a score are left out.</summary>
    Best,

    /// <summary>The lowest score first; those without a score are left out.</summary>
    Worst,
}

/// <summary>A page of a list.</summary>
/// <param name="Items">The page.</param>
/// <param name="Total">How many items the list has.</param>
public sealed record Page<T>(ImmutableArray<T> Items, long Total);
