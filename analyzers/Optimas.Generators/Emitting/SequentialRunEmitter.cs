using Optimas.Generators.Model;

namespace Optimas.Generators.Emitting;

/// <summary>The rest of a run without independent asynchronous components: the calls in order, from the pending one.</summary>
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

        if (k == steps.First)
        {
            source.Line($"{steps.Names[k]} = await {steps.Pending(k)}.ConfigureAwait(false);\npending = null;");
            return;
        }

        source.Line($"running = {k};");
        string? condition = steps.Condition(k, "this");
        if (condition is not null)
            source.Open($"if ({(steps.MayWait(k) ? "pending is not null || " : "")}{condition})");
        if (steps.IsBlindToToken(k))
            source.Line((steps.MayWait(k) ? "if (pending is null)\n    " : "") + "cancellationToken.ThrowIfCancellationRequested();");
        string call = steps.Call(k, "this");
        source.Line(steps.MayWait(k)
            ? $"{steps.Names[k]} = await (pending is null ? {call} : {steps.Pending(k)}).ConfigureAwait(false);\npending = null;"
            : $"{steps.Names[k]} = {call};");
        if (condition is not null)
            source.Close();
    }
}
