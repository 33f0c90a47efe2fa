namespace Optimas.Hosting;

/// <summary>Prints what an optimization does, a line per event.</summary>
internal sealed class ProgressLines(Output output) : IProgress<OptimizationEvent>
{
    public void Report(OptimizationEvent value)
    {
        switch (value)
        {
            case OptimizationPlanned e:
                output.Line($"searching {e.SearchedFields.Length} fields on {e.DecidingExamples} examples, at most {e.Budget.SystemRuns} system runs");
                break;
            case BaselineEvaluated e:
                output.Line($"{e.Spent.SystemRuns,6:0.0} runs  start: {e.Mean:0.000} ± {e.StandardError:0.000}");
                break;
            case ProposalFailed e:
                output.Line($"{e.Spent.SystemRuns,6:0.0} runs  no prompts for {e.Component}: {e.Failure.Message}");
                break;
            case WeightsTrained e:
                output.Line($"{e.Spent.SystemRuns,6:0.0} runs  trained {e.Component}: local reward {e.RewardBefore:0.000} → {e.RewardAfter:0.000} in {e.Rollouts} rollouts, {e.Failures} failed");
                break;
            case WeightTrainingFailed e:
                output.Line($"{e.Spent.SystemRuns,6:0.0} runs  no training for {e.Component}: {e.Failure.Message}");
                break;
            case CandidateAccepted e:
                output.Line($"{e.Spent.SystemRuns,6:0.0} runs  accepted {string.Join(", ", e.Changes)}  {e.MeanGain:+0.000;-0.000} → {e.Mean:0.000}");
                break;
            case CandidateRejected e:
                output.Line($"{e.Spent.SystemRuns,6:0.0} runs  rejected {string.Join(", ", e.Changes)}  {e.MeanGain:+0.000;-0.000} on {e.Examples}");
                break;
            case CandidatesScreened e:
                output.Line($"{e.Spent.SystemRuns,6:0.0} runs  {e.Component}: local reward keeps {e.Kept.Length} of {e.Candidates.Length} candidates");
                break;
            case OptimizationFinished e:
                output.Line($"{e.Spent.SystemRuns,6:0.0} runs  finished: {e.Mean:0.000} ({Hosting.Report.Reason(e.Reason)})");
                if (e.Explanation is { } explanation)
                    output.Line(explanation);
                break;
        }
    }
}
