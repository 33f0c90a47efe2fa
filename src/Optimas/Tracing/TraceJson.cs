using System.Globalization;
using System.Text;
using System.Text.Json;
using Optimas.Runtime;

namespace Optimas;

/// <summary>Trajectories as JSON, without loss.</summary>
internal static class TraceJson
{
    public static string Write<TSystem, TIn, TOut>(SystemBinding<TSystem, TIn, TOut> binding, Trace<TIn, TOut> trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("input");
            JsonSerializer.Serialize(writer, trace.Input, binding.InputType());
            writer.WritePropertyName("configuration");
            ConfigurationJson.Write(writer, trace.Configuration);
            writer.WriteStartObject("slots");
            for (int k = 0; k < trace.Slots.Length; k++)
            {
                if (trace.Slots[k] is { } slot)
                    WriteSlot(writer, binding, k, slot);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    public static Trace<TIn, TOut> Read<TSystem, TIn, TOut>(SystemBinding<TSystem, TIn, TOut> binding, string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        try
        {
            var input = root.GetProperty("input").Deserialize(binding.InputType())
                ?? throw new JsonException("The trajectory's input is null.");
            var configuration = ConfigurationJson.Read(root.GetProperty("configuration"), binding.DefaultConfiguration);
            var slots = new Slot?[binding.Components.Length];
            foreach (var slot in root.GetProperty("slots").EnumerateObject())
            {
                var component = binding.Graph.Components.FirstOrDefault(c => c.Name == slot.Name)
                    ?? throw new JsonException($"{binding.Graph.Name} has no component called {slot.Name}.");
                slots[component.Index] = ReadSlot(binding, component, slot.Value);
            }

            return binding.CreateTrace(new(binding.Graph, configuration, input, [.. slots]));
        }
        catch (Exception e) when (
            e is KeyNotFoundException or InvalidOperationException or FormatException or OverflowException or ArgumentException)
        {
            throw new JsonException($"The text is not a trajectory of {binding.Graph.Name}: {e.Message}", e);
        }
    }

    /// <summary>Writes the values of one component.</summary>
    public static void WriteConfiguration(Utf8JsonWriter writer, ComponentInfo component, ComponentConfiguration configuration)
    {
        writer.WriteStartObject();
        for (int i = 0; i < component.Parameters.Length; i++)
        {
            writer.WritePropertyName(component.Parameters[i].Name);
            component.Parameters[i].WriteValue(writer, configuration.GetValue(i));
        }

        if (configuration.Selector is { } selector)
        {
            writer.WritePropertyName(nameof(ComponentConfiguration.Selector));
            selector.Reward.Write(writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>Reads what <see cref="WriteConfiguration"/> wrote.</summary>
    public static ComponentConfiguration ReadConfiguration(SystemConfiguration defaults, ComponentInfo component, JsonElement fields)
    {
        var configuration = defaults.GetComponent(component.Index)
            ?? throw new JsonException($"{component.Name} has nothing to configure.");
        for (int i = 0; i < component.Parameters.Length; i++)
            configuration = configuration.WithValue(i, component.Parameters[i].ReadValue(fields.GetProperty(component.Parameters[i].Name)));
        return fields.TryGetProperty(nameof(ComponentConfiguration.Selector), out var selector)
            ? configuration with { Selector = new(LocalRewardJson.Read(selector)) }
            : configuration;
    }

    private static void WriteSlot<TSystem, TIn, TOut>(Utf8JsonWriter writer, SystemBinding<TSystem, TIn, TOut> binding, int k, Slot slot)
    {
        var component = binding.Graph.Components[k];
        writer.WriteStartObject(component.Name);
        writer.WriteString("origin", slot.Origin.ToString());
        writer.WritePropertyName("output");
        if (slot.Output is null)
            writer.WriteNullValue();
        else
            JsonSerializer.Serialize(writer, slot.Output, binding.Components[k].OutputType());
        if (slot.Configuration is { } configuration)
        {
            writer.WritePropertyName("configuration");
            WriteConfiguration(writer, component, configuration);
        }

        writer.WriteString("latency", slot.Latency.ToString("c", CultureInfo.InvariantCulture));
        writer.WriteNumber("executions", slot.Executions);
        writer.WriteNumber("calls", slot.Usage.Calls);
        writer.WriteNumber("inputTokens", slot.Usage.InputTokens);
        writer.WriteNumber("outputTokens", slot.Usage.OutputTokens);
        writer.WriteNumber("cost", slot.Usage.Cost);
        writer.WriteEndObject();
    }

    private static Slot ReadSlot<TSystem, TIn, TOut>(SystemBinding<TSystem, TIn, TOut> binding, ComponentInfo component, JsonElement json)
    {
        var output = json.GetProperty("output");
        ComponentConfiguration? configuration = null;
        if (json.TryGetProperty("configuration", out var fields))
            configuration = ReadConfiguration(binding.DefaultConfiguration, component, fields);

        return new(
            output.ValueKind == JsonValueKind.Null ? null : output.Deserialize(binding.Components[component.Index].OutputType()),
            Enum.Parse<SlotOrigin>(json.GetProperty("origin").GetString()!),
            configuration,
            TimeSpan.Parse(json.GetProperty("latency").GetString()!, CultureInfo.InvariantCulture),
            new(
                json.GetProperty("calls").GetInt32(),
                json.GetProperty("inputTokens").GetInt64(),
                json.GetProperty("outputTokens").GetInt64(),
                json.GetProperty("cost").GetDecimal()))
        {
            Executions = json.GetProperty("executions").GetInt32(),
        };
    }
}
