using System.Text.Json;

namespace Optimas.Hosting;

/// <summary>Results as lines for a person and as JSON.</summary>
internal static class Report
{
    private const int ShownPairs = 2, ShownCharacters = 160;

    /// <summary>Why an optimization ended.</summary>
    public static string Reason(StopReason reason) => reason switch
    {
        StopReason.Budget => "budget spent",
        StopReason.Exhausted => "nothing left to try",
        _ => $"budget of {reason.ToString().ToLowerInvariant()} spent",
    };

    public static void Summarize<TConfiguration>(Output output, OptimizationResult<TConfiguration> result)
        where TConfiguration : SystemConfiguration
    {
        output.Line($"");
        output.Line($"before {result.Initial:0.000}, after {result.Final:0.000} (gain {result.Final - result.Initial:+0.000;-0.000} ± {result.GainStandardError:0.000} on the {result.DecidingExamples} examples that decided)");
        output.Line($"spent {result.Spent} ({Reason(result.Reason)})");
        if (result.Changes.IsEmpty)
            output.Line($"nothing beat the start");
        foreach (var change in result.Changes)
            output.Line($"  {change}");
    }

    public static void Summarize<TIn, TOut, TLabel>(Output output, HeldOutComparison<TIn, TOut, TLabel> heldOut) => output.Line(
        $"held out: before {heldOut.Before.Mean:0.000} ± {heldOut.Before.StandardError:0.000}, after {heldOut.After.Mean:0.000} ± {heldOut.After.StandardError:0.000} (gain {heldOut.Gain:+0.000;-0.000} ± {heldOut.GainStandardError:0.000} on {heldOut.Before.Results.Length} examples that decided nothing)");

    public static void Summarize(Output output, SystemGraph graph, LocalPreference preference)
    {
        output.Line($"");
        output.Line($"why {graph.Components[preference.Component].Name}: its local reward is {preference.MeanDifference:+0.00;-0.00} on average over {preference.Pairs.Length} inputs; where it differs most:");
        foreach (var pair in preference.Pairs.Where(p => p.Before.Output != p.After.Output).Take(ShownPairs))
        {
            output.Line($"  for    {Shorten(pair.Before.Input)}");
            output.Line($"  before {pair.RewardBefore,6:0.00}  {Shorten(pair.Before.Output)}");
            output.Line($"  after  {pair.RewardAfter,6:0.00}  {Shorten(pair.After.Output)}");
        }
    }

    public static void Write<TConfiguration, TIn, TOut, TLabel>(
        Utf8JsonWriter writer, OptimizationResult<TConfiguration> result, HeldOutComparison<TIn, TOut, TLabel>? heldOut)
        where TConfiguration : SystemConfiguration
    {
        writer.WriteStartObject();
        writer.WriteNumber("initial", result.Initial);
        writer.WriteNumber("final", result.Final);
        writer.WriteNumber("gainStandardError", result.GainStandardError);
        writer.WriteNumber("decidingExamples", result.DecidingExamples);
        writer.WriteNumber("systemRuns", result.Spent.SystemRuns);
        WriteUsage(writer, result.Spent.Usage);
        writer.WriteNumber("seconds", result.Spent.Duration.TotalSeconds);
        writer.WriteString("reason", result.Reason.ToString());
        if (result.Explanation is { } explanation)
            writer.WriteString("explanation", explanation);
        if (heldOut is not null)
        {
            writer.WriteStartObject("test");
            writer.WriteNumber("initial", heldOut.Before.Mean);
            writer.WriteNumber("final", heldOut.After.Mean);
            writer.WritePropertyName("gainStandardError");
            WriteFinite(writer, heldOut.GainStandardError);
            writer.WriteNumber("examples", heldOut.Before.Results.Length);
            writer.WriteEndObject();
        }

        writer.WritePropertyName("changes");
        WriteChanges(writer, result.Changes);
        writer.WritePropertyName("configuration");
        ConfigurationJson.Write(writer, result.Configuration);
        writer.WriteEndObject();
    }

    public static void Summarize(Output output, SystemGraph graph, AlignmentReport report)
    {
        foreach (var component in report.Components)
        {
            string reward = component.Accuracy is { } accuracy ? $"local reward {accuracy}" : $"abstains, {component.Abstention}";
            string rule = component.LengthRule is { } length
                ? FormattableString.Invariant($"; rule \"the {(component.LongerWins ? "longer" : "shorter")} output wins\" {length.Value:0.000}")
                : "";
            output.Line($"{graph.Components[component.Component].Name}: {reward}{rule}");
        }

        output.Line($"pairwise ranking accuracy on held-out examples [95% interval]; spent {report.SystemRuns:0.0} system runs");
    }

    public static void Write(Utf8JsonWriter writer, SystemGraph graph, AlignmentReport report)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("components");
        foreach (var component in report.Components)
        {
            writer.WriteStartObject(graph.Components[component.Component].Name);
            WriteAccuracy(writer, "localReward", component.Accuracy);
            if (component.Abstention is { } reason)
                writer.WriteString("reason", reason);
            WriteAccuracy(writer, "lengthRule", component.LengthRule);
            if (component.LengthRule is not null)
                writer.WriteString("rule", component.LongerWins ? "longer" : "shorter");
            WriteAccuracy(writer, "outOfFold", component.OutOfFold);
            writer.WriteNumber("inputs", component.Inputs);
            writer.WriteNumber("pairedInputs", component.PairedInputs);
            writer.WriteNumber("pairs", component.Pairs);
            writer.WriteNumber("systemRuns", component.SystemRuns);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteNumber("systemRuns", report.SystemRuns);
        writer.WriteEndObject();
    }

    public static void WriteUsage(Utf8JsonWriter writer, ModelUsage usage)
    {
        writer.WriteNumber("calls", usage.Calls);
        writer.WriteNumber("inputTokens", usage.InputTokens);
        writer.WriteNumber("outputTokens", usage.OutputTokens);
        writer.WriteNumber("cost", usage.Cost);
    }

    public static void WriteChanges(Utf8JsonWriter writer, IEnumerable<ConfigurationChange> changes)
    {
        writer.WriteStartArray();
        foreach (var change in changes)
            writer.WriteStringValue($"{change}");
        writer.WriteEndArray();
    }

    private static void WriteFinite(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
            writer.WriteNumberValue(value);
        else
            writer.WriteNullValue();
    }

    private static string Shorten(string text)
    {
        string line = string.Join(" ", text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= ShownCharacters ? line : line[..ShownCharacters] + "…";
    }

    private static void WriteAccuracy(Utf8JsonWriter writer, string name, RankingAccuracy? accuracy)
    {
        if (accuracy is null)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        writer.WriteNumber("accuracy", accuracy.Value);
        writer.WriteNumber("low", accuracy.Low);
        writer.WriteNumber("high", accuracy.High);
        writer.WriteNumber("pairs", accuracy.Pairs);
        writer.WriteNumber("inputs", accuracy.Inputs);
        writer.WriteEndObject();
    }
}
