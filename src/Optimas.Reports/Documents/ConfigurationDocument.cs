using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Optimas.Reports;

/// <summary>A stored configuration without its system: its fields, as its JSON has them.</summary>
public sealed class ConfigurationDocument
{
    private const string ComponentsKey = "components";
    private const string SignatureKey = "signature";
    private const string SelectorField = nameof(ComponentConfiguration.Selector);

    private readonly Dictionary<string, string> _declares = new(StringComparer.Ordinal);

    private ConfigurationDocument(JsonElement json)
    {
        if (json.TryGetProperty(SignatureKey, out var signature) && signature.ValueKind == JsonValueKind.Object)
        {
            foreach (var field in signature.EnumerateObject())
                _declares[field.Name] = field.Value.ToString();
        }

        Json = Shortening.OfConfigurations.Of(WithoutRewards(json));
        Fields = json.TryGetProperty(ComponentsKey, out var components) && components.ValueKind == JsonValueKind.Object
            ? [.. components.EnumerateObject().SelectMany(c => c.Value.EnumerateObject().Select(f => new Field(c.Name, $"{c.Name}.{f.Name}", Text(f))))]
            : [];
    }

    /// <summary>The JSON, without what local rewards have learned, and with very long texts shortened.</summary>
    public JsonElement Json { get; }

    internal ImmutableArray<Field> Fields { get; }

    /// <summary>Reads what <see cref="ConfigurationJson"/> wrote.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static ConfigurationDocument Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        using var document = JsonDocument.Parse(json);
        return new(document.RootElement.Clone());
    }

    /// <summary>The fields in which two configurations differ; a field that one of them lacks is empty there.</summary>
    public static ImmutableArray<FieldChange> Changes(ConfigurationDocument before, ConfigurationDocument after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var old = before.Fields.ToDictionary(f => f.Name, StringComparer.Ordinal);
        var now = after.Fields.ToDictionary(f => f.Name, StringComparer.Ordinal);
        return
        [
            .. before.Fields.Concat(after.Fields).DistinctBy(f => f.Name)
                .Where(f => old.GetValueOrDefault(f.Name)?.Value != now.GetValueOrDefault(f.Name)?.Value)
                .Select(f => new FieldChange(
                    f.Name,
                    f.Component,
                    after.Kind(f.Name) ?? before.Kind(f.Name) ?? FieldKind.Setting,
                    Shorten(old.GetValueOrDefault(f.Name)),
                    Shorten(now.GetValueOrDefault(f.Name)))),
        ];
    }

    internal FieldKind? Kind(string field) => Declares(field) switch
    {
        "prompt" => FieldKind.Prompt,
        "weights" => FieldKind.Weights,
        { } model when model.StartsWith("model:", StringComparison.Ordinal) => FieldKind.Model,
        null => field.EndsWith($".{SelectorField}", StringComparison.Ordinal) ? FieldKind.Selector : null,
        _ => FieldKind.Hyperparameter,
    };

    internal string? Declares(string field) => _declares.GetValueOrDefault(field);

    internal string? Value(string field) => Fields.FirstOrDefault(f => f.Name == field)?.Value;

    private static string Shorten(Field? field) => field is null ? "" : Shortening.OfConfigurations.Of(field.Value);

    private static string Text(JsonProperty field) => field.Name == SelectorField ? SelectorText(field.Value)
        : field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString()!
        : field.Value.GetRawText();

    // A local reward is thousands of numbers: that it is another one is all that can be told.
    private static string SelectorText(JsonElement reward)
    {
        string text = reward.GetRawText();
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return $"chosen per input by the local reward {Convert.ToHexStringLower(hash.AsSpan(0, 4))} ({text.Length} bytes)";
    }

    private static JsonElement WithoutRewards(JsonElement json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer, json);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static void Write(Utf8JsonWriter writer, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            json.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        foreach (var property in json.EnumerateObject())
        {
            writer.WritePropertyName(property.Name);
            if (property.Name == SelectorField && property.Value.ValueKind == JsonValueKind.Object)
                writer.WriteStringValue(SelectorText(property.Value));
            else
                Write(writer, property.Value);
        }

        writer.WriteEndObject();
    }

    internal sealed record Field(string Component, string Name, string Value);
}

/// <summary>A field in which two configurations differ.</summary>
/// <param name="Field">Its dotted name, as <c>Passages.K</c>.</param>
/// <param name="Component">Its component.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Before">The first one's value: a text as it is, anything else as JSON.</param>
/// <param name="After">The second one's value.</param>
public sealed record FieldChange(string Field, string Component, FieldKind Kind, string Before, string After);

/// <summary>What a field of a configuration is.</summary>
public enum FieldKind
{
    /// <summary>A prompt.</summary>
    Prompt,

    /// <summary>A number or a choice.</summary>
    Hyperparameter,

    /// <summary>The name of a model.</summary>
    Model,

    /// <summary>Trained weights.</summary>
    Weights,

    /// <summary>A local reward that chooses values for each input.</summary>
    Selector,

    /// <summary>Something that is configured but never searched.</summary>
    Setting,
}
