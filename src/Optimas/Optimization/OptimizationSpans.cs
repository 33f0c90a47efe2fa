using System.Diagnostics;
using Optimas.Runtime;

namespace Optimas;

/// <summary>
/// The spans of an optimization, of the source <c>Optimas</c>: one for the whole, in it one for the start's evaluation and one for each turn, and in those
/// the runs, the trainings and the proposals. Decisions are events of the turn's span. Spans name fields, never their values: prompts stay out.
/// </summary>
internal static class OptimizationSpans
{
    public static Activity? Optimization(SystemGraph graph, OptimizationOptions options) => Telemetry.Source.StartActivity($"optimize {graph.Name}")
        ?.SetTag("optimas.seed", options.Seed)
        .SetTag("optimas.engine", options.Engine.ToString())
        .SetTag("optimas.control", options.Control.ToString());

    public static Activity? Start() => Telemetry.Source.StartActivity("evaluate start");

    /// <param name="step">The number of the turn, from 1.</param>
    /// <param name="component">Whose turn: a component, or the system.</param>
    public static Activity? Turn(int step, string component) => Telemetry.Source.StartActivity($"turn {component}")
        ?.SetTag("optimas.step", step)
        .SetTag("optimas.component", component);

    /// <param name="component">The component whose local reward is trained; null for all at once.</param>
    public static Activity? RewardTraining(string? component) => Of("train reward", component);

    public static Activity? WeightTraining(string component) => Of("train weights", component);

    public static Activity? Proposing(string component) => Of("propose prompts", component);

    /// <summary>Adds what happened to the span that it happened in.</summary>
    public static void Tell(OptimizationEvent happened)
    {
        if (Activity.Current is not { } span || span.Source != Telemetry.Source)
            return;
        var tags = new ActivityTagsCollection { ["optimas.spent.system_runs"] = happened.Spent.SystemRuns };
        switch (happened)
        {
            case BaselineEvaluated e:
                tags["optimas.score"] = e.Mean;
                break;
            case CandidateAccepted e:
                tags["optimas.fields"] = Fields(e.Changes);
                tags["optimas.gain"] = e.MeanGain;
                tags["optimas.score"] = e.Mean;
                break;
            case CandidateRejected e:
                tags["optimas.fields"] = Fields(e.Changes);
                tags["optimas.gain"] = e.MeanGain;
                tags["optimas.examples"] = e.Examples;
                break;
            case CandidatesScreened e:
                tags["optimas.candidates"] = e.Candidates.Length;
                tags["optimas.kept"] = e.Kept.Length;
                break;
            case RewardTrained e:
                tags["optimas.component"] = e.Component;
                tags["optimas.pairs"] = e.Pairs;
                tags["optimas.alignment"] = e.HeldOut?.Value;
                break;
            case WeightsTrained e:
                tags["optimas.rollouts"] = e.Rollouts;
                tags["optimas.reward.before"] = e.RewardBefore;
                tags["optimas.reward.after"] = e.RewardAfter;
                break;
            case ProposalFailed e:
                tags["error.type"] = e.Failure.GetType().FullName;
                break;
            case WeightTrainingFailed e:
                tags["error.type"] = e.Failure.GetType().FullName;
                break;
            case OutputsRewarded e:
                tags["optimas.component"] = e.Component;
                break;
            case OptimizationFinished e:
                tags["optimas.reason"] = e.Reason.ToString();
                tags["optimas.score"] = e.Mean;
                break;
        }

        span.AddEvent(new(happened.GetType().Name, tags: tags));
    }

    private static Activity? Of(string work, string? component) => component is null
        ? Telemetry.Source.StartActivity(work)
        : Telemetry.Source.StartActivity($"{work} {component}")?.SetTag("optimas.component", component);

    private static string[] Fields(IEnumerable<ConfigurationChange> changes) => [.. changes.Select(c => c.Field)];
}
