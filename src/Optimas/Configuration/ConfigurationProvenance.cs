using System.Globalization;
using System.Text.Json;

namespace Optimas;

/// <summary>
/// Where a configuration comes from: the optimization that found it. It travels beside the values in a file and is no part of them: two
/// configurations with the same values are equal, wherever they come from. What is not known is null.
/// </summary>
public sealed record ConfigurationProvenance
{
    private const string RunKey = "run";
    private const string SeedKey = "seed";
    private const string TrainingKey = "trainingData";
    private const string ValidationKey = "validationData";
    private const string InitialKey = "initial";
    private const string FinalKey = "final";
    private const string ErrorKey = "gainStandardError";
    private const string DecidingKey = "decidingExamples";
    private const string SystemRunsKey = "systemRuns";
    private const string FinishedKey = "finished";
    private const string VersionKey = "optimas";

    /// <summary>The run's id in its store; null without a store.</summary>
    public string? Run { get; init; }

    /// <summary>The seed.</summary>
    public long? Seed { get; init; }

    /// <summary>A content hash of the training examples, 32 hexadecimal digits: ids, inputs and labels, in their order.</summary>
    public string? TrainingData { get; init; }

    /// <summary>A content hash of the validation examples, like <see cref="TrainingData"/>.</summary>
    public string? ValidationData { get; init; }

    /// <summary>The start's mean score on the deciding examples.</summary>
    public double? Initial { get; init; }

    /// <summary>The configuration's own mean score on the same examples.</summary>
    public double? Final { get; init; }

    /// <summary>The standard error of <c>Final − Initial</c>, from paired differences.</summary>
    public double? GainStandardError { get; init; }

    /// <summary>The number of examples that decided.</summary>
    public int? DecidingExamples { get; init; }

    /// <summary>The system runs that were spent.</summary>
    public double? SystemRuns { get; init; }

    /// <summary>When the optimization ended.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>The version of Optimas.</summary>
    public string? OptimasVersion { get; init; }

    /// <summary>Writes it as one JSON object; what is not known is left out.</summary>
    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        Text(RunKey, Run);
        if (Seed is { } seed)
            writer.WriteNumber(SeedKey, seed);
        Text(TrainingKey, TrainingData);
        Text(ValidationKey, ValidationData);
        Number(InitialKey, Initial);
        Number(FinalKey, Final);
        Number(ErrorKey, GainStandardError);
        if (DecidingExamples is { } deciding)
            writer.WriteNumber(DecidingKey, deciding);
        Number(SystemRunsKey, SystemRuns);
        Text(FinishedKey, Finished?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        Text(VersionKey, OptimasVersion);
        writer.WriteEndObject();

        void Text(string key, string? value)
        {
            if (value is not null)
                writer.WriteString(key, value);
        }

        void Number(string key, double? value)
        {
            if (value is { } number && double.IsFinite(number))
                writer.WriteNumber(key, number);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote. What is missing, or of another type, is not known.</summary>
    internal static ConfigurationProvenance Read(JsonElement json)
    {
        return new()
        {
            Run = Text(RunKey),
            Seed = Find(SeedKey, JsonValueKind.Number) is { } seed && seed.TryGetInt64(out long s) ? s : null,
            TrainingData = Text(TrainingKey),
            ValidationData = Text(ValidationKey),
            Initial = Number(InitialKey),
            Final = Number(FinalKey),
            GainStandardError = Number(ErrorKey),
            DecidingExamples = Find(DecidingKey, JsonValueKind.Number) is { } deciding && deciding.TryGetInt32(out int n) ? n : null,
            SystemRuns = Number(SystemRunsKey),
            Finished = Find(FinishedKey, JsonValueKind.String) is { } finished && finished.TryGetDateTimeOffset(out var at) ? at : null,
            OptimasVersion = Text(VersionKey),
        };

        JsonElement? Find(string key, JsonValueKind kind) => json.TryGetProperty(key, out var value) && value.ValueKind == kind ? value : null;
        string? Text(string key) => Find(key, JsonValueKind.String)?.GetString();
        double? Number(string key) => Find(key, JsonValueKind.Number) is { } value && value.TryGetDouble(out double number) ? number : null;
    }

    /// <summary>The properties and what they hold, for the schema: a JSON type and a description each.</summary>
    internal static IReadOnlyList<(string Name, string Type, string Description)> Properties { get; } =
    [
        (RunKey, "string", "The run's id in its store."),
        (SeedKey, "integer", "The seed."),
        (TrainingKey, "string", "A content hash of the training examples."),
        (ValidationKey, "string", "A content hash of the validation examples."),
        (InitialKey, "number", "The start's mean score on the deciding examples."),
        (FinalKey, "number", "This configuration's mean score on the same examples."),
        (ErrorKey, "number", "The standard error of final - initial."),
        (DecidingKey, "integer", "The number of examples that decided."),
        (SystemRunsKey, "number", "The system runs that were spent."),
        (FinishedKey, "string", "When the optimization ended, in UTC."),
        (VersionKey, "string", "The version of Optimas."),
    ];
}
