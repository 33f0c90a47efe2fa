using Optimas.Generators.Model;

namespace Optimas.Generators.Emitting;

/// <summary>
/// The rest of a run with independent asynchronous components: a local function per component, which waits for its producers and then
/// fills its variable. Each yields whether it did.
/// </summary>
internal sealed class ConcurrentRunEmitter(SourceWriter source, SystemModel system, RunSteps steps)
{
    private const string Node = "global::System.Threading.Tasks.Task<bool>";

    private string Target => system.Type.IsStruct ? "self" : "this";

    public void Emit()
    {
        source.Line(SystemSource.GeneratedCode);
        source.Open(RunEmitter.Continuation(system, steps));
        if (system.Type.IsStruct)
            source.Line("var self = this;");
        source.Line($"{Node} done = global::System.Threading.Tasks.Task.FromResult(true);");
        source.Open("using (run)");
        for (int k = steps.First; k < steps.Count; k++)
            source.Line($"{Node} node{k} = running > {k} ? done : {Function(k)}();");
        for (int k = steps.First; k < steps.Count; k++)
            source.Line($"await node{k}.ConfigureAwait(false);");
        source.Line($$"""
            cancellationToken.ThrowIfCancellationRequested();
            if (run.HasFailed)
            {
                throw run.Report(
                    BindingDefinition.Value, input, configuration, {{steps.Outputs}},
                    [{{string.Join(", ", steps.Names.Select((_, k) => k < steps.First ? "done" : $"node{k}"))}}]);
            }

            return {{steps.Result}};
            """);
        for (int k = steps.First; k < steps.Count; k++)
        {
            source.Line();
            EmitFunction(k);
        }

        source.Close();
        source.Close();
    }

    private string Function(int k) => $"Run{system.Components[k].Name}Async";

    private void EmitFunction(int k)
    {
        var parents = steps.Parents(k).Where(p => p >= steps.First).ToList();
        bool isAsync = parents.Count > 0 || steps.MayWait(k);
        source.Open($"{(isAsync ? "async " : "")}{Node} {Function(k)}()");
        foreach (int parent in parents)
            source.Line($"if (!await node{parent}.ConfigureAwait(false))\n    return false;");
        if (parents.Count > 0)
            source.Line();
        source.Open("try");
        EmitStep(k);
        source.Line();
        source.Line(isAsync ? "return true;" : "return done;");
        source.Close();
        source.Open("catch (global::System.Exception exception)");
        string failed = $"run.FailAsync({k}, exception)";
        source.Line(isAsync ? $"return await {failed}.ConfigureAwait(false);" : $"return {failed};");
        source.Close();
        source.Close();
    }

    private void EmitStep(int k)
    {
        if (k == steps.First)
        {
            source.Line($"{steps.Names[k]} = await {steps.Pending(k)}.ConfigureAwait(false);");
            return;
        }

        string call = steps.Call(k, Target);
        string? condition = steps.Condition(k, Target);
        if (condition is not null)
            source.Open($"if ({(steps.MayWait(k) ? $"running == {k} || " : "")}{condition})");
        if (steps.MayWait(k))
        {
            source.Line($"if (running == {k})\n    {steps.Names[k]} = await {steps.Pending(k)}.ConfigureAwait(false);");
            source.Open("else");
            source.Line($"run.Token.ThrowIfCancellationRequested();\n{steps.Names[k]} = await {call}.ConfigureAwait(false);");
            source.Close();
        }
        else
        {
            source.Line($"run.Token.ThrowIfCancellationRequested();\n{steps.Names[k]} = {call};");
        }

        if (condition is not null)
            source.Close();
    }
}
