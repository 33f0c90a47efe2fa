using System.Collections.Immutable;

namespace Optimas;

/// <summary>Something that an optimization did or decided.</summary>
public abstract record OptimizationEvent
{
    /// <summary>What had been spent by then.</summary>
    public required Spending Spent { get; init; }
}

/// <summary>The plan fits the budget; nothing has run yet.</summary>
/// <param name="Start">The configuration it starts from.</param>
/// <param name="SearchedFields">The fields that will be searched, by their dotted names.</param>
/// <param name="DecidingExamples">The number of examples that decide.</param>
/// <param name="LeastSystemRuns">What the plan needs at least.</param>
/// <param name="Budget">What it may spend.</param>
public sealed record OptimizationPlanned(
    SystemConfiguration Start, ImmutableArray<string> SearchedFields, int DecidingExamples, double LeastSystemRuns, Budget Budget)
    : OptimizationEvent;

/// <summary>The start was scored on the deciding examples.</summary>
/// <param name="Mean">The mean score.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Failures">Runs that failed.</param>
public sealed record BaselineEvaluated(double Mean, double StandardError, int Failures) : OptimizationEvent;

/// <summary>A component's turn began.</summary>
/// <param name="Step">The number of the turn, from 1.</param>
/// <param name="Component">The component; the system's name where the turn belongs to all of them.</param>
public sealed record ComponentPicked(int Step, string Component) : OptimizationEvent;

/// <summary>The prompt proposer failed. The optimization goes on with what else can be searched, and asks again in a later turn.</summary>
/// <param name="Component">The component that a prompt was asked for.</param>
/// <param name="Failure">What the proposer threw.</param>
public sealed record ProposalFailed(string Component, Exception Failure) : OptimizationEvent;

/// <summary>Weights were trained with the local reward for a round. They are a candidate: whether they are accepted is decided next.</summary>
/// <param name="Component">The component.</param>
/// <param name="Before">The weights that it went on from; null for the base model's own.</param>
/// <param name="After">The new weights.</param>
/// <param name="RewardBefore">The mean local reward of the round's first rollouts.</param>
/// <param name="RewardAfter">The mean local reward of its last ones.</param>
/// <param name="Rollouts">How many rollouts it made.</param>
/// <param name="Failures">How many of them failed.</param>
public sealed record WeightsTrained(
    string Component, string? Before, string After, double RewardBefore, double RewardAfter, int Rollouts, int Failures) : OptimizationEvent;

/// <summary>The weight trainer failed. The optimization goes on with what else can be searched, and asks again in a later turn.</summary>
/// <param name="Component">The component that was to be trained.</param>
/// <param name="Failure">What the trainer threw.</param>
public sealed record WeightTrainingFailed(string Component, Exception Failure) : OptimizationEvent;

/// <summary>Evidence for a component's local reward was collected.</summary>
/// <param name="Component">The component.</param>
/// <param name="Pairs">The preference pairs it has now.</param>
/// <param name="MeanGap">Their mean gap in global reward.</param>
public sealed record PreferencesCollected(string Component, int Pairs, double MeanGap) : OptimizationEvent;

/// <summary>A component's local reward was trained.</summary>
/// <param name="Component">The component.</param>
/// <param name="Pairs">The pairs that it learned from, replayed ones included.</param>
/// <param name="Abstains">Whether the evidence is too little still, so that the component has no reward.</param>
/// <param name="HeldOut">Its alignment: how often it ranks held-out pairs as the global reward does; null where there are too few examples to hold any out.</param>
public sealed record RewardTrained(string Component, int Pairs, bool Abstains, RankingAccuracy? HeldOut) : OptimizationEvent;

/// <summary>Local rewards screened candidates by running the component alone on cached inputs.</summary>
/// <param name="Component">The component.</param>
/// <param name="Candidates">Every candidate with its mean local reward above the incumbent's, in the order proposed.</param>
/// <param name="Kept">The positions of those that go on.</param>
public sealed record CandidatesScreened(string Component, ImmutableArray<ScreenedCandidate> Candidates, ImmutableArray<int> Kept)
    : OptimizationEvent;

/// <summary>A screened candidate.</summary>
/// <param name="Changes">What it changes of the incumbent.</param>
/// <param name="LocalReward">Its mean local reward above the incumbent's.</param>
public sealed record ScreenedCandidate(ImmutableArray<ConfigurationChange> Changes, double LocalReward);

/// <summary>A candidate stopped: it was worse, or no better, than the incumbent.</summary>
/// <param name="Component">The component.</param>
/// <param name="Changes">What it would have changed.</param>
/// <param name="MeanGain">Its mean paired difference to the incumbent.</param>
/// <param name="Examples">On how many examples.</param>
public sealed record CandidateRejected(string Component, ImmutableArray<ConfigurationChange> Changes, double MeanGain, int Examples)
    : OptimizationEvent;

/// <summary>A candidate became the incumbent.</summary>
/// <param name="Component">The component; the system's name where the turn belonged to all of them.</param>
/// <param name="Changes">What it changed.</param>
/// <param name="MeanGain">Its mean paired difference to the incumbent before, on all deciding examples.</param>
/// <param name="Mean">The new incumbent's mean score on the deciding examples.</param>
public sealed record CandidateAccepted(string Component, ImmutableArray<ConfigurationChange> Changes, double MeanGain, double Mean)
    : OptimizationEvent;

/// <summary>
/// What a component's local reward makes of its outputs on the deciding examples, told before the end for every component whose local reward
/// does not abstain; not where a spent budget outside of the optimizer ends it. Rewards rank outputs for one input: where components before it
/// changed too, a difference tells less.
/// </summary>
/// <param name="Component">The component.</param>
/// <param name="Outputs">One for each deciding example.</param>
public sealed record OutputsRewarded(string Component, ImmutableArray<RewardedOutput> Outputs) : OptimizationEvent;

/// <summary>The local rewards of a component's outputs on one example.</summary>
/// <param name="Example">The example's id.</param>
/// <param name="Before">That of the start's output; null where the component made none, or was skipped.</param>
/// <param name="After">That of the returned configuration's output; null where the component made none.</param>
public sealed record RewardedOutput(string Example, double? Before, double? After);

/// <summary>The optimization ended.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Mean">The returned configuration's mean score on the deciding examples.</param>
public sealed record OptimizationFinished(StopReason Reason, double Mean) : OptimizationEvent
{
    /// <summary>What a spent budget outside of the optimizer was spent on, and what to do; null where none ended it.</summary>
    public string? Explanation { get; init; }
}

/// <summary>Why an optimization ended.</summary>
public enum StopReason
{
    /// <summary>A limit of the budget was reached, or what was left could not pay for another candidate.</summary>
    Budget,

    /// <summary>No untried candidate was left around the incumbent.</summary>
    Exhausted,

    /// <summary>A budget of calls outside of the optimizer, such as the chat client's, was spent.</summary>
    Calls,

    /// <summary>A budget of tokens outside of the optimizer was spent.</summary>
    Tokens,

    /// <summary>A budget of dollars outside of the optimizer was spent.</summary>
    Dollars,

    /// <summary>A budget of time outside of the optimizer was spent.</summary>
    Time,
}
