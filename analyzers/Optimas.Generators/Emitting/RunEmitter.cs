using Optimas.Generators.Model;

namespace Optimas.Generators.Emitting;

/// <summary>
/// RunAsync: direct calls in dependency order with a typed variable per value. Where two asynchronous components are independent, each
/// component becomes a local function that waits for its producers; elsewhere the calls stand one after the other.
/// </summary>
internal static class RunEmitter
{
    private const string Tasks = "global::System.Threading.Tasks";
    private const string Token = "global::System.Threading.CancellationToken";

    public static string Emit(SystemModel system) => SystemSource.Write(system, source =>
    {
        EmitEntry(source, system);
        source.Line();
        EmitInActivity(source, system);
        source.Line();
        source.Line(SystemSource.GeneratedCode);
        var names = Names(system);
        if (HasOverlap(system))
            new ConcurrentRunEmitter(source, system, names).Emit();
        else
            new StraightRunEmitter(source, system, names).Emit();
    });

    /// <summary>The signature of the method that calls the components.</summary>
    public static string Signature(SystemModel system, bool isAsync) =>
        $"private {(isAsync ? "async " : "")}{Tasks}.Task<{system.Output.FullyQualified}> RunComponentsAsync(\n"
        + $"    {system.Input.FullyQualified} input, Configuration configuration, {Token} cancellationToken)";

    /// <summary>Whether running a component may have to wait: its method is asynchronous, or its values may be chosen per input.</summary>
    public static bool MayWait(ComponentModel component) => component.Return != ReturnKind.Value || IsPerInput(component);

    /// <summary>Whether a component's values may be chosen per input.</summary>
    public static bool IsPerInput(ComponentModel component) => component.Fields.Any(f => f.PerInput);

    /// <summary>The statement that fills a component's variable, under its predicate where it has one.</summary>
    public static void EmitStep(
        SourceWriter source, SystemModel system, int k, IReadOnlyList<string> names, string target, string cancellationToken)
    {
        var component = system.Components[k];
        string Value(SourceModel s) => Wiring.Value(system, s, p => names[p]);
        string configuration = $"configuration.{Literals.Identifier(component.Name)}";
        string call = Wiring.Call(component, target, Value, configuration, cancellationToken);
        if (component.Return != ReturnKind.Value)
            call = $"await {call}.ConfigureAwait(false)";
        if (component.When is { } when)
            source.Open($"if ({Wiring.Call(when, target, Value)})");
        if (!component.Parameters.Any(p => p.Kind == ParameterKind.CancellationToken) && component.Prompt is null)
            source.Line($"{cancellationToken}.ThrowIfCancellationRequested();");
        if (!IsPerInput(component))
        {
            source.Line($"{names[k]} = {call};");
        }
        else
        {
            var producers = Wiring.Wired(component.Parameters).Where(p => p.Source!.Component is not null)
                .Select(p => p.Source!.Component!.Value).ToList();
            int count = producers.Count == 0 ? 0 : producers.Max() + 1;
            string outputs = string.Join(", ", Enumerable.Range(0, count).Select(p => producers.Contains(p) ? names[p] : "null"));
            string chosen = $"(await BindingDefinition.ChooseAsync(\n"
                + $"        {k}, {target}, input, [{outputs}], {configuration}, {cancellationToken}).ConfigureAwait(false))";
            source.Line($"if ({configuration}.Selector is null)\n    {names[k]} = {call};");
            source.Line($"else\n    {names[k]} = {Wiring.Unbox(component, chosen)};");
        }

        if (component.When is not null)
            source.Close();
    }

    // By transitivity, the asynchronous components are a chain if each is an ancestor of the next one in order.
    private static bool HasOverlap(SystemModel system)
    {
        var waiting = new List<int>();
        for (int k = 0; k < system.Components.Count; k++)
        {
            if (system.Components[k].Return != ReturnKind.Value)
                waiting.Add(k);
        }

        for (int i = 1; i < waiting.Count; i++)
        {
            if (!DependsOn(system, waiting[i], waiting[i - 1]))
                return true;
        }

        return false;
    }

    private static bool DependsOn(SystemModel system, int component, int ancestor)
    {
        var seen = new HashSet<int>();
        var open = new Stack<int>();
        open.Push(component);
        while (open.Count > 0)
        {
            foreach (int parent in Parents(system.Components[open.Pop()]))
            {
                if (parent == ancestor)
                    return true;
                if (parent > ancestor && seen.Add(parent))
                    open.Push(parent);
            }
        }

        return false;
    }

    /// <summary>The components that a component, or its predicate, takes values from, ascending.</summary>
    public static IEnumerable<int> Parents(ComponentModel component) => component.Parameters
        .Concat(component.When?.Parameters ?? EquatableArray<ParameterModel>.Empty)
        .Where(p => p.Source?.Component is not null)
        .Select(p => p.Source!.Component!.Value).Distinct().OrderBy(p => p);

    private static string[] Names(SystemModel system)
    {
        var names = new LocalNames([
            "input", "configuration", "cancellationToken", "exception", "running", "run", "self",
            .. system.Components.Select((_, k) => $"node{k}")]);
        return [.. system.Components.Select(c => names.For(c.Name))];
    }

    private static void EmitEntry(SourceWriter source, SystemModel system)
    {
        source.Document(
            "Runs the system: each component is called directly, and nothing is recorded.",
            "<param name=\"input\">The system's input.</param>",
            "<param name=\"configuration\">The configuration of this run; null for the default one.</param>",
            "<param name=\"cancellationToken\">Ends the run.</param>",
            "<exception cref=\"global::Optimas.ComponentException\">A component failed.</exception>");
        source.Open(
            $"{system.Accessibility} {Tasks}.Task<{system.Output.FullyQualified}> RunAsync(\n"
            + $"    {system.Input.FullyQualified} input, Configuration? configuration = null, {Token} cancellationToken = default)");
        if (!system.Input.IsValueType && !system.Input.IsNullable)
            source.Line("global::System.ArgumentNullException.ThrowIfNull(input);");
        source.Line($$"""
            configuration ??= Configuration.Default;
            if (cancellationToken.IsCancellationRequested)
                return {{Tasks}}.Task.FromCanceled<{{system.Output.FullyQualified}}>(cancellationToken);
            return global::Optimas.Runtime.Telemetry.Source.HasListeners()
                ? RunInActivityAsync(input, configuration, cancellationToken)
                : RunComponentsAsync(input, configuration, cancellationToken);
            """);
        source.Close();
    }

    private static void EmitInActivity(SourceWriter source, SystemModel system)
    {
        source.Line(SystemSource.GeneratedCode);
        source.Line($$"""
            private async {{Tasks}}.Task<{{system.Output.FullyQualified}}> RunInActivityAsync(
                {{system.Input.FullyQualified}} input, Configuration configuration, {{Token}} cancellationToken)
            {
                using var activity = global::Optimas.Runtime.Telemetry.Source.StartActivity({{Literals.Text(system.Type.Name)}});
                try
                {
                    return await RunComponentsAsync(input, configuration, cancellationToken).ConfigureAwait(false);
                }
                catch (global::System.Exception exception)
                {
                    activity?.SetStatus(global::System.Diagnostics.ActivityStatusCode.Error, exception.Message);
                    throw;
                }
            }
            """);
    }
}
