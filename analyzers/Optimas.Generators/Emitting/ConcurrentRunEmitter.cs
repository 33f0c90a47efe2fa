using Optimas.Generators.Model;

namespace Optimas.Generators.Emitting;

/// <summary>
/// A local function per component, which waits for its producers and then fills its variable. Each yields whether it did, as a task that
/// exists already where the component completes synchronously.
/// </summary>
internal sealed class ConcurrentRunEmitter(SourceWriter source, SystemModel system, IReadOnlyList<string> names)
{
    private const string Node = "global::System.Threading.Tasks.Task<bool>";

    private string Target => system.Type.IsStruct ? "self" : "this";

    public void Emit()
    {
        source.Open(RunEmitter.Signature(system, isAsync: true));
        if (system.Type.IsStruct)
            source.Line("var self = this;");
        source.Line("using var run = new global::Optimas.Runtime.ConcurrentRun(cancellationToken);");
        for (int k = 0; k < names.Count; k++)
            source.Line($"{Wiring.ValueType(system.Components[k])} {names[k]} = default{(Wiring.MayBeNull(system.Components[k]) ? "" : "!")};");
        for (int k = 0; k < names.Count; k++)
            source.Line($"{Node} node{k} = {Function(k)}();");
        for (int k = 0; k < names.Count; k++)
            source.Line($"await node{k}.ConfigureAwait(false);");
        source.Line($$"""
            cancellationToken.ThrowIfCancellationRequested();
            if (run.HasFailed)
            {
                throw run.Report(
                    BindingDefinition.Value, input, configuration, [{{string.Join(", ", names)}}],
                    [{{string.Join(", ", names.Select((_, k) => $"node{k}"))}}]);
            }

            return {{Wiring.Output(system, k => names[k])}};
            """);
        for (int k = 0; k < names.Count; k++)
        {
            source.Line();
            EmitFunction(k);
        }

        source.Close();
    }

    private string Function(int k) => $"Run{system.Components[k].Name}Async";

    private void EmitFunction(int k)
    {
        var parents = RunEmitter.Parents(system.Components[k]).ToList();
        bool isAsync = parents.Count > 0 || RunEmitter.MayWait(system.Components[k]);
        source.Open($"{(isAsync ? "async " : "")}{Node} {Function(k)}()");
        foreach (int parent in parents)
            source.Line($"if (!await node{parent}.ConfigureAwait(false))\n    return false;");
        source.Open("try");
        if (system.Components[k].Parameters.Any(p => p.Kind == ParameterKind.CancellationToken) || system.Components[k].Prompt is not null)
            source.Line("run.Token.ThrowIfCancellationRequested();");
        RunEmitter.EmitStep(source, system, k, names, Target, "run.Token");
        source.Line(isAsync ? "return true;" : "return global::System.Threading.Tasks.Task.FromResult(true);");
        source.Close();
        source.Open("catch (global::System.Exception exception)");
        source.Line(isAsync ? $"return await run.FailAsync({k}, exception).ConfigureAwait(false);" : $"return run.FailAsync({k}, exception);");
        source.Close();
        source.Close();
    }
}
