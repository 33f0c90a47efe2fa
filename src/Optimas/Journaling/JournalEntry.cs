using System.Collections.Immutable;

namespace Optimas.Journaling;

/// <summary>Something that a journal keeps.</summary>
public abstract record JournalEntry;

/// <summary>A configuration, before the first entry that names it by its hash.</summary>
/// <param name="Hash">The hash of the JSON.</param>
/// <param name="Json">What <see cref="ConfigurationJson"/> wrote.</param>
public sealed record RecordedConfiguration(UInt128 Hash, string Json) : JournalEntry;

/// <summary>An execution of components of the system.</summary>
public sealed record RecordedExecution : JournalEntry
{
    /// <summary>Its key.</summary>
    public required EffectKey Key { get; init; }

    /// <summary>Its number in the run.</summary>
    public required long Sequence { get; init; }

    /// <summary>The example's id; null where the input is none of the run's examples'.</summary>
    public required string? Example { get; init; }

    /// <summary>The turn that it belongs to; 0 before the first one.</summary>
    public required int Step { get; init; }

    /// <summary>Whose turn it is: a component, or the system; null before the first one.</summary>
    public required string? Turn { get; init; }

    /// <summary>The hash of its configuration.</summary>
    public required UInt128 Configuration { get; init; }

    /// <summary>Its filled slots, in topological order.</summary>
    public required ImmutableArray<RecordedSlot> Slots { get; init; }

    /// <summary>Whether everything that the output is made of is there.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>What failed; null if nothing did.</summary>
    public required RecordedFailure? Failure { get; init; }

    /// <summary>How many component executions it took.</summary>
    public required int Executions { get; init; }

    /// <summary>What its calls to language models used.</summary>
    public required ModelUsage Usage { get; init; }

    /// <summary>When it ended, on the run's clock.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The metric's score, once it is known: a later <see cref="RecordedScore"/> sets it.</summary>
    public double? Score { get; init; }
}

/// <summary>A filled slot.</summary>
/// <param name="Component">The component's name.</param>
/// <param name="Origin">How the slot came by its value.</param>
public sealed record RecordedSlot(string Component, SlotOrigin Origin)
{
    /// <summary>y_k as JSON; null where it was skipped, or is another execution's.</summary>
    public string? Output { get; init; }

    /// <summary>The number of the execution that made the output; null where it is this one, or none.</summary>
    public long? Source { get; init; }

    /// <summary>The component's configuration as JSON, where its values were chosen for this input; null elsewhere.</summary>
    public string? Configuration { get; init; }

    /// <summary>The model that the configuration names; null where the component does not choose one.</summary>
    public string? Model { get; init; }

    /// <summary>How often the component ran to fill the slot.</summary>
    public int Executions { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>What its calls to language models used.</summary>
    public ModelUsage Usage { get; init; }
}

/// <summary>What a component threw.</summary>
/// <param name="Component">The component's name.</param>
/// <param name="Type">The exception's type.</param>
/// <param name="Message">Its message.</param>
public sealed record RecordedFailure(string Component, string Type, string Message);

/// <summary>The metric's score of an execution.</summary>
/// <param name="Execution">The execution's number.</param>
/// <param name="Score">The score.</param>
public sealed record RecordedScore(long Execution, double Score) : JournalEntry;

/// <summary>Something else that was done and must not be done again.</summary>
/// <param name="Kind"><c>proposals</c>, <c>training</c> or <c>discarding</c>.</param>
/// <param name="Key">Its key.</param>
/// <param name="Component">The component that it was done for.</param>
/// <param name="Result">Its result as JSON.</param>
public sealed record RecordedEffect(string Kind, EffectKey Key, string Component, string Result) : JournalEntry
{
    /// <summary>What its own calls to language models used.</summary>
    public ModelUsage Usage { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>When it ended, on the run's clock.</summary>
    public TimeSpan Elapsed { get; init; }
}

/// <summary>Preference pairs that a component's local reward is about to learn from.</summary>
/// <param name="First">The number of the first one in the run.</param>
/// <param name="Step">The turn.</param>
/// <param name="Component">The component's name.</param>
/// <param name="Pairs">The pairs.</param>
public sealed record RecordedPairs(long First, int Step, string Component, IReadOnlyList<PreferencePair> Pairs) : JournalEntry;

/// <summary>A component's local reward after it was trained.</summary>
/// <param name="Sequence">Its number in the run.</param>
/// <param name="Step">The turn.</param>
/// <param name="Component">The component's name.</param>
/// <param name="Fit">What the training achieved.</param>
/// <param name="Reward">The reward; null while it abstains.</param>
/// <param name="SystemRuns">The system runs spent by then.</param>
public sealed record RecordedReward(long Sequence, int Step, string Component, ComponentFit Fit, ILocalReward? Reward, double SystemRuns) : JournalEntry;

/// <summary>A decision, or something else that the optimization reported.</summary>
public sealed record RecordedEvent : JournalEntry
{
    /// <summary>Its number in the run.</summary>
    public required long Sequence { get; init; }

    /// <summary>The event's type.</summary>
    public required string Kind { get; init; }

    /// <summary>The turn; 0 before the first one.</summary>
    public required int Step { get; init; }

    /// <summary>The component that it concerns; null where it concerns none.</summary>
    public required string? Component { get; init; }

    /// <summary>Its properties as a JSON object.</summary>
    public required string Data { get; init; }

    /// <summary>What had been spent.</summary>
    public required RecordedSpending Spent { get; init; }

    /// <summary>The candidate that it decided on; null for other events.</summary>
    public RecordedCandidate? Candidate { get; init; }

    /// <summary>The incumbent after it, where it changed or was evaluated first.</summary>
    public RecordedIncumbent? Incumbent { get; init; }
}

/// <summary>What had been spent at some point of a run.</summary>
/// <param name="SystemRuns">Whole runs of the system.</param>
/// <param name="Usage">What calls to language models used.</param>
/// <param name="Elapsed">Wall clock.</param>
public sealed record RecordedSpending(double SystemRuns, ModelUsage Usage, TimeSpan Elapsed);

/// <summary>A candidate that ran against the incumbent.</summary>
/// <param name="Component">Whose turn it was: a component, or the system.</param>
/// <param name="Parent">The incumbent's configuration.</param>
/// <param name="Configuration">Its own.</param>
/// <param name="Changes">What it changes.</param>
/// <param name="IsAccepted">Whether it became the incumbent.</param>
/// <param name="Gain">Its mean paired difference.</param>
/// <param name="Examples">On how many examples.</param>
/// <param name="Score">The incumbent's mean score plus the gain.</param>
public sealed record RecordedCandidate(
    string Component, UInt128 Parent, UInt128 Configuration, ImmutableArray<ConfigurationChange> Changes, bool IsAccepted, double Gain, int Examples,
    double Score);

/// <summary>The incumbent.</summary>
/// <param name="Configuration">Its configuration.</param>
/// <param name="Score">Its mean score on the deciding examples.</param>
public sealed record RecordedIncumbent(UInt128 Configuration, double Score);

/// <summary>The run ended.</summary>
/// <param name="Status">How.</param>
/// <param name="Message">Why.</param>
/// <param name="GainStandardError">The standard error of the gain, where it finished.</param>
/// <param name="Elapsed">The run's clock.</param>
public sealed record RecordedEnd(RunEnd Status, string Message, double? GainStandardError, TimeSpan Elapsed) : JournalEntry;

/// <summary>How a run ended.</summary>
public enum RunEnd
{
    /// <summary>It returned its result.</summary>
    Finished,

    /// <summary>It was told to stop, and can be resumed.</summary>
    Stopped,

    /// <summary>It ended with an error. Resumed, it runs again what had failed.</summary>
    Failed,
}
