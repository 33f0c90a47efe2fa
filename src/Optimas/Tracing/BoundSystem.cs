using System.ComponentModel;
using System.Text;
using System.Text.Json;

namespace Optimas.Runtime;

/// <summary>An instance of an annotated type together with its binding.</summary>
/// <typeparam name="TSystem">The annotated type.</typeparam>
/// <typeparam name="TIn">The system's input.</typeparam>
/// <typeparam name="TOut">The system's output.</typeparam>
/// <param name="system">The instance.</param>
/// <param name="binding">The binding of its type.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class BoundSystem<TSystem, TIn, TOut>(TSystem system, SystemBinding<TSystem, TIn, TOut> binding) : IRecordableSystem<TIn, TOut>
{
    /// <inheritdoc/>
    public SystemGraph Graph => binding.Graph;

    /// <inheritdoc/>
    public SystemConfiguration DefaultConfiguration => binding.DefaultConfiguration;

    /// <inheritdoc/>
    public Task<Trace<TIn, TOut>> ExecuteAsync(
        TIn input, SystemConfiguration configuration, Trace<TIn, TOut>? prefix, ExecutionRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(request);
        if (configuration.GetType() != DefaultConfiguration.GetType())
            throw new ArgumentException($"{Graph.Name} can't run under a configuration of {configuration.Graph.Name}.", nameof(configuration));
        if (prefix is not null && prefix.Graph != Graph)
            throw new ArgumentException($"{Graph.Name} can't continue a trajectory of {prefix.Graph.Name}.", nameof(prefix));
        if (request.Reference is { } reference && reference.Graph != Graph)
            throw new ArgumentException($"{Graph.Name} can't refer to a trajectory of {reference.Graph.Name}.", nameof(request));
        return new Execution<TSystem, TIn, TOut>(system, binding, input, configuration, prefix, request).RunAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Observation Observe(Trace<TIn, TOut> trace, int component)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var slot = trace.Slots[component]
            ?? throw new InvalidOperationException($"This trajectory of {Graph.Name} stops before {Graph.Components[component].Name}.");
        object?[] outputs = [.. trace.Slots.Select(s => s?.Output)];
        return Observation.Of(
            writer => binding.Components[component].WriteInputs(writer, trace.Input, outputs),
            writer => binding.Components[component].WriteOutput(writer, slot.Output));
    }

    /// <inheritdoc/>
    public string ToJson(Trace<TIn, TOut> trace) => TraceJson.Write(binding, trace);

    /// <inheritdoc/>
    public Trace<TIn, TOut> FromJson(string json) => TraceJson.Read(binding, json);

    /// <inheritdoc/>
    public TIn ReadInput(JsonElement json) => json.Deserialize(binding.InputType())
        ?? throw new JsonException($"The input of {Graph.Name} can't be null.");

    string IRecordableSystem<TIn, TOut>.WriteInput(TIn input) => JsonSerializer.Serialize(input, binding.InputType());

    string IRecordableSystem<TIn, TOut>.WriteOutput(int component, object? output) =>
        output is null ? "null" : JsonSerializer.Serialize(output, binding.Components[component].OutputType());

    object? IRecordableSystem<TIn, TOut>.ReadOutput(int component, string json) =>
        json == "null" ? null : JsonSerializer.Deserialize(json, binding.Components[component].OutputType());

    string IRecordableSystem<TIn, TOut>.WriteConfiguration(int component, ComponentConfiguration configuration)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            TraceJson.WriteConfiguration(writer, Graph.Components[component], configuration);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    ComponentConfiguration IRecordableSystem<TIn, TOut>.ReadConfiguration(int component, string json)
    {
        using var document = JsonDocument.Parse(json);
        return TraceJson.ReadConfiguration(DefaultConfiguration, Graph.Components[component], document.RootElement);
    }

    Trace<TIn, TOut> IRecordableSystem<TIn, TOut>.CreateTrace(TraceContent<TIn> content) => binding.CreateTrace(content);

    ComponentException IRecordableSystem<TIn, TOut>.Fail(
        int component, Trace<TIn, TOut> trace, Exception failure, int executions, ModelUsage usage) =>
        new(Graph.Components[component], binding.Components[component].Inputs(trace.Input, [.. trace.Slots.Select(s => s?.Output)]), trace, failure)
        {
            Executions = executions,
            Usage = usage,
        };
}
