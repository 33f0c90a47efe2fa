using System.Diagnostics;
using Optimas.Runtime;

namespace Optimas;

/// <summary>One traced run: a task per component, which waits for its producers and then fills its slot.</summary>
internal sealed class Execution<TSystem, TIn, TOut>
{
    private readonly TSystem _system;
    private readonly SystemBinding<TSystem, TIn, TOut> _binding;
    private readonly TIn _input;
    private readonly SystemConfiguration _configuration;
    private readonly ExecutionRequest _request;
    private readonly Slot?[] _slots;
    private readonly object?[] _outputs;
    private readonly Task[] _nodes;
    private readonly Exception?[] _failures;
    private readonly Lock _lock = new();
    private int _executions;
    private ModelUsage _unfinished;

    public Execution(
        TSystem system,
        SystemBinding<TSystem, TIn, TOut> binding,
        TIn input,
        SystemConfiguration configuration,
        Trace<TIn, TOut>? prefix,
        ExecutionRequest request)
    {
        _system = system;
        _binding = binding;
        _input = input;
        _configuration = configuration;
        _request = request;
        int count = binding.Components.Length;
        _slots = prefix is null ? new Slot?[count] : [.. prefix.Slots.Select(s => s?.AsKept())];
        _outputs = [.. _slots.Select(s => s?.Output)];
        _nodes = new Task[count];
        _failures = new Exception?[count];
    }

    public async Task<Trace<TIn, TOut>> RunAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var activity = Telemetry.Source.StartActivity(_binding.Graph.Name);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var kept = _slots.ToArray();
        for (int k = 0; k < _nodes.Length; k++)
            _nodes[k] = kept[k] is null && _request.Components?.Contains(k) != false ? RunNodeAsync(k, ending) : Task.CompletedTask;
        await Task.WhenAll(_nodes).ConfigureAwait(false);

        cancellationToken.ThrowIfCancellationRequested();
        // What orders everything to end goes first. Components that were cancelled because another one failed are not the cause; of several
        // causes the first in order is reported.
        int failed = Array.FindIndex(_failures, f => f is StopException);
        if (failed < 0)
            failed = Array.FindIndex(_failures, f => f is not null and not OperationCanceledException);
        if (failed < 0)
            failed = Array.FindIndex(_failures, f => f is not null);
        if (failed >= 0)
        {
            var trace = Trace();
            throw new ComponentException(
                _binding.Graph.Components[failed], _binding.Components[failed].Inputs(_input, _outputs), trace, _failures[failed]!)
            {
                Executions = _executions,
                Usage = trace.Usage + _unfinished,
            };
        }

        return Trace();
    }

    private Trace<TIn, TOut> Trace() => _binding.CreateTrace(new(_binding.Graph, _configuration, _input, [.. _slots]));

    private async Task RunNodeAsync(int k, CancellationTokenSource ending)
    {
        var component = _binding.Graph.Components[k];
        foreach (int parent in component.Parents)
        {
            await _nodes[parent].ConfigureAwait(false);
            if (_slots[parent] is null)
                return;
        }

        try
        {
            ending.Token.ThrowIfCancellationRequested();
            _slots[k] = Recall(component) ?? (_binding.Components[k].When?.Invoke(_system, _input, _outputs) == false
                ? new(null, SlotOrigin.Skipped, Configuration: null, TimeSpan.Zero, Usage: default)
                : await CallAsync(component, ending.Token).ConfigureAwait(false));
            _outputs[k] = _slots[k]!.Output;
        }
#pragma warning disable CA1031 // Whatever a component throws is kept until the others have ended, then reported.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _failures[k] = e;
            if (_request.Seed is null || e is StopException)
                await ending.CancelAsync().ConfigureAwait(false);
        }
    }

    // The reference's slot, where nothing that the component depends on differs from the reference.
    private Slot? Recall(ComponentInfo component)
    {
        if (_request.Reference is not { } reference || reference.Slots[component.Index] is not { Origin: not SlotOrigin.Forced } slot)
            return null;
        // A slot remembers what it ran under, except that it holds resolved values where they were chosen per input.
        var ranUnder = reference.Configuration.GetComponent(component.Index);
        if (ranUnder?.Selector is null)
            ranUnder = slot.Configuration ?? ranUnder;
        return Equals(ranUnder, _configuration.GetComponent(component.Index)) && component.Parents.All(p => SameOutput(reference, p))
            ? slot.AsKept()
            : null;
    }

    private bool SameOutput(Trace reference, int component)
    {
        object? before = reference.Slots[component]?.Output, now = _outputs[component];
        return ReferenceEquals(before, now) || (before is not null && now is not null && Identity(component, before) == Identity(component, now));
    }

    private string Identity(int component, object output) => ValueIdentity.Of(w => _binding.Components[component].WriteOutput(w, output));

    private async Task<Slot> CallAsync(ComponentInfo component, CancellationToken cancellationToken)
    {
        using var activity = Telemetry.Source.StartActivity(component.Name);
        long? seed = _request.Seed is { } s ? SeededRandom.Derive(s, component.Name, 0) : null;
        var scope = new ComponentScope(component, seed);
        ComponentScope.Current = scope;
        try
        {
            return await FillAsync(component, scope, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Its type alone: a message may hold what must not leave the process.
            activity?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", e.GetType().FullName);
            // What a failed call used is paid for as well.
            lock (_lock)
                _unfinished += scope.Usage;
            throw;
        }
    }

    private async Task<Slot> FillAsync(ComponentInfo component, ComponentScope scope, CancellationToken cancellationToken)
    {
        var binding = _binding.Components[component.Index];
        var configuration = _configuration.GetComponent(component.Index);
        long start = Stopwatch.GetTimestamp();
        if (configuration?.Selector is { } selector)
        {
            var candidates = PerInputSelector.Candidates(component, configuration);
            Interlocked.Add(ref _executions, candidates.Length);
            var chosen = await PerInputExecution
                .ChooseAsync(binding, _system, _input, _outputs, candidates, selector.Reward, cancellationToken).ConfigureAwait(false);
            return new(chosen.Output, SlotOrigin.Executed, chosen.Configuration, Stopwatch.GetElapsedTime(start), scope.Usage)
            {
                Executions = candidates.Length,
            };
        }

        Interlocked.Increment(ref _executions);
        object? output = await binding.Invoke(_system, _input, _outputs, configuration, cancellationToken).ConfigureAwait(false);
        return new(output, SlotOrigin.Executed, configuration, Stopwatch.GetElapsedTime(start), scope.Usage);
    }
}
