using System.Collections.Immutable;

namespace Optimas;

/// <summary>
/// A trajectory: the input of a run and a slot per component, each empty or filled. Immutable. Each system has a derived type with a typed
/// property per component.
/// </summary>
/// <param name="graph">The system's graph.</param>
/// <param name="configuration">The configuration that the run was started with.</param>
/// <param name="slots">A slot per component; null while empty.</param>
public abstract class Trace(SystemGraph graph, SystemConfiguration configuration, ImmutableArray<Slot?> slots)
{
    /// <summary>The system's graph.</summary>
    public SystemGraph Graph { get; } = graph;

    /// <summary>The configuration of the run. A slot kept from a prefix may have run under another one: see <see cref="Slot.Configuration"/>.</summary>
    public SystemConfiguration Configuration { get; } = configuration;

    /// <summary>A slot per component, in topological order; null while empty.</summary>
    public ImmutableArray<Slot?> Slots { get; } = slots;

    /// <summary>The system's input.</summary>
    public abstract object? InputValue { get; }

    /// <summary>Whether everything that the output is made of is there.</summary>
    public bool IsComplete => Graph.Outputs.All(k => Slots[k] is not null);

    /// <summary>What this run's calls to language models used; kept slots were paid for by an earlier run.</summary>
    public ModelUsage Usage => Slots.Aggregate(default(ModelUsage), (sum, slot) => slot?.Origin == SlotOrigin.Executed ? sum + slot.Usage : sum);

    /// <summary>How many component executions this run took: the number of components for a whole run, fewer for a suffix.</summary>
    public int Executions => Slots.Sum(s => s?.Executions ?? 0);

    /// <summary>The executions as a share of the system: 1 for a whole run, less for a suffix.</summary>
    public double SystemRuns => Executions / (double)Graph.Components.Length;

    /// <summary>The slot of the component of that name; null while empty.</summary>
    /// <exception cref="ArgumentException">The system has no such component.</exception>
    public Slot? this[string component] => Slots[Graph[component].Index];
}

/// <summary>A trajectory of a system with typed input and output.</summary>
/// <typeparam name="TIn">The system's input.</typeparam>
/// <typeparam name="TOut">The system's output.</typeparam>
/// <param name="content">What the trajectory holds.</param>
public abstract class Trace<TIn, TOut>(TraceContent<TIn> content) : Trace(content.Graph, content.Configuration, content.Slots)
{
    /// <summary>The system's input.</summary>
    public TIn Input { get; } = content.Input;

    /// <inheritdoc/>
    public override object? InputValue => Input;

    /// <summary>The system's output.</summary>
    /// <exception cref="InvalidOperationException">The trajectory stops before the output.</exception>
    public TOut Output => IsComplete
        ? AssembleOutput()
        : throw new InvalidOperationException($"This trajectory of {Graph.Name} stops before its output; replay it first.");

    /// <summary>The same trajectory with y_k replaced, and with everything downstream of it empty.</summary>
    /// <param name="component">The component's index.</param>
    /// <param name="output">y_k: a value of the component's output type.</param>
    public Trace<TIn, TOut> Force(int component, object? output)
    {
        Slot?[] slots = [.. Slots];
        foreach (int downstream in Graph.Descendants(component))
            slots[downstream] = null;
        slots[component] = new(output, SlotOrigin.Forced, Configuration: null, TimeSpan.Zero, Usage: default);
        return With(slots);
    }

    /// <summary>The same trajectory with a component and everything downstream of it empty, ready to be replayed from there.</summary>
    /// <param name="component">The component's index.</param>
    public Trace<TIn, TOut> Clear(int component)
    {
        Slot?[] slots = [.. Slots];
        slots[component] = null;
        foreach (int downstream in Graph.Descendants(component))
            slots[downstream] = null;
        return With(slots);
    }

    /// <summary>Puts the output together from the slots of a complete trajectory.</summary>
    protected abstract TOut AssembleOutput();

    /// <summary>y_k of a filled slot.</summary>
    /// <param name="component">The component's index.</param>
    /// <exception cref="InvalidOperationException">The trajectory stops before the component.</exception>
    protected object? OutputOf(int component) => Slots[component] is { } slot
        ? slot.Output
        : throw new InvalidOperationException($"This trajectory of {Graph.Name} stops before {Graph.Components[component].Name}; replay it first.");

    /// <summary>A trajectory of the same type with other content.</summary>
    protected abstract Trace<TIn, TOut> Create(TraceContent<TIn> content);

    private Trace<TIn, TOut> With(Slot?[] slots) => Create(new(Graph, Configuration, Input, [.. slots]));
}

/// <summary>What a trajectory holds.</summary>
/// <typeparam name="TIn">The system's input.</typeparam>
/// <param name="Graph">The system's graph.</param>
/// <param name="Configuration">The configuration of the run.</param>
/// <param name="Input">The system's input.</param>
/// <param name="Slots">A slot per component; null while empty.</param>
public sealed record TraceContent<TIn>(SystemGraph Graph, SystemConfiguration Configuration, TIn Input, ImmutableArray<Slot?> Slots);
