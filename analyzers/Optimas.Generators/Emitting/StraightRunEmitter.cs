using Optimas.Generators.Model;

namespace Optimas.Generators.Emitting;

/// <summary>
/// The calls one after the other. One try block serves them all: a counter says which component was running, so that a run in which
/// everything completes synchronously allocates nothing but its result.
/// </summary>
internal sealed class StraightRunEmitter(SourceWriter source, SystemModel system, IReadOnlyList<string> names)
{
    public void Emit()
    {
        bool isAsync = system.Components.Any(RunEmitter.MayWait);
        string output = system.Output.FullyQualified, result = Wiring.Output(system, k => names[k]);
        source.Open(RunEmitter.Signature(system, isAsync));
        source.Line("int running = 0;");
        for (int k = 0; k < names.Count; k++)
            source.Line($"{Wiring.ValueType(system.Components[k])} {names[k]} = default{(Wiring.MayBeNull(system.Components[k]) ? "" : "!")};");
        source.Open("try");
        for (int k = 0; k < names.Count; k++)
        {
            if (k > 0)
                source.Line($"running = {k};");
            RunEmitter.EmitStep(source, system, k, names, "this", "cancellationToken");
        }

        if (!isAsync)
            source.Line($"return global::System.Threading.Tasks.Task.FromResult<{output}>({result});");
        source.Close();
        EmitFailure(isAsync, output);
        if (isAsync)
            source.Line($"\nreturn {result};");
        source.Close();
    }

    private void EmitFailure(bool isAsync, string output)
    {
        string report = $"global::Optimas.Runtime.RunFailure.Create(\n"
            + $"    BindingDefinition.Value, running, exception, input, configuration, [{string.Join(", ", names)}],\n"
            + "    [.. global::System.Linq.Enumerable.Range(0, running)])";
        source.Open("catch (global::System.Exception exception) when (global::Optimas.Runtime.RunFailure.IsOwn(exception, cancellationToken))");
        source.Line(isAsync
            ? $"throw {report};"
            : $"return global::System.Threading.Tasks.Task.FromException<{output}>({report});");
        source.Close();
        if (isAsync)
            return;
        source.Open("catch (global::System.OperationCanceledException)");
        source.Line($"return global::System.Threading.Tasks.Task.FromCanceled<{output}>(cancellationToken);");
        source.Close();
    }
}
