using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Optimas.Journaling;

/// <summary>
/// A system whose executions are recorded; one that the journal has is taken from it, and no component runs. An execution is known by the
/// example, the input, the configuration, what it starts from (slots by the hash of their values), which components may run, and the seed.
/// </summary>
internal sealed class JournaledSystem<TIn, TOut> : ICompoundSystem<TIn, TOut>
{
    private static readonly AsyncLocal<bool> s_live = new();

    private readonly IRecordableSystem<TIn, TOut> _system;
    private readonly RunRecorder _recorder;
    private readonly Dictionary<object, (string Example, UInt128 Input)> _inputs;
    private readonly ConditionalWeakTable<Slot, KnownSlot> _slots = [];
    private readonly ConditionalWeakTable<ComponentConfiguration, StrongBox<UInt128>> _configurations = [];
    private readonly ConditionalWeakTable<Trace, KnownExecution> _executions = [];
    private readonly int?[] _models;

    /// <param name="system">The system.</param>
    /// <param name="recorder">Where executions are recorded.</param>
    /// <param name="examples">The run's inputs by the ids of their examples.</param>
    public JournaledSystem(IRecordableSystem<TIn, TOut> system, RunRecorder recorder, IEnumerable<(string Id, TIn Input)> examples)
    {
        _system = system;
        _recorder = recorder;
        // Objects are told apart by reference, so that examples with equal inputs keep their own ids; values can't be.
        _inputs = new(typeof(TIn).IsValueType ? EqualityComparer<object>.Default : ReferenceEqualityComparer.Instance);
        foreach (var (id, input) in examples)
            _inputs.TryAdd(input!, (id, ContentHash.Of(system.WriteInput(input))));
        _models =
        [
            .. system.Graph.Components.Select(c => c.Parameters.Select((p, i) => (p, i))
                .Where(p => p.p is DiscreteParameter { IsModelChoice: true }).Select(p => (int?)p.i).FirstOrDefault()),
        ];
    }

    public SystemGraph Graph => _system.Graph;

    public SystemConfiguration DefaultConfiguration => _system.DefaultConfiguration;

    /// <summary>
    /// Runs work in which executions always run, though the journal may have them: a trainer of weights has to see the tokens of its rollouts,
    /// which no journal holds.
    /// </summary>
    public static async Task<T> RunLiveAsync<T>(Func<Task<T>> work)
    {
        s_live.Value = true;
        return await work().ConfigureAwait(false);
    }

    public async Task<Trace<TIn, TOut>> ExecuteAsync(
        TIn input, SystemConfiguration configuration, Trace<TIn, TOut>? prefix, ExecutionRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string? example = _inputs.TryGetValue(input!, out var known) ? known.Example : null;
        var key = _recorder.Key(Hash(input, configuration, prefix, request));
        if (!s_live.Value && _recorder.Journal.FindExecution(key) is { } recorded)
        {
            _recorder.Clock.Recall(recorded.Elapsed);
            return Restore(recorded, input, configuration, prefix, request.Reference);
        }

        _recorder.Clock.GoOn();
        var turn = _recorder.Turn;
        Trace<TIn, TOut> trace;
        ComponentException? failure = null;
        try
        {
            trace = await _system.ExecuteAsync(input, configuration, prefix, request, cancellationToken).ConfigureAwait(false);
        }
        catch (ComponentException e) when (e.InnerException is not StopException)
        {
            failure = e;
            trace = (Trace<TIn, TOut>)e.Trajectory;
        }

        long sequence = _recorder.NextExecution();
        var entry = new RecordedExecution
        {
            Key = key,
            Sequence = sequence,
            Example = example,
            Step = turn.Step,
            Turn = turn.Component,
            Configuration = _recorder.Hash(configuration),
            Slots = Record(trace, sequence, prefix, request.Reference),
            IsComplete = failure is null && trace.IsComplete,
            Failure = failure is null
                ? null
                : new(failure.Component.Name, failure.InnerException!.GetType().FullName!, failure.InnerException.Message),
            Executions = failure?.Executions ?? trace.Executions,
            Usage = failure?.Usage ?? trace.Usage,
            Elapsed = _recorder.Clock.Elapsed,
        };
        _executions.Add(trace, new(sequence, null));
        // It has been paid for: it is kept even if the run is being cancelled.
        await _recorder.Journal.WriteAsync(entry, CancellationToken.None).ConfigureAwait(false);
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
        return trace;
    }

    public Observation Observe(Trace<TIn, TOut> trace, int component) => _system.Observe(trace, component);

    public string ToJson(Trace<TIn, TOut> trace) => _system.ToJson(trace);

    public Trace<TIn, TOut> FromJson(string json) => _system.FromJson(json);

    public TIn ReadInput(System.Text.Json.JsonElement json) => _system.ReadInput(json);

    /// <summary>The execution that a trajectory came from; null where this system did not make it.</summary>
    public KnownExecution? ExecutionOf(Trace trace) => _executions.TryGetValue(trace, out var known) ? known : null;

    private UInt128 Hash(TIn input, SystemConfiguration configuration, Trace<TIn, TOut>? prefix, ExecutionRequest request)
    {
        var (example, hash) = _inputs.TryGetValue(input!, out var known) ? known : (null, ContentHash.Of(_system.WriteInput(input)));
        var content = new ContentHash().Add(example).Add(hash).Add(_recorder.Hash(configuration)).Add(request.Seed is null ? 0L : 1L).Add(request.Seed ?? 0);
        for (int k = 0; k < Graph.Components.Length; k++)
        {
            content.Add(request.Components?.Contains(k) == false ? 0L : 1L);
            Add(content, k, prefix?.Slots[k]);
            Add(content, k, request.Reference?.Slots[k]);
        }

        return (request.Reference is { } reference ? content.Add(_recorder.Hash(reference.Configuration)) : content).Value;
    }

    private void Add(ContentHash content, int component, Slot? slot)
    {
        if (slot is null)
            content.Add(0L);
        else
            content.Add(slot.Origin == SlotOrigin.Forced ? 2L : 1L).Add(Known(component, slot).Hash);
    }

    private KnownSlot Known(int component, Slot slot) =>
        _slots.TryGetValue(slot, out var known) ? known : Know(component, slot, source: null, _system.WriteOutput(component, slot.Output));

    private KnownSlot Know(int component, Slot slot, long? source, string output)
    {
        var content = new ContentHash().Add(component).Add(output);
        if (slot.Configuration is { } configuration)
            content.Add(Hash(component, configuration));
        var known = new KnownSlot(content.Value, source);
        _slots.AddOrUpdate(slot, known);
        return known;
    }

    private UInt128 Hash(int component, ComponentConfiguration configuration)
    {
        if (!_configurations.TryGetValue(configuration, out var hash))
            _configurations.AddOrUpdate(configuration, hash = new(ContentHash.Of(_system.WriteConfiguration(component, configuration))));
        return hash.Value;
    }

    private ImmutableArray<RecordedSlot> Record(Trace<TIn, TOut> trace, long sequence, Trace? prefix, Trace? reference)
    {
        var slots = ImmutableArray.CreateBuilder<RecordedSlot>();
        for (int k = 0; k < trace.Slots.Length; k++)
        {
            if (trace.Slots[k] is not { } slot)
                continue;
            string name = Graph.Components[k].Name;
            if (slot.Origin == SlotOrigin.Executed)
            {
                string output = _system.WriteOutput(k, slot.Output);
                Know(k, slot, sequence, output);
                slots.Add(new(name, slot.Origin)
                {
                    Output = output,
                    Configuration = slot.Configuration is { } chosen && trace.Configuration.GetComponent(k)?.Selector is not null
                        ? _system.WriteConfiguration(k, chosen)
                        : null,
                    Model = _models[k] is { } position ? slot.Configuration?.GetValue(position)?.ToString() : null,
                    Executions = slot.Executions,
                    Latency = slot.Latency,
                    Usage = slot.Usage,
                });
                continue;
            }

            // A slot taken over is a new object with the old one's value.
            var old = prefix?.Slots[k] ?? (slot.Origin == SlotOrigin.Kept ? reference?.Slots[k] : null);
            var known = old is null ? Known(k, slot) : Known(k, old);
            _slots.AddOrUpdate(slot, known);
            slots.Add(new(name, slot.Origin)
            {
                Source = slot.Origin == SlotOrigin.Kept ? known.Source : null,
                Output = slot.Origin == SlotOrigin.Forced || (slot.Origin == SlotOrigin.Kept && known.Source is null)
                    ? _system.WriteOutput(k, slot.Output)
                    : null,
            });
        }

        return slots.ToImmutable();
    }

    private Trace<TIn, TOut> Restore(
        RecordedExecution recorded, TIn input, SystemConfiguration configuration, Trace<TIn, TOut>? prefix, Trace? reference)
    {
        var slots = new Slot?[Graph.Components.Length];
        foreach (var slot in recorded.Slots)
        {
            int k = Graph[slot.Component].Index;
            if (slot.Origin == SlotOrigin.Executed)
            {
                slots[k] = new(
                    _system.ReadOutput(k, slot.Output!),
                    SlotOrigin.Executed,
                    slot.Configuration is { } chosen ? _system.ReadConfiguration(k, chosen) : configuration.GetComponent(k),
                    slot.Latency,
                    slot.Usage)
                {
                    Executions = slot.Executions,
                };
                Know(k, slots[k]!, recorded.Sequence, slot.Output!);
            }
            else if ((prefix?.Slots[k] ?? (slot.Origin == SlotOrigin.Kept ? reference?.Slots[k] : null)) is { } old)
            {
                slots[k] = old.AsKept();
                _slots.AddOrUpdate(slots[k]!, Known(k, old));
            }
            else
            {
                slots[k] = new(null, SlotOrigin.Skipped, Configuration: null, TimeSpan.Zero, Usage: default);
            }
        }

        var trace = _system.CreateTrace(new(Graph, configuration, input, [.. slots]));
        _executions.Add(trace, new(recorded.Sequence, recorded.Score));
        return recorded.Failure is { } failure
            ? throw _system.Fail(
                Graph[failure.Component].Index, trace, new RecordedFailureException(failure.Type, failure.Message), recorded.Executions, recorded.Usage)
            : trace;
    }

    private sealed record KnownSlot(UInt128 Hash, long? Source);
}

/// <summary>The execution that a trajectory came from.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Score">Its score, where the journal has it.</param>
internal sealed record KnownExecution(long Sequence, double? Score);
