using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Optimas;

/// <summary>
/// Configurations as JSON: the system's name, its signature (a hash, and what each field declares), and the values by component and field.
/// </summary>
public static class ConfigurationJson
{
    private const string SystemKey = "system";
    private const string HashKey = "signatureHash";
    private const string SignatureKey = "signature";
    private const string ComponentsKey = "components";

    private static readonly JsonWriterOptions s_writing = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The configuration as indented JSON.</summary>
    public static string Write(SystemConfiguration configuration)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, s_writing))
            Write(writer, configuration);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Writes the configuration as one JSON object.</summary>
    public static void Write(Utf8JsonWriter writer, SystemConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(configuration);
        var graph = configuration.Graph;
        writer.WriteStartObject();
        writer.WriteString(SystemKey, graph.Name);
        writer.WriteString(HashKey, graph.SignatureHash);
        writer.WriteStartObject(SignatureKey);
        foreach (var (field, declares) in graph.Signature)
            writer.WriteString(field, declares);
        writer.WriteEndObject();
        writer.WriteStartObject(ComponentsKey);
        foreach (var component in graph.Components.Where(c => c.Parameters.Length > 0))
        {
            writer.WriteStartObject(component.Name);
            var values = configuration.GetComponent(component.Index)!;
            for (int i = 0; i < component.Parameters.Length; i++)
            {
                writer.WritePropertyName(component.Parameters[i].Name);
                component.Parameters[i].WriteValue(writer, values.GetValue(i));
            }

            if (values.Selector is { } selector)
            {
                writer.WritePropertyName(nameof(ComponentConfiguration.Selector));
                selector.Reward.Write(writer);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Reads a configuration. Fields that the JSON leaves out keep their defaults.</summary>
    /// <typeparam name="T">The system's configuration type.</typeparam>
    /// <param name="json">What <see cref="Write(SystemConfiguration)"/> wrote.</param>
    /// <param name="defaults">The system's default configuration.</param>
    /// <exception cref="ConfigurationException">
    /// The text is not JSON, belongs to another system or to another signature (the message names the fields that drifted), or holds an
    /// unknown field or an illegal value.
    /// </exception>
    public static T Read<T>(string json, T defaults)
        where T : SystemConfiguration
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement, defaults);
        }
        catch (JsonException e)
        {
            throw new ConfigurationException($"The configuration is not valid JSON: {e.Message}", e);
        }
    }

    /// <summary>Reads a configuration from a parsed JSON object, like <see cref="Read{T}(string, T)"/>.</summary>
    public static T Read<T>(JsonElement json, T defaults)
        where T : SystemConfiguration
    {
        ArgumentNullException.ThrowIfNull(defaults);
        var graph = defaults.Graph;
        if (json.ValueKind != JsonValueKind.Object)
            throw new ConfigurationException($"A configuration is a JSON object, but this is {json.ValueKind}.");
        if (json.TryGetProperty(SystemKey, out var system) && system.ValueKind == JsonValueKind.String && system.GetString() != graph.Name)
            throw new ConfigurationException($"The configuration was made for {system.GetString()}, not for {graph.Name}.");
        if (Drift(json, graph) is { Count: > 0 } drifted)
        {
            throw new ConfigurationException(
                $"The configuration was optimized for another signature of {graph.Name}: {string.Join("; ", drifted)}. "
                + "Optimize again, or set the fields that still hold in code.");
        }

        if (!json.TryGetProperty(ComponentsKey, out var components) || components.ValueKind != JsonValueKind.Object)
            throw new ConfigurationException($"The configuration has no object \"{ComponentsKey}\".");
        SystemConfiguration configuration = defaults;
        foreach (var component in components.EnumerateObject())
            configuration = ReadComponent(configuration, component);
        return (T)configuration;
    }

    /// <summary>What differs between the signature stored with a configuration and a system's own, one sentence a field.</summary>
    public static IReadOnlyList<string> Drift(JsonElement json, SystemGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (json.ValueKind != JsonValueKind.Object)
            return [];
        if (!json.TryGetProperty(SignatureKey, out var signature) || signature.ValueKind != JsonValueKind.Object)
        {
            return json.TryGetProperty(HashKey, out var hash) && hash.ToString() != graph.SignatureHash
                ? [$"its hash was {hash} and is {graph.SignatureHash}"]
                : [];
        }

        var stored = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in signature.EnumerateObject())
            stored[field.Name] = field.Value.ToString();
        var sentences = new List<string>();
        foreach (string field in stored.Keys.Union(graph.Signature.Keys).Order(StringComparer.Ordinal))
        {
            string? before = stored.GetValueOrDefault(field), now = graph.Signature.GetValueOrDefault(field);
            if (before != now)
                sentences.Add(now is null ? $"{field} is gone" : before is null ? $"{field} is new" : $"{field} was {before} and is {now}");
        }

        return sentences;
    }

    private static SystemConfiguration ReadComponent(SystemConfiguration configuration, JsonProperty json)
    {
        var graph = configuration.Graph;
        var component = graph.Components.FirstOrDefault(c => c.Name == json.Name && c.Parameters.Length > 0)
            ?? throw new ConfigurationException($"{graph.Name} has no configurable component called {json.Name}.");
        if (json.Value.ValueKind != JsonValueKind.Object)
            throw new ConfigurationException($"{json.Name} must be a JSON object of its fields.");
        var values = configuration.GetComponent(component.Index)!;
        foreach (var field in json.Value.EnumerateObject())
        {
            if (field.Name == nameof(ComponentConfiguration.Selector))
            {
                values = values with { Selector = ReadSelector(component, field.Value) };
                continue;
            }

            int position = component.Parameters.ToList().FindIndex(p => p.Name == field.Name);
            if (position < 0)
            {
                throw new ConfigurationException(
                    $"{component.Name} has no field called {field.Name}; it has {string.Join(", ", component.Parameters.Select(p => p.Name))}.");
            }

            try
            {
                values = values.WithValue(position, component.Parameters[position].ReadValue(field.Value));
            }
            catch (JsonException e)
            {
                throw new ConfigurationException($"{component.Name}.{field.Name} {e.Message}.", e);
            }
        }

        return configuration.WithComponent(component.Index, values);
    }

    private static PerInputSelector ReadSelector(ComponentInfo component, JsonElement json)
    {
        try
        {
            return new(LocalRewardJson.Read(json));
        }
        catch (JsonException e)
        {
            throw new ConfigurationException($"{component.Name}.{nameof(ComponentConfiguration.Selector)} can't be read: {e.Message}.", e);
        }
    }
}
