using System.Collections.Immutable;
using System.Text.Json;
using Optimas.Storage;

namespace Optimas.Reports;

/// <summary>A trajectory in a list.</summary>
/// <param name="Sequence">Its place in the run.</param>
/// <param name="Example">The example's id; null where it is not one of the run's.</param>
/// <param name="Step">The turn; 0 for the start.</param>
/// <param name="Turn">Whose turn: a component, or the system; null for the start.</param>
/// <param name="Configuration">The configuration that it ran under: a hash.</param>
/// <param name="Score">The metric's score; null for a partial trajectory.</param>
/// <param name="Complete">Whether everything that the output is made of is there.</param>
/// <param name="FailedComponent">The component that failed; null if none did.</param>
/// <param name="Failure">What it threw.</param>
/// <param name="Executions">How many component executions it took.</param>
/// <param name="Calls">Its calls to language models.</param>
/// <param name="Tokens">Tokens read and written by them.</param>
/// <param name="Cost">US dollars, where a price is known; else 0.</param>
/// <param name="LatencySeconds">The sum of its components' times.</param>
/// <param name="ElapsedSeconds">When it ended, on the run's clock.</param>
public record TrajectoryItem(
    long Sequence, string? Example, int Step, string? Turn, string Configuration, double? Score, bool Complete, string? FailedComponent, string? Failure,
    int Executions, long Calls, long Tokens, decimal Cost, double LatencySeconds, double ElapsedSeconds)
{
    /// <summary>A stored trajectory.</summary>
    public static TrajectoryItem Of(StoredTrajectory trajectory)
    {
        ArgumentNullException.ThrowIfNull(trajectory);
        return new(
            trajectory.Sequence, trajectory.Example, trajectory.Step, trajectory.Turn, trajectory.Configuration, trajectory.Score, trajectory.Complete,
            trajectory.FailedComponent, trajectory.Failure is { } failure ? Shortening.OfOutputs.Of(failure) : null, trajectory.Executions,
            trajectory.Usage.Calls, trajectory.Usage.InputTokens + trajectory.Usage.OutputTokens, trajectory.Usage.Cost, trajectory.Latency.TotalSeconds,
            trajectory.Elapsed.TotalSeconds);
    }
}

/// <summary>A trajectory with everything that its components made.</summary>
/// <param name="Item">As in a list.</param>
/// <param name="Input">The example's input as JSON; null where it is not one of the run's.</param>
/// <param name="Label">The example's label.</param>
/// <param name="Slots">Its filled slots, in topological order.</param>
public sealed record TrajectoryDetail(TrajectoryItem Item, string? Input, string? Label, ImmutableArray<TrajectorySlot> Slots)
{
    /// <summary>Reads a trajectory whole; very long texts are shortened.</summary>
    /// <exception cref="RunStoreException">The run has no such trajectory.</exception>
    public static TrajectoryDetail Read(RunReader reader, string run, long sequence, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var trajectory = reader.Trajectory(run, sequence, cancellationToken);
        var example = trajectory.Example is { } id ? reader.Example(run, id, cancellationToken) : null;
        return new(
            TrajectoryItem.Of(trajectory),
            example is null ? null : Shortening.OfOutputs.Of(example.Input),
            example?.Label is { } label ? Shortening.OfOutputs.Of(label) : null,
            [.. trajectory.Slots.Select(TrajectorySlot.Of)]);
    }
}

/// <summary>A filled slot.</summary>
/// <param name="Component">The component.</param>
/// <param name="Origin">How the slot came by its value.</param>
/// <param name="Output">y_k: a text as it is, anything else as JSON; null for a slot that was skipped, or whose source is gone.</param>
/// <param name="Source">The trajectory that ran the component, where the slot was kept from it; null otherwise.</param>
/// <param name="LatencySeconds">How long the component took.</param>
/// <param name="Calls">Its calls to language models.</param>
/// <param name="InputTokens">Tokens read by them.</param>
/// <param name="OutputTokens">Tokens written.</param>
/// <param name="Cost">US dollars, where a price is known; else 0.</param>
public sealed record TrajectorySlot(
    string Component, SlotOrigin Origin, string? Output, long? Source, double LatencySeconds, long Calls, long InputTokens, long OutputTokens, decimal Cost)
{
    internal static TrajectorySlot Of(StoredSlot slot) => new(
        slot.Component, slot.Origin, slot.Output is { } json ? Shortening.OfOutputs.Of(Text(json)) : null, slot.Source, slot.Latency.TotalSeconds,
        slot.Usage.Calls, slot.Usage.InputTokens, slot.Usage.OutputTokens, slot.Usage.Cost);

    private static string Text(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.String ? document.RootElement.GetString()! : json;
    }
}

/// <summary>A preference pair.</summary>
/// <param name="Sequence">Its place in the run.</param>
/// <param name="Step">The turn that it was collected in.</param>
/// <param name="Component">The component.</param>
/// <param name="Example">The example's id; null where it is not known.</param>
/// <param name="Input">x_k as text.</param>
/// <param name="Preferred">y⁺ as text.</param>
/// <param name="Rejected">y⁻ as text.</param>
/// <param name="Gap">How much higher the estimated global reward of y⁺ is.</param>
public sealed record PairItem(
    long Sequence, int Step, string Component, string? Example, string Input, string Preferred, string Rejected, double Gap)
{
    /// <summary>A stored pair; very long texts are shortened.</summary>
    public static PairItem Of(StoredPair pair)
    {
        ArgumentNullException.ThrowIfNull(pair);
        var text = Shortening.OfOutputs;
        return new(pair.Sequence, pair.Step, pair.Component, pair.Example, text.Of(pair.Input), text.Of(pair.Preferred), text.Of(pair.Rejected), pair.Gap);
    }
}
