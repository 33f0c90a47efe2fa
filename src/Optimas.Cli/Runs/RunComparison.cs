using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Optimas.Reports;
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

    private readonly ImmutableArray<FieldChange> _fields =
        FieldChanges.Between(reader, (first.Id, first.Best), (second.Id, second.Best), cancellationToken);

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
        text.Append(_fields.IsEmpty ? "\nfound the same configuration\n" : "\nfound:\n");
        foreach (var field in _fields)
            text.Append($"  {FieldChanges.Show(field)}\n");
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
        writer.WritePropertyName("fields");
        FieldChanges.Write(writer, _fields);
        writer.WriteEndObject();
    }

    private static string Number(double value) => value.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
}
