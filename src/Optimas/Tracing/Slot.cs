namespace Optimas;

/// <summary>How a slot of a trajectory came by its value.</summary>
public enum SlotOrigin
{
    /// <summary>The component ran.</summary>
    Executed,

    /// <summary>The value was taken over from an earlier trajectory; this run did not pay for it.</summary>
    Kept,

    /// <summary>The value was put in from outside, to see what follows from it.</summary>
    Forced,

    /// <summary>The component's predicate said that this input does not need it; the value is null.</summary>
    Skipped,
}

/// <summary>What one component did in a run.</summary>
/// <param name="Output">y_k.</param>
/// <param name="Origin">How the slot came by its value.</param>
/// <param name="Configuration">The configuration it ran under, per-input values resolved; null where it has none or did not run.</param>
/// <param name="Latency">How long it took.</param>
/// <param name="Usage">What its calls to language models used, in the run that executed it.</param>
public sealed record Slot(object? Output, SlotOrigin Origin, ComponentConfiguration? Configuration, TimeSpan Latency, ModelUsage Usage)
{
    /// <summary>How often the component ran to fill the slot: once, or once per candidate where its values are chosen per input.</summary>
    public int Executions { get; init; } = Origin == SlotOrigin.Executed ? 1 : 0;

    /// <summary>The same slot as a later run takes it over: its value stands, its cost is not counted again.</summary>
    internal Slot AsKept() => Origin == SlotOrigin.Executed ? this with { Origin = SlotOrigin.Kept, Executions = 0 } : this;
}
