using System.Collections.Immutable;
using System.Text.Json;

namespace Optimas.Storage;

/// <summary>An example of a run's data.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Split"><c>train</c> or <c>validation</c>.</param>
/// <param name="Deciding">Whether its scores decide.</param>
/// <param name="Input">The input, as JSON.</param>
/// <param name="Label">The label, as text for a reader.</param>
public sealed record StoredExample(string Id, string Split, bool Deciding, string Input, string? Label);

/// <summary>The examples of one set.</summary>
/// <param name="Split"><c>train</c> or <c>validation</c>.</param>
/// <param name="Examples">How many it has.</param>
/// <param name="Deciding">How many of them decide.</param>
public sealed record StoredSplit(string Split, long Examples, long Deciding);

/// <summary>Something that an optimization did or decided.</summary>
/// <param name="Sequence">Its place in the run, from 0.</param>
/// <param name="Kind">The event's type, as <c>CandidateAccepted</c>.</param>
/// <param name="Step">The turn; 0 before the first one.</param>
/// <param name="Component">The component; the system's name where it concerns all of them; null where it concerns none.</param>
/// <param name="Data">The event's own properties, camel-cased: what the decision rested on.</param>
/// <param name="Spent">What had been spent by then.</param>
public sealed record StoredEvent(long Sequence, string Kind, int Step, string? Component, JsonElement Data, StoredSpending Spent);

/// <summary>A field that a candidate changed, as text.</summary>
/// <param name="Field">Its dotted name.</param>
/// <param name="Before">The incumbent's value.</param>
/// <param name="After">The candidate's value.</param>
public sealed record StoredChange(string Field, string Before, string After);

/// <summary>A candidate that ran against the incumbent.</summary>
/// <param name="Sequence">The event that decided on it.</param>
/// <param name="Step">The turn.</param>
/// <param name="Component">Whose turn: a component, or the system.</param>
/// <param name="Parent">The incumbent's configuration: a hash.</param>
/// <param name="Configuration">The candidate's: a hash.</param>
/// <param name="Changes">What it changes.</param>
/// <param name="Accepted">Whether it became the incumbent.</param>
/// <param name="Gain">Its mean paired difference to the incumbent.</param>
/// <param name="Examples">On how many examples.</param>
/// <param name="Score">The incumbent's mean score plus the gain.</param>
/// <param name="SystemRuns">The system runs spent when it was decided.</param>
public sealed record StoredCandidate(
    long Sequence, int Step, string Component, string Parent, string Configuration, ImmutableArray<StoredChange> Changes, bool Accepted,
    double Gain, int Examples, double Score, double SystemRuns);

/// <summary>A point of the curve of reward over system runs.</summary>
/// <param name="Event">The event.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Step">The turn.</param>
/// <param name="Component">Whose turn it was; null for the start and the end.</param>
/// <param name="Score">The candidate's score; the incumbent's at the start and at the end.</param>
/// <param name="Best">The incumbent's score after it.</param>
/// <param name="Spent">What had been spent.</param>
public sealed record RewardPoint(
    long Event, RewardPointKind Kind, int Step, string? Component, double Score, double Best, StoredSpending Spent);

/// <summary>What a point of the reward curve stands for.</summary>
public enum RewardPointKind
{
    /// <summary>The start was evaluated.</summary>
    Start,

    /// <summary>A candidate became the incumbent.</summary>
    Accepted,

    /// <summary>A candidate was rejected.</summary>
    Rejected,

    /// <summary>The run ended.</summary>
    Finished,
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
public sealed record StoredPair(
    long Sequence, int Step, string Component, string? Example, string Input, string Preferred, string Rejected, double Gap);

/// <summary>A component's local reward after it was trained.</summary>
/// <param name="Sequence">Its place in the run, for <see cref="RunReader.Checkpoint"/>.</param>
/// <param name="Step">The turn.</param>
/// <param name="Component">The component.</param>
/// <param name="Pairs">The pairs that it was trained on.</param>
/// <param name="Evidence">The pairs, plus what pointwise targets are worth in pairs.</param>
/// <param name="Epochs">The passes over the evidence.</param>
/// <param name="Accuracy">Its pairwise ranking accuracy on pairs held out: the alignment; null where none could be held out.</param>
/// <param name="Low">The lower end of the accuracy's 95% interval.</param>
/// <param name="High">The upper end.</param>
/// <param name="HeldOut">The number of pairs held out.</param>
/// <param name="Abstains">Whether the evidence was too little for a reward.</param>
/// <param name="SystemRuns">The system runs spent by then.</param>
public sealed record StoredReward(
    long Sequence, int Step, string Component, int Pairs, double Evidence, int Epochs, double? Accuracy, double? Low, double? High, int? HeldOut,
    bool Abstains, double SystemRuns);

/// <summary>What a component's local reward made of its outputs on one example.</summary>
/// <param name="Component">The component.</param>
/// <param name="Example">The example's id.</param>
/// <param name="Before">The local reward of the start's output; null where the component made none.</param>
/// <param name="After">That of the best configuration's output; null where the component made none.</param>
public sealed record StoredOutputReward(string Component, string Example, double? Before, double? After);

/// <summary>What a component's calls to language models, or the proposer's for it, came to.</summary>
/// <param name="Purpose"><c>component</c> or <c>proposer</c>.</param>
/// <param name="Component">The component.</param>
/// <param name="Model">The model's name in the configuration; null where the system does not choose one.</param>
/// <param name="Calls">The calls.</param>
/// <param name="InputTokens">Tokens read.</param>
/// <param name="OutputTokens">Tokens written.</param>
/// <param name="Cost">US dollars; null where no price is known.</param>
/// <param name="MeanLatency">The mean time of an execution.</param>
public sealed record StoredUsage(
    string Purpose, string Component, string? Model, long Calls, long InputTokens, long OutputTokens, decimal? Cost, TimeSpan MeanLatency);
