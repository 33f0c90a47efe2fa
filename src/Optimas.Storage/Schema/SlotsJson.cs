using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Optimas.Journaling;

namespace Optimas.Storage;

/// <summary>
/// A trajectory's filled slots as JSON: a list of objects. An output that another trajectory of the run made is not repeated: <c>source</c>
/// names that trajectory.
/// </summary>
internal static class SlotsJson
{
    public static string Write(ImmutableArray<RecordedSlot> slots)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, new() { SkipValidation = true }))
        {
            writer.WriteStartArray();
            foreach (var slot in slots)
                Write(writer, slot);
            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static ImmutableArray<RecordedSlot> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(Read)];
    }

    private static void Write(Utf8JsonWriter writer, RecordedSlot slot)
    {
        writer.WriteStartObject();
        writer.WriteString("component", slot.Component);
        writer.WriteString("origin", slot.Origin.ToString());
        if (slot.Output is { } output)
        {
            writer.WritePropertyName("output");
            writer.WriteRawValue(output, skipInputValidation: true);
        }

        if (slot.Source is { } source)
            writer.WriteNumber("source", source);
        if (slot.Configuration is { } configuration)
        {
            writer.WritePropertyName("configuration");
            writer.WriteRawValue(configuration, skipInputValidation: true);
        }

        if (slot.Model is { } model)
            writer.WriteString("model", model);
        if (slot.Executions > 0)
        {
            writer.WriteNumber("executions", slot.Executions);
            writer.WriteNumber("ticks", slot.Latency.Ticks);
        }

        if (slot.Usage != default)
        {
            writer.WriteNumber("calls", slot.Usage.Calls);
            writer.WriteNumber("inputTokens", slot.Usage.InputTokens);
            writer.WriteNumber("outputTokens", slot.Usage.OutputTokens);
            writer.WriteNumber("cost", slot.Usage.Cost);
        }

        writer.WriteEndObject();
    }

    private static RecordedSlot Read(JsonElement json)
    {
        string? Raw(string name) => json.TryGetProperty(name, out var value) ? value.GetRawText() : null;
        long Number(string name) => json.TryGetProperty(name, out var value) ? value.GetInt64() : 0;
        return new(json.GetProperty("component").GetString()!, Enum.Parse<SlotOrigin>(json.GetProperty("origin").GetString()!))
        {
            Output = Raw("output"),
            Source = json.TryGetProperty("source", out var source) ? source.GetInt64() : null,
            Configuration = Raw("configuration"),
            Model = json.TryGetProperty("model", out var model) ? model.GetString() : null,
            Executions = (int)Number("executions"),
            Latency = new(Number("ticks")),
            Usage = new(
                (int)Number("calls"), Number("inputTokens"), Number("outputTokens"), json.TryGetProperty("cost", out var cost) ? cost.GetDecimal() : 0),
        };
    }
}
