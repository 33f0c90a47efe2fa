using Optimas.Generators.Model;

namespace Optimas.Generators.Emitting;

/// <summary>How the parts of an emitted run spell its variables and calls.</summary>
internal sealed class RunSteps
{
    private const string Tasks = "global::System.Threading.Tasks";

    private readonly SystemModel _system;
    private readonly LocalNames _taken;

    public RunSteps(SystemModel system)
    {
        _system = system;
        _taken = new([
            "input", "configuration", "cancellationToken", "exception", "running", "pending", "run", "self", "done",
            .. system.Components.Select((_, k) => $"node{k}")]);
        Names = [.. system.Components.Select(c => _taken.For(c.Name))];
        First = Enumerable.Range(0, Count).FirstOrDefault(MayWait);
        Overlaps = HasOverlap();
    }

    public int Count => _system.Components.Count;

    /// <summary>The variable of each component's value.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The first component that may have to wait.</summary>
    public int First { get; }

    /// <summary>Whether two asynchronous components are independent of each other.</summary>
    public bool Overlaps { get; }

    /// <summary>The token that components are given.</summary>
    public string Token => Overlaps ? "run.Token" : "cancellationToken";

    /// <summary>The values so far, as the boxed list that a failure is reported with.</summary>
    public string Outputs => $"[{string.Join(", ", Names)}]";

    /// <summary>The output, put together from the variables.</summary>
    public string Result => Wiring.Output(_system, k => Names[k]);

    /// <summary>How a component's call hands back its value. A call that may choose values per input always may have to wait.</summary>
    public ReturnKind Kind(int k) => IsPerInput(_system.Components[k]) ? ReturnKind.ValueTask : _system.Components[k].Return;

    public bool MayWait(int k) => Kind(k) != ReturnKind.Value;

    public static bool IsPerInput(ComponentModel component) => component.Fields.Any(f => f.PerInput);

    /// <summary>The type of y_k that a call hands back.</summary>
    public string Type(int k) => _system.Components[k].Value.FullyQualified;

    /// <summary>The components that a component, or its predicate, takes values from, ascending.</summary>
    public IEnumerable<int> Parents(int k) => _system.Components[k].Parameters
        .Concat(_system.Components[k].When?.Parameters ?? EquatableArray<ParameterModel>.Empty)
        .Where(p => p.Source?.Component is not null)
        .Select(p => p.Source!.Component!.Value).Distinct().OrderBy(p => p);

    /// <summary>A free name for a further variable of a component.</summary>
    public string NameFor(int k, string suffix) => _taken.For(_system.Components[k].Name, suffix);

    /// <summary>Declares a variable per component.</summary>
    public void EmitVariables(SourceWriter source)
    {
        for (int k = 0; k < Count; k++)
        {
            var component = _system.Components[k];
            source.Line($"{Wiring.ValueType(component)} {Names[k]} = default{(Wiring.MayBeNull(component) ? "" : "!")};");
        }
    }

    /// <summary>The predicate's call; null for a component that always runs.</summary>
    public string? Condition(int k, string target) => _system.Components[k].When is { } when ? Wiring.Call(when, target, Value) : null;

    /// <summary>Whether a component can't see the token itself, so that the run has to look before it calls.</summary>
    public bool IsBlindToToken(int k) =>
        _system.Components[k].Prompt is null && !_system.Components[k].Parameters.Any(p => p.Kind == ParameterKind.CancellationToken);

    /// <summary>The component's call, as an operand.</summary>
    public string Call(int k, string target)
    {
        var component = _system.Components[k];
        string configuration = $"configuration.{Literals.Identifier(component.Name)}";
        string call = Wiring.Call(component, target, Value, configuration, Token);
        if (!IsPerInput(component))
            return call;
        var producers = Wiring.Wired(component.Parameters).Where(p => p.Source!.Component is not null)
            .Select(p => p.Source!.Component!.Value).ToList();
        int count = producers.Count == 0 ? 0 : producers.Max() + 1;
        string outputs = string.Join(", ", Enumerable.Range(0, count).Select(p => producers.Contains(p) ? Names[p] : "null"));
        string own = component.Return == ReturnKind.ValueTask ? call : $"new {Tasks}.ValueTask<{Type(k)}>({call})";
        return $"({configuration}.Selector is null\n    ? {own}\n"
            + $"    : {Choose(component)}({target}, input, [{outputs}], {configuration}, {Token}))";
    }

    /// <summary>The emitted method that chooses a component's values for one input.</summary>
    public static string Choose(ComponentModel component) => $"Choose{component.Name}Async";

    /// <summary>The task that the run waits for, as the component's call handed it back.</summary>
    public string Pending(int k) => Kind(k) == ReturnKind.ValueTask
        ? $"new {Tasks}.ValueTask<{Type(k)}>(({Tasks}.Task<{Type(k)}>)pending!)"
        : $"(({Tasks}.Task<{Type(k)}>)pending!)";

    private string Value(SourceModel source) => Wiring.Value(_system, source, p => Names[p]);

    // By transitivity, the asynchronous components are a chain if each is an ancestor of the next one in order.
    private bool HasOverlap()
    {
        int[] waiting = [.. Enumerable.Range(0, Count).Where(k => _system.Components[k].Return != ReturnKind.Value)];
        return Enumerable.Range(1, Math.Max(0, waiting.Length - 1)).Any(i => !DependsOn(waiting[i], waiting[i - 1]));
    }

    private bool DependsOn(int component, int ancestor)
    {
        var seen = new HashSet<int>();
        var open = new Stack<int>([component]);
        while (open.Count > 0)
        {
            foreach (int parent in Parents(open.Pop()))
            {
                if (parent == ancestor)
                    return true;
                if (parent > ancestor && seen.Add(parent))
                    open.Push(parent);
            }
        }

        return false;
    }
}
