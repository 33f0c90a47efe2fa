using System.Collections.Immutable;
using System.Text.Json;
using Optimas.Reports;
using Optimas.Storage;

namespace Optimas.Cli.Runs;

/// <summary>The fields in which two stored configurations differ, as text and JSON.</summary>
internal static class FieldChanges
{
    /// <summary>The differences of two configurations of a store, which may be of two runs.</summary>
    public static ImmutableArray<FieldChange> Between(
        RunReader reader, (string Run, string Hash) before, (string Run, string Hash) after, CancellationToken cancellationToken) => ConfigurationDocument.Changes(
        ConfigurationDocument.Parse(reader.Configuration(before.Run, before.Hash, cancellationToken)),
        ConfigurationDocument.Parse(reader.Configuration(after.Run, after.Hash, cancellationToken)));

    /// <summary>A difference on one line.</summary>
    public static string Show(FieldChange change) => $"{change.Field}: {Show(change, change.Before)} → {Show(change, change.After)}";

    public static void Write(Utf8JsonWriter writer, IEnumerable<FieldChange> changes)
    {
        writer.WriteStartArray();
        foreach (var change in changes)
        {
            writer.WriteStartObject();
            writer.WriteString("field", change.Field);
            writer.WriteString("a", change.Before);
            writer.WriteString("b", change.After);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string Show(FieldChange change, string value) => change.Kind == FieldKind.Prompt ? $"\"{RunText.OneLine(value)}\""
        : value.Length == 0 ? "nothing"
        : RunText.OneLine(value);
}
