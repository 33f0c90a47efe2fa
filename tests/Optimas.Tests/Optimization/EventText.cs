using System.Globalization;

namespace Optimas.Tests.Optimization;

/// <summary>Events as text, without the time that they took.</summary>
internal static class EventText
{
    public static string[] Of(IEnumerable<OptimizationEvent> events) => [.. events.Select(Of)];

    public static string Of(OptimizationEvent happened)
    {
        string spent = string.Create(CultureInfo.InvariantCulture, $"{happened.Spent.SystemRuns:R} {happened.Spent.Usage}");
        string what = happened switch
        {
            OptimizationPlanned e => $"planned {e.Start.ToJson()} {string.Join(",", e.SearchedFields)} {e.DecidingExamples} {e.LeastSystemRuns:R} {e.Budget}",
            BaselineEvaluated e => $"baseline {e.Mean:R} {e.StandardError:R} {e.Failures}",
            ComponentPicked e => $"picked {e.Step} {e.Component}",
            PreferencesCollected e => $"preferences {e.Component} {e.Pairs} {e.MeanGap:R}",
            RewardTrained e => $"reward {e.Component} {e.Pairs} {e.Abstains} {e.HeldOut}",
            CandidatesScreened e => $"screened {e.Component} {string.Join("|", e.Candidates.Select(c => $"{Changes(c.Changes)} {c.LocalReward:R}"))} kept {string.Join(",", e.Kept)}",
            WeightsTrained e => $"trained {e.Component} {e.Before} {e.After} {e.RewardBefore:R} {e.RewardAfter:R} {e.Rollouts} {e.Failures}",
            WeightTrainingFailed e => $"not trained {e.Component} {e.Failure.Message}",
            CandidateRejected e => $"rejected {e.Component} {Changes(e.Changes)} {e.MeanGain:R} {e.Examples}",
            CandidateAccepted e => $"accepted {e.Component} {Changes(e.Changes)} {e.MeanGain:R} {e.Mean:R}",
            OutputsRewarded e => $"rewarded {e.Component} {string.Join("|", e.Outputs.Select(o => $"{o.Example} {o.Before:R} {o.After:R}"))}",
            OptimizationFinished e => $"finished {e.Reason} {e.Mean:R}",
            _ => throw new NotSupportedException(happened.GetType().Name),
        };
        return $"{what} [{spent}]";
    }

    private static string Changes(IEnumerable<ConfigurationChange> changes) => string.Join(";", changes);
}
