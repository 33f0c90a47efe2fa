using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Optimas;

/// <summary>
/// Configurations as JSON: the system's name, its signature (a hash, and what each field declares), where the configuration comes from if that is
/// known, and the values by component and field.
/// </summary>
public static class ConfigurationJson
{
    internal const string SchemaKey = "$schema";
    internal const string SystemKey = "system";
    internal const string HashKey = "signatureHash";
    internal const string SignatureKey = "signature";
    internal const string ProvenanceKey = "provenance";
    internal const string ComponentsKey = "components";

    internal static readonly JsonWriterOptions Writing = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The configuration as indented JSON.</summary>
    public static string Write(SystemConfiguration configuration) => Text(writer => Write(writer, configuration));

    /// <summary>The configuration as indented JSON, with where it comes from and which schema describes it.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="provenance">Where it comes from; null where that is not known.</param>
    /// <param name="schema">
    /// The schema's place, relative to the file that the text goes to, as <c>configuration.schema.json</c>; editors follow it. Null for none.
    /// </param>
    public static string Write(SystemConfiguration configuration, ConfigurationProvenance? provenance, string? schema) =>
        Text(writer => Write(writer, configuration, provenance, schema));

    /// <summary>Writes the configuration as one JSON object.</summary>
    public static void Write(Utf8JsonWriter writer, SystemConfiguration configuration) => Write(writer, configuration, null, null);

    private static void Write(Utf8JsonWriter writer, SystemConfiguration configuration, ConfigurationProvenance? provenance, string? schema)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(configuration);
        var graph = configuration.Graph;
        writer.WriteStartObject();
        if (schema is not null)
            writer.WriteString(SchemaKey, schema);
        writer.WriteString(SystemKey, graph.Name);
        writer.WriteString(HashKey, graph.SignatureHash);
        writer.WriteStartObject(SignatureKey);
        foreach (var (field, declares) in graph.Signature)
            writer.WriteString(field, declares);
        writer.WriteEndObject();
        if (provenance is not null)
        {
            writer.WritePropertyName(ProvenanceKey);
            provenance.Write(writer);
        }

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

    /// <summary>A configuration's JSON with another statement of where it comes from. The system's code is not needed.</summary>
    /// <param name="json">What <see cref="Write(SystemConfiguration)"/> wrote.</param>
    /// <param name="provenance">Where it comes from; null leaves that out.</param>
    /// <exception cref="ConfigurationException">The text is no JSON object.</exception>
    public static string WithProvenance(string json, ConfigurationProvenance? provenance)
    {
        ArgumentNullException.ThrowIfNull(json);
        using var document = Parse(json);
        var root = Root(document.RootElement);
        return Text(writer =>
        {
            writer.WriteStartObject();
            foreach (var property in root.EnumerateObject())
            {
                if (property.Name == ComponentsKey && provenance is not null)
                {
                    writer.WritePropertyName(ProvenanceKey);
                    provenance.Write(writer);
                }

                if (property.Name != ProvenanceKey)
                    property.WriteTo(writer);
            }

            writer.WriteEndObject();
        });
    }

    /// <summary>Where a configuration comes from. The system's code is not needed.</summary>
    /// <param name="json">What was written.</param>
    /// <returns>What the JSON says; null where it says nothing.</returns>
    /// <exception cref="ConfigurationException">The text is no JSON object.</exception>
    public static ConfigurationProvenance? ReadProvenance(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        using var document = Parse(json);
        return Root(document.RootElement).TryGetProperty(ProvenanceKey, out var provenance) && provenance.ValueKind == JsonValueKind.Object
            ? ConfigurationProvenance.Read(provenance)
            : null;
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
        using var document = Parse(json);
        return Read(document.RootElement, defaults);
    }

    /// <summary>Reads a configuration from a parsed JSON object, like <see cref="Read{T}(string, T)"/>.</summary>
    public static T Read<T>(JsonElement json, T defaults)
        where T : SystemConfiguration
    {
        ArgumentNullException.ThrowIfNull(defaults);
        var graph = defaults.Graph;
        RejectOtherSystem(Root(json), graph);
        if (Drift(json, graph) is { Count: > 0 } drifted)
        {
            throw new ConfigurationException(
                $"The configuration was optimized for another signature of {graph.Name}: {string.Join("; ", drifted)}. "
                + "Migrate it, which keeps the values that still hold and says which don't (config migrate FILE --out NEW, or Configuration.Migrate "
                + "in code), or optimize again.");
        }

        SystemConfiguration configuration = defaults;
        foreach (var component in Components(json).EnumerateObject())
            configuration = ReadComponent(configuration, component);
        return (T)configuration;
    }

    /// <summary>
    /// Reads a configuration that was saved for another signature of its system: the values that are still legal are kept, the others give way to
    /// the defaults, and the report says which.
    /// </summary>
    /// <typeparam name="T">The system's configuration type.</typeparam>
    /// <param name="json">What <see cref="Write(SystemConfiguration)"/> wrote.</param>
    /// <param name="defaults">The system's default configuration.</param>
    /// <param name="report">What became of every field.</param>
    /// <exception cref="ConfigurationException">The text is not JSON, belongs to another system, or holds no values.</exception>
    public static T Migrate<T>(string json, T defaults, out ConfigurationMigration report)
        where T : SystemConfiguration
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(defaults);
        using var document = Parse(json);
        RejectOtherSystem(Root(document.RootElement), defaults.Graph);
        var (configuration, what) = ConfigurationMigration.Of(document.RootElement, defaults);
        report = what;
        return (T)configuration;
    }

    /// <summary>
    /// What differs between the signature stored with a configuration and a system's own, one sentence a field, with what that means for the
    /// field's value.
    /// </summary>
    public static IReadOnlyList<string> Drift(JsonElement json, SystemGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return ConfigurationDrift.Sentences(json, graph);
    }

    /// <summary>The object of the values.</summary>
    internal static JsonElement Components(JsonElement json) =>
        Root(json).TryGetProperty(ComponentsKey, out var components) && components.ValueKind == JsonValueKind.Object
            ? components
            : throw new ConfigurationException($"The configuration has no object \"{ComponentsKey}\".");

    internal static string Text(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Writing))
            write(writer);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    internal static JsonDocument Parse(string json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            throw new ConfigurationException($"The configuration is not valid JSON: {e.Message}", e);
        }
    }

    internal static JsonElement Root(JsonElement json) => json.ValueKind == JsonValueKind.Object
        ? json
        : throw new ConfigurationException($"A configuration is a JSON object, but this is {json.ValueKind}.");

    private static void RejectOtherSystem(JsonElement json, SystemGraph graph)
    {
        if (json.TryGetProperty(SystemKey, out var system) && system.ValueKind == JsonValueKind.String && system.GetString() != graph.Name)
            throw new ConfigurationException($"The configuration was made for {system.GetString()}, not for {graph.Name}.");
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
