using System.Collections.Immutable;
using System.Text.Json;
using Optimas.Runtime;

namespace Optimas.Tests.Systems;

/// <summary>
/// A system bound by hand, as generated code binds an annotated type: components are functions, and every call of one is counted. The last
/// component's output is the system's.
/// </summary>
internal sealed class HandBound<TIn, TOut>(string name)
    where TIn : notnull
{
    public const string SystemInput = "input";

    private readonly List<ComponentInfo> _infos = [];
    private readonly List<ComponentBinding<CallCounter, TIn>> _bindings = [];

    public HandBound<TIn, TOut> Add<T>(
        string component, string[] from, Func<Call<TIn>, T> body, ParameterInfo[]? parameters = null, Func<Call<TIn>, bool>? when = null) =>
        AddAsync<T>(component, from, c => ValueTask.FromResult(body(c)), parameters, when);

    public HandBound<TIn, TOut> AddAsync<T>(
        string component, string[] from, Func<Call<TIn>, ValueTask<T>> body, ParameterInfo[]? parameters = null, Func<Call<TIn>, bool>? when = null)
    {
        int index = _infos.Count;
        (string Name, int? Producer)[] inputs =
            [.. from.Select(f => (f, f == SystemInput ? (int?)null : _infos.FindIndex(c => c.Name == f) is var p and >= 0 ? p : throw new ArgumentException(f)))];
        ImmutableArray<ComponentInput> wired = [.. inputs.Select(i => new ComponentInput(i.Name, i.Producer, null))];
        _infos.Add(new(component, $"Makes {component}.", typeof(T).Name, wired, [.. parameters ?? []]) { When = when is null ? default : wired });
        _bindings.Add(new()
        {
            Invoke = async (counter, input, outputs, configuration, ct) =>
            {
                counter.Count(index);
                return await body(new(input, outputs, (HandComponentConfiguration?)configuration, ct));
            },
            When = when is null ? null : (_, input, outputs) => when(new(input, outputs, null, default)),
            WriteInputs = (writer, input, outputs) =>
            {
                foreach (var (field, producer) in inputs)
                    Write(writer, field, producer is { } p ? outputs[p] : input);
            },
            WriteOutput = (writer, output) => Write(writer, "output", output),
            Inputs = (input, outputs) => inputs.ToDictionary(i => i.Name, i => i.Producer is { } p ? outputs[p] : input),
            OutputType = () => SystemJson.TypeInfo<T>(SystemJson.Default),
        });
        return this;
    }

    public HandSystem<TIn, TOut> Build()
    {
        var signature = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var component in _infos)
        {
            signature.Add(component.Name, component.OutputType);
            foreach (var parameter in component.Parameters)
                signature.Add($"{component.Name}.{parameter.Name}", Declares(parameter));
        }

        var graph = new SystemGraph(name, [.. _infos], [_infos.Count - 1], signature.ToImmutable());
        var configuration = new HandConfiguration(graph, new(graph.Components.Select(c => c.Parameters.IsEmpty
            ? null
            : new HandComponentConfiguration(c, new(c.Parameters.Select(p => p.DefaultValue))))));
        return new(new()
        {
            Graph = graph,
            Components = [.. _bindings],
            DefaultConfiguration = configuration,
            CreateTrace = content => new HandTrace<TIn, TOut>(content),
            InputType = () => SystemJson.TypeInfo<TIn>(SystemJson.Default),
        });
    }

    private static string Declares(ParameterInfo parameter) => parameter switch
    {
        DiscreteParameter discrete => $"{parameter.Type.Name} in [{string.Join(", ", discrete.Values)}]",
        ContinuousParameter range => FormattableString.Invariant($"{parameter.Type.Name} from {range.Min} to {range.Max}"),
        _ => parameter.GetType().Name,
    };

    private static void Write(IFieldWriter writer, string field, object? value)
    {
        switch (value)
        {
            case null: writer.Null(field); break;
            case string text: writer.Text(field, text); break;
            case bool flag: writer.Flag(field, flag); break;
            case IReadOnlyList<string> items:
                writer.BeginList(field, items.Count);
                foreach (string item in items)
                    writer.Text("", item);
                writer.EndList();
                break;
            default: writer.Number(field, Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture)); break;
        }
    }
}

/// <summary>What one call of a component sees.</summary>
internal sealed record Call<TIn>(TIn Input, object?[] Outputs, HandComponentConfiguration? Configuration, CancellationToken Cancellation)
{
    public T Output<T>(int component) => (T)Outputs[component]!;

    public T Value<T>(string parameter) => (T)Configuration![parameter]!;

    /// <summary>A standard normal number out of the call's own seed.</summary>
    public double Noise() => new SeededRandom(
        ComponentScope.Current!.Seed ?? throw new InvalidOperationException("This run has no seed."), JsonSerializer.Serialize(Input)).NextGaussian();
}

/// <summary>Counts the calls of each component.</summary>
internal sealed class CallCounter
{
    private readonly int[] _calls = new int[256];

    public int Total => _calls.Sum();

    public int Of(int component) => Volatile.Read(ref _calls[component]);

    public void Count(int component) => Interlocked.Increment(ref _calls[component]);

    public void Reset() => Array.Clear(_calls);
}

/// <summary>A trajectory of a system bound by hand.</summary>
internal sealed class HandTrace<TIn, TOut>(TraceContent<TIn> content) : Trace<TIn, TOut>(content)
{
    protected override TOut AssembleOutput() => (TOut)OutputOf(Graph.Outputs[0])!;

    protected override Trace<TIn, TOut> Create(TraceContent<TIn> content) => new HandTrace<TIn, TOut>(content);
}
