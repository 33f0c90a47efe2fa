using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Optimas;

/// <summary>Events as JSON objects of their own properties, for a reader. Values of configurations are texts.</summary>
internal static class EventJson
{
    public static string? ComponentOf(OptimizationEvent happened) => happened switch
    {
        ComponentPicked e => e.Component,
        ProposalFailed e => e.Component,
        WeightsTrained e => e.Component,
        WeightTrainingFailed e => e.Component,
        PreferencesCollected e => e.Component,
        RewardTrained e => e.Component,
        CandidatesScreened e => e.Component,
        CandidateRejected e => e.Component,
        CandidateAccepted e => e.Component,
        OutputsRewarded e => e.Component,
        _ => null,
    };

    public static string Write(OptimizationEvent happened)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            Write(writer, happened);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, OptimizationEvent happened)
    {
        switch (happened)
        {
            case OptimizationPlanned e:
                writer.WriteStartArray("searchedFields");
                foreach (string field in e.SearchedFields)
                    writer.WriteStringValue(field);
                writer.WriteEndArray();
                writer.WriteNumber("decidingExamples", e.DecidingExamples);
                writer.WriteNumber("leastSystemRuns", e.LeastSystemRuns);
                Write(writer, e.Budget);
                break;
            case BaselineEvaluated e:
                writer.WriteNumber("mean", e.Mean);
                writer.WriteNumber("standardError", e.StandardError);
                writer.WriteNumber("failures", e.Failures);
                break;
            case ComponentPicked e:
                writer.WriteNumber("step", e.Step);
                break;
            case ProposalFailed e:
                writer.WriteString("failure", e.Failure.Message);
                break;
            case WeightsTrained e:
                writer.WriteString("before", e.Before);
                writer.WriteString("after", e.After);
                writer.WriteNumber("rewardBefore", e.RewardBefore);
                writer.WriteNumber("rewardAfter", e.RewardAfter);
                writer.WriteNumber("rollouts", e.Rollouts);
                writer.WriteNumber("failures", e.Failures);
                break;
            case WeightTrainingFailed e:
                writer.WriteString("failure", e.Failure.Message);
                break;
            case PreferencesCollected e:
                writer.WriteNumber("pairs", e.Pairs);
                writer.WriteNumber("meanGap", e.MeanGap);
                break;
            case RewardTrained e:
                writer.WriteNumber("pairs", e.Pairs);
                writer.WriteBoolean("abstains", e.Abstains);
                if (e.HeldOut is { } held)
                {
                    writer.WriteNumber("accuracy", held.Value);
                    writer.WriteNumber("low", held.Low);
                    writer.WriteNumber("high", held.High);
                }

                break;
            case CandidatesScreened e:
                writer.WriteStartArray("candidates");
                foreach (var candidate in e.Candidates)
                {
                    writer.WriteStartObject();
                    Write(writer, candidate.Changes);
                    writer.WriteNumber("localReward", candidate.LocalReward);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                writer.WriteStartArray("kept");
                foreach (int kept in e.Kept)
                    writer.WriteNumberValue(kept);
                writer.WriteEndArray();
                break;
            case CandidateRejected e:
                Write(writer, e.Changes);
                writer.WriteNumber("meanGain", e.MeanGain);
                writer.WriteNumber("examples", e.Examples);
                break;
            case CandidateAccepted e:
                Write(writer, e.Changes);
                writer.WriteNumber("meanGain", e.MeanGain);
                writer.WriteNumber("mean", e.Mean);
                break;
            case OutputsRewarded e:
                writer.WriteNumber("compared", e.Outputs.Count(o => o is { Before: not null, After: not null }));
                writer.WriteNumber("above", e.Outputs.Count(o => o.After > o.Before));
                writer.WriteNumber("below", e.Outputs.Count(o => o.After < o.Before));
                writer.WriteStartArray("outputs");
                foreach (var output in e.Outputs)
                {
                    writer.WriteStartObject();
                    writer.WriteString("example", output.Example);
                    if (output.Before is { } before)
                        writer.WriteNumber("before", before);
                    if (output.After is { } after)
                        writer.WriteNumber("after", after);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                break;
            case OptimizationFinished e:
                writer.WriteString("reason", e.Reason.ToString());
                writer.WriteNumber("mean", e.Mean);
                if (e.Explanation is { } explanation)
                    writer.WriteString("explanation", explanation);
                break;
        }
    }

    private static void Write(Utf8JsonWriter writer, ImmutableArray<ConfigurationChange> changes)
    {
        writer.WriteStartArray("changes");
        foreach (var change in changes)
        {
            writer.WriteStartObject();
            writer.WriteString("field", change.Field);
            writer.WriteString("before", ParameterInfo.Show(change.Before));
            writer.WriteString("after", ParameterInfo.Show(change.After));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, Budget budget)
    {
        writer.WriteStartObject("budget");
        writer.WriteNumber("systemRuns", budget.SystemRuns);
        if (budget.Calls is { } calls)
            writer.WriteNumber("calls", calls);
        if (budget.Tokens is { } tokens)
            writer.WriteNumber("tokens", tokens);
        if (budget.Cost is { } cost)
            writer.WriteNumber("cost", cost);
        if (budget.Duration is { } duration)
            writer.WriteNumber("seconds", duration.TotalSeconds);
        writer.WriteEndObject();
    }
}
