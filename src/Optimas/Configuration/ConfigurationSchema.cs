using System.Text.Json;

namespace Optimas;

/// <summary>
/// The JSON Schema (2020-12) of a system's configuration files: editors that know it complete names, list candidates, and mark what the system
/// would refuse.
/// </summary>
public static class ConfigurationSchema
{
    private const string Dialect = "https://json-schema.org/draft/2020-12/schema";

    /// <summary>The schema's file for a configuration file: <c>configuration.schema.json</c> beside <c>configuration.json</c>.</summary>
    public static string PathFor(string configurationFile)
    {
        ArgumentException.ThrowIfNullOrEmpty(configurationFile);
        return Path.ChangeExtension(configurationFile, ".schema.json");
    }

    /// <summary>The schema as indented JSON.</summary>
    public static string Write(SystemGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return ConfigurationJson.Text(writer => Write(writer, graph));
    }

    private static void Write(Utf8JsonWriter writer, SystemGraph graph)
    {
        writer.WriteStartObject();
        writer.WriteString("$schema", Dialect);
        writer.WriteString("title", $"The configuration of {graph.Name}");
        writer.WriteString("type", "object");
        writer.WriteStartArray("required");
        writer.WriteStringValue(ConfigurationJson.ComponentsKey);
        writer.WriteEndArray();
        writer.WriteBoolean("additionalProperties", false);
        writer.WriteStartObject("properties");
        Property(writer, ConfigurationJson.SchemaKey, "string", "This schema, relative to the file.");
        writer.WriteStartObject(ConfigurationJson.SystemKey);
        writer.WriteString("description", "The system's name.");
        writer.WriteString("const", graph.Name);
        writer.WriteEndObject();
        writer.WriteStartObject(ConfigurationJson.HashKey);
        writer.WriteString("description", "A hash of the signature. Another one: the system has changed since; see config migrate.");
        writer.WriteString("const", graph.SignatureHash);
        writer.WriteEndObject();
        writer.WriteStartObject(ConfigurationJson.SignatureKey);
        writer.WriteString("description", "What each component and field declared when the configuration was optimized. Not to be edited.");
        writer.WriteString("type", "object");
        writer.WriteStartObject("additionalProperties");
        writer.WriteString("type", "string");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartObject(ConfigurationJson.ProvenanceKey);
        writer.WriteString("description", "The optimization that found the configuration. It changes nothing.");
        writer.WriteString("type", "object");
        writer.WriteStartObject("properties");
        foreach (var (name, type, description) in ConfigurationProvenance.Properties)
            Property(writer, name, type, description);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartObject(ConfigurationJson.ComponentsKey);
        writer.WriteString("description", "The values by component and field. What is left out has its default.");
        writer.WriteString("type", "object");
        writer.WriteBoolean("additionalProperties", false);
        writer.WriteStartObject("properties");
        foreach (var component in graph.Components.Where(c => c.Parameters.Length > 0))
            Component(writer, component);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Component(Utf8JsonWriter writer, ComponentInfo component)
    {
        writer.WriteStartObject(component.Name);
        writer.WriteString("description", component.Description.Length > 0 ? component.Description : $"The component {component.Name}.");
        writer.WriteString("type", "object");
        writer.WriteBoolean("additionalProperties", false);
        writer.WriteStartObject("properties");
        foreach (var parameter in component.Parameters)
            Parameter(writer, parameter);
        if (component.Parameters.Any(p => p.IsPerInput))
        {
            writer.WriteStartObject(nameof(ComponentConfiguration.Selector));
            string chosen = string.Join(", ", component.Parameters.Where(p => p.IsPerInput).Select(p => p.Name));
            writer.WriteString("description", $"The local reward that chooses {chosen} for each input. Without it the values above hold for every input.");
            writer.WriteString("type", "object");
            writer.WriteStartArray("required");
            writer.WriteStringValue("kind");
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Parameter(Utf8JsonWriter writer, ParameterInfo parameter)
    {
        writer.WriteStartObject(parameter.Name);
        writer.WriteString("description", Describe(parameter));
        switch (parameter)
        {
            case PromptParameter:
                writer.WriteString("type", "string");
                break;
            case DiscreteParameter discrete:
                writer.WriteStartArray("enum");
                foreach (object value in discrete.Values)
                    parameter.WriteValue(writer, value);
                writer.WriteEndArray();
                break;
            case ContinuousParameter range:
                writer.WriteString("type", JsonType(parameter.Type));
                writer.WriteNumber("minimum", range.Min);
                writer.WriteNumber("maximum", range.Max);
                break;
            case WeightsParameter:
                Nullable(writer, "string");
                writer.WriteNumber("minLength", 1);
                break;
            case SettingParameter setting:
                Nullable(writer, JsonType(parameter.Type));
                if (double.IsFinite(setting.Min))
                    writer.WriteNumber("minimum", setting.Min);
                break;
        }

        writer.WritePropertyName("default");
        parameter.WriteValue(writer, parameter.DefaultValue);
        writer.WriteEndObject();
    }

    private static string Describe(ParameterInfo parameter)
    {
        string what = parameter switch
        {
            PromptParameter { Placeholders: { IsDefaultOrEmpty: false } names } =>
                $"The instruction. {string.Join(", ", names.Select(n => $"{{{n}}}"))} stand for values of the input.",
            PromptParameter => "The instruction.",
            DiscreteParameter { IsModelChoice: true } => "The model.",
            DiscreteParameter => "A hyperparameter.",
            ContinuousParameter { Scale: Scale.Log } => "A hyperparameter, searched on a logarithmic scale.",
            ContinuousParameter => "A hyperparameter.",
            WeightsParameter => "What names the trained weights; null for the model's own.",
            _ => "A setting that no optimizer changes; null for the provider's default.",
        };
        return parameter.IsPerInput ? $"{what} A Selector may choose it for each input." : what;
    }

    private static string JsonType(Type type) =>
        type == typeof(string) ? "string" : type == typeof(bool) ? "boolean" : type == typeof(int) || type == typeof(long) ? "integer" : "number";

    private static void Nullable(Utf8JsonWriter writer, string type)
    {
        writer.WriteStartArray("type");
        writer.WriteStringValue(type);
        writer.WriteStringValue("null");
        writer.WriteEndArray();
    }

    private static void Property(Utf8JsonWriter writer, string name, string type, string description)
    {
        writer.WriteStartObject(name);
        writer.WriteString("description", description);
        writer.WriteString("type", type);
        writer.WriteEndObject();
    }
}
