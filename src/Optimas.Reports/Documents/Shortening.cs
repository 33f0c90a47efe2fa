using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Optimas.Reports;

/// <summary>Keeps a document's size sensible: what is longer ends in a remark on how much was left out.</summary>
/// <param name="Text">The most characters of a text.</param>
/// <param name="Items">The most items of a list.</param>
internal sealed record Shortening(int Text, int Items)
{
    /// <summary>Of what events tell, of which a run has many.</summary>
    public static Shortening OfEvents { get; } = new(500, 40);

    /// <summary>Of outputs, inputs and pairs, of which a document shows a few.</summary>
    public static Shortening OfOutputs { get; } = new(4_000, 100);

    /// <summary>Of configurations.</summary>
    public static Shortening OfConfigurations { get; } = new(40_000, 1_000);

    /// <summary>The text; where it is too long its beginning, and how much is missing.</summary>
    public string Of(string text)
    {
        if (text.Length <= Text)
            return text;
        // Not between the halves of one character.
        int end = char.IsHighSurrogate(text[Text - 1]) ? Text - 1 : Text;
        return string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, end)}… ({text.Length - end:N0} more characters)");
    }

    /// <summary>The JSON with its long texts and lists shortened; the same where none is.</summary>
    public JsonElement Of(JsonElement json)
    {
        if (Fits(json))
            return json;
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer, json);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private bool Fits(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString()!.Length <= Text,
        JsonValueKind.Array => json.GetArrayLength() <= Items && json.EnumerateArray().All(Fits),
        JsonValueKind.Object => json.EnumerateObject().All(p => Fits(p.Value)),
        _ => true,
    };

    private void Write(Utf8JsonWriter writer, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                writer.WriteStringValue(Of(json.GetString()!));
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in json.EnumerateArray().Take(Items))
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in json.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value);
                    // Lists keep one type of item, so what is missing stands beside them.
                    if (property.Value.ValueKind == JsonValueKind.Array && property.Value.GetArrayLength() > Items)
                        writer.WriteNumber($"{property.Name}LeftOut", property.Value.GetArrayLength() - Items);
                }

                writer.WriteEndObject();
                break;
            default:
                json.WriteTo(writer);
                break;
        }
    }
}
