using Optimas.Generators.Model;

namespace Optimas.Generators.Emitting;

/// <summary>The rest of a run without independent asynchronous components: the calls one after the other, from the one that is pending.</summary>
internal sealed class SequentialRunEmitter(SourceWriter source, SystemModel system, RunSteps steps)
{
    public void Emit()
    {
        source.Line(SystemSource.GeneratedCode);
        source.Open(RunEmitter.Continuation(system, steps));
        source.Open("try");
        source.Open("switch (running)");
        for (int k = steps.First; k < steps.Count; k++)
            EmitStep(k);
        source.Line("break;");
        source.Unindent();
        source.Close();
        source.Close();
        RunEmitter.EmitFailure(source, steps, report => $"throw {report};");
        source.Line($"\nreturn {steps.Result};");
        source.Close();
    }

    private void EmitStep(int k)
    {
        if (steps.MayWait(k))
        {
            if (k > steps.First)
            {
                source.Line($"goto case {k};");
                source.Unindent();
            }

            source.Line($"case {k}:");
            source.Indent();
        }

        if (k > steps.First)
            source.Line($"running = {k};");
        bool mayBePending = steps.MayWait(k) && k > steps.First;
        string? condition = k == steps.First ? null : steps.Condition(k, "this");
        if (condition is not null)
            source.Open($"if ({(mayBePending ? "pending is not null || " : "")}{condition})");
        if (steps.IsBlindToToken(k))
            source.Line("cancellationToken.ThrowIfCancellationRequested();");
        source.Line(steps.MayWait(k)
            ? $"{steps.Names[k]} = await ({Awaited(k)}).ConfigureAwait(false);\npending = null;"
            : $"{steps.Names[k]} = {steps.Call(k, "this")};");
        if (condition is not null)
            source.Close();
    }

    private string Awaited(int k)
    {
        if (k == steps.First)
            return steps.Pending(k).Replace(")pending", ")pending!");
        string call = steps.Call(k, "this");
        return $"pending is null ? {(call.Contains('?') ? $"({call})" : call)} : {steps.Pending(k)}";
    }
}
