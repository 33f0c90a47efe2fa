using System.Collections.Immutable;
using System.Text.Json;
using Optimas.Storage;

namespace Optimas.Reports;

/// <summary>A point of the curve of reward over what was spent.</summary>
/// <param name="Event">The event.</param>
/// <param name="Kind">What it stands for.</param>
/// <param name="Step">The turn.</param>
/// <param name="Component">Whose turn it was; null for the start and the end.</param>
/// <param name="Score">The candidate's score; the incumbent's at the start and at the end.</param>
/// <param name="Best">The incumbent's score after it.</param>
/// <param name="Spent">What had been spent.</param>
public sealed record RewardStep(long Event, RewardPointKind Kind, int Step, string? Component, double Score, double Best, Spent Spent);

/// <summary>Something that the optimization did or decided.</summary>
/// <param name="Sequence">Its place in the run, from 0.</param>
/// <param name="Kind">The event's type, as <c>CandidateAccepted</c>.</param>
/// <param name="Step">The turn; 0 before the first one.</param>
/// <param name="Component">The component; the system's name where it concerns all of them; null where it concerns none.</param>
/// <param name="Data">What the decision rested on: the event's own properties, camel-cased; long texts and lists shortened.</param>
/// <param name="Spent">What had been spent by then.</param>
public sealed record RunEvent(long Sequence, string Kind, int Step, string? Component, JsonElement Data, Spent Spent)
{
    /// <summary>A stored event, with long texts and lists shortened.</summary>
    public static RunEvent Of(StoredEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return new(
            happened.Sequence, happened.Kind, happened.Step, happened.Component, Shortening.OfEvents.Of(happened.Data), Spent.Of(happened.Spent));
    }
}

/// <summary>What a component's calls to language models, or the proposer's for it, came to.</summary>
/// <param name="Purpose"><c>component</c> or <c>proposer</c>.</param>
/// <param name="Component">The component.</param>
/// <param name="Model">The model's name in the configuration; null where the system does not choose one.</param>
/// <param name="Calls">The calls.</param>
/// <param name="InputTokens">Tokens read.</param>
/// <param name="OutputTokens">Tokens written.</param>
/// <param name="Cost">US dollars; null where no price is known.</param>
/// <param name="MeanLatencySeconds">The mean time of an execution.</param>
public sealed record ModelCalls(
    string Purpose, string Component, string? Model, long Calls, long InputTokens, long OutputTokens, decimal? Cost, double MeanLatencySeconds);

/// <summary>What a component's turns came to; the system's own name stands for the turns that belonged to all of its components.</summary>
/// <param name="Component">The component, or the system.</param>
/// <param name="Gain">The sum of the mean gains of its accepted candidates.</param>
/// <param name="Accepted">Its candidates that became the incumbent.</param>
/// <param name="Rejected">Its candidates that ran against the incumbent and did not.</param>
public sealed record ComponentGain(string Component, double Gain, int Accepted, int Rejected);

/// <summary>What was tried of a field that is not a prompt.</summary>
/// <param name="Field">Its dotted name.</param>
/// <param name="Declares">What the system declares for it, as <c>int: 1, 3, 5</c>; null where it is not known.</param>
/// <param name="Start">The start's value.</param>
/// <param name="Best">The best configuration's value.</param>
/// <param name="Values">Each value that a candidate changed it to, numbers in ascending order.</param>
public sealed record FieldValues(string Field, string? Declares, string? Start, string? Best, ImmutableArray<TriedValue> Values);

/// <summary>A value of a field over all candidates that changed the field to it.</summary>
/// <param name="Value">The value.</param>
/// <param name="Screened">How many of the candidates a local reward screened.</param>
/// <param name="MeanLocalReward">Their mean local reward above the incumbent's; null if none was screened.</param>
/// <param name="Tried">How many ran against the incumbent.</param>
/// <param name="Accepted">How many became the incumbent.</param>
/// <param name="MeanGain">The mean gain of those that ran; null if none did.</param>
public sealed record TriedValue(string Value, int Screened, double? MeanLocalReward, int Tried, int Accepted, double? MeanGain);

/// <summary>The examples of one set.</summary>
/// <param name="Split"><c>train</c> or <c>validation</c>.</param>
/// <param name="Examples">How many it has.</param>
/// <param name="Deciding">How many of them decide.</param>
public sealed record ExampleSet(string Split, long Examples, long Deciding);

/// <summary>The configurations that a run started from and came to, as JSON without what local rewards have learned.</summary>
/// <param name="Start">The start.</param>
/// <param name="Best">The incumbent; once finished, the result.</param>
public sealed record StartAndBest(JsonElement Start, JsonElement Best);
