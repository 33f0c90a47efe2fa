using System.Text;
using System.Text.Json;
using Optimas.Storage;

namespace Optimas.Cli.Runs;

/// <summary>Two runs side by side, as <c>optimas runs diff</c> shows them.</summary>
internal sealed class RunComparison(RunReader reader, StoredRun first, StoredRun second, CancellationToken cancellationToken)
{
    private readonly IReadOnlyList<(string Name, string Before, string After)> _facts =
    [
        .. first.Facts.Keys.Union(second.Facts.Keys).Order(StringComparer.Ordinal)
            .Select(name => (name, first.Facts.GetValueOrDefault(name, "none"), second.Facts.GetValueOrDefault(name, "none")))
            .Where(f => f.Item2 != f.Item3),
    ];

    private readonly IReadOnlyList<(string Field, string? Before, string? After)> _fields = ConfigurationValues.Differences(
        reader.Configuration(first.Id, first.Best, cancellationToken), reader.Configuration(second.Id, second.Best, cancellationToken));

    public string Text()
    {
        var text = new StringBuilder();
        text.Append(RunText.Table(
        [
            ["", first.Id, second.Id],
            ["system", first.System, second.System],
            ["status", first.Status.ToString().ToLowerInvariant(), second.Status.ToString().ToLowerInvariant()],
            ["start", RunText.Score(first.Initial), RunText.Score(second.Initial)],
            ["best", RunText.Score(first.Score), RunText.Score(second.Score)],
            ["gain", RunText.Gain(first), RunText.Gain(second)],
            ["system runs", Number(first.Spent.SystemRuns), Number(second.Spent.SystemRuns)],
            ["model calls", $"{first.Spent.Calls}", $"{second.Spent.Calls}"],
            ["tokens", $"{first.Spent.Tokens}", $"{second.Spent.Tokens}"],
            ["dollars", FormattableString.Invariant($"{first.Spent.Cost:0.####}"), FormattableString.Invariant($"{second.Spent.Cost:0.####}")],
            ["seconds", Number(first.Spent.Elapsed.TotalSeconds), Number(second.Spent.Elapsed.TotalSeconds)],
        ])).Append('\n');
        text.Append(_facts.Count == 0 ? "\nstarted with the same\n" : "\nstarted with:\n");
        foreach (var (name, before, after) in _facts)
            text.Append($"  {RunText.OneLine(name)}: {RunText.OneLine(before)} → {RunText.OneLine(after)}\n");
        text.Append(_fields.Count == 0 ? "\nfound the same configuration\n" : "\nfound:\n");
        foreach (var field in _fields)
            text.Append($"  {ConfigurationValues.Show(field)}\n");
        return text.ToString().TrimEnd('\n');
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (name, run) in new[] { ("a", first), ("b", second) })
        {
            writer.WriteStartObject(name);
            RunText.Write(writer, run);
            writer.WriteEndObject();
        }

        writer.WriteStartArray("facts");
        foreach (var (name, before, after) in _facts)
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteString("a", before);
            writer.WriteString("b", after);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("fields");
        foreach (var (field, before, after) in _fields)
            WriteDifference(writer, field, before, after);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>A field's two values as they are, null where a configuration does not have it.</summary>
    public static void WriteDifference(Utf8JsonWriter writer, string field, string? before, string? after)
    {
        writer.WriteStartObject();
        writer.WriteString("field", field);
        writer.WritePropertyName("a");
        writer.WriteRawValue(before ?? "null");
        writer.WritePropertyName("b");
        writer.WriteRawValue(after ?? "null");
        writer.WriteEndObject();
    }

    private static string Number(double value) => value.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
}
