using Optimas.Generators.Model;

namespace Optimas.Generators.Emitting;

/// <summary>
/// RunAsync: direct calls in dependency order, a typed variable per value, nothing recorded. The calls stand in a plain method, so that a
/// run whose components complete synchronously pays for no state machine; at the first one that has to be waited for, an asynchronous
/// method takes over with what has been computed.
/// </summary>
internal static class RunEmitter
{
    private const string Tasks = "global::System.Threading.Tasks";
    private const string Token = "global::System.Threading.CancellationToken";

    public static string Emit(SystemModel system) => SystemSource.Write(system, source =>
    {
        var steps = new RunSteps(system);
        EmitEntry(source, system);
        source.Line();
        EmitInActivity(source, system);
        source.Line();
        EmitCalls(source, system, steps);
        EmitChoices(source, system);
        if (!Enumerable.Range(0, steps.Count).Any(steps.MayWait))
            return;
        source.Line();
        if (steps.Overlaps)
            new ConcurrentRunEmitter(source, system, steps).Emit();
        else
            new SequentialRunEmitter(source, system, steps).Emit();
    });

    /// <summary>The declaration of the method that takes over with what has been computed.</summary>
    public static string Continuation(SystemModel system, RunSteps steps)
    {
        string variables = string.Join(", ", system.Components.Select((c, k) => $"{Wiring.ValueType(c)} {steps.Names[k]}"));
        string run = steps.Overlaps ? "global::Optimas.Runtime.ConcurrentRun run, " : "";
        return $"private async {Tasks}.Task<{system.Output.FullyQualified}> ContinueRunAsync(\n"
            + $"    int running, {Tasks}.Task? pending, {run}{system.Input.FullyQualified} input, Configuration configuration,\n"
            + $"    {variables},\n    {Token} cancellationToken)";
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

    private static void EmitCalls(SourceWriter source, SystemModel system, RunSteps steps)
    {
        string output = system.Output.FullyQualified;
        bool mayWait = Enumerable.Range(0, steps.Count).Any(steps.MayWait);
        source.Line(SystemSource.GeneratedCode);
        source.Open(
            $"private {Tasks}.Task<{output}> RunComponentsAsync(\n"
            + $"    {system.Input.FullyQualified} input, Configuration configuration, {Token} cancellationToken)");
        source.Line("int running = 0;");
        if (mayWait)
            source.Line($"{Tasks}.Task pending;");
        if (steps.Overlaps)
            source.Line("var run = new global::Optimas.Runtime.ConcurrentRun(cancellationToken);");
        steps.EmitVariables(source);
        source.Open("try");
        for (int k = 0; k < steps.Count; k++)
            EmitCall(source, steps, k);
        if (steps.Overlaps)
            source.Line("run.Dispose();");
        source.Line($"return {Tasks}.Task.FromResult<{output}>({steps.Result});");
        source.Close();
        EmitFailure(source, steps, report => $"return {Tasks}.Task.FromException<{output}>({report});");
        source.Open("catch (global::System.OperationCanceledException)");
        if (steps.Overlaps)
            source.Line("run.Dispose();");
        source.Line($"return {Tasks}.Task.FromCanceled<{output}>(cancellationToken);");
        source.Close();
        if (mayWait)
        {
            string run = steps.Overlaps ? "run, " : "";
            source.Line("\nWait:");
            source.Line($"return ContinueRunAsync(\n    running, pending, {run}input, configuration, {string.Join(", ", steps.Names)}, cancellationToken);");
        }

        source.Close();
    }

    private static void EmitCall(SourceWriter source, RunSteps steps, int k)
    {
        if (k > 0)
            source.Line($"running = {k};");
        if (steps.Condition(k, "this") is { } condition)
            source.Open($"if ({condition})");
        if (steps.IsBlindToToken(k))
            source.Line($"{steps.Token}.ThrowIfCancellationRequested();");
        if (!steps.MayWait(k))
        {
            source.Line($"{steps.Names[k]} = {steps.Call(k, "this")};");
        }
        else
        {
            string task = steps.NameFor(k, "Task");
            source.Line($$"""
                var {{task}} = {{steps.Call(k, "this")}};
                if (!{{task}}.IsCompletedSuccessfully)
                {
                    pending = {{task}}{{(steps.Kind(k) == ReturnKind.ValueTask ? ".AsTask()" : "")}};
                    goto Wait;
                }

                {{steps.Names[k]}} = {{task}}.Result;
                """);
        }

        if (steps.Condition(k, "this") is not null)
            source.Close();
        source.Line();
    }

    private static void EmitChoices(SourceWriter source, SystemModel system)
    {
        for (int k = 0; k < system.Components.Count; k++)
        {
            var component = system.Components[k];
            if (!RunSteps.IsPerInput(component))
                continue;
            string chosen = $"(await BindingDefinition.ChooseAsync(\n    {k}, system, input, outputs, configuration, cancellationToken)"
                + ".ConfigureAwait(false))";
            source.Line();
            source.Line(SystemSource.GeneratedCode);
            source.Line($$"""
                private static async {{Tasks}}.ValueTask<{{component.Value.FullyQualified}}> {{RunSteps.Choose(component)}}(
                    {{system.Type.FullyQualified}} system,
                    {{system.Input.FullyQualified}} input,
                    object?[] outputs,
                    {{component.Name}}Configuration configuration,
                    {{Token}} cancellationToken) =>
                    ({{component.Value.FullyQualified}}){{chosen}}{{(component.Value.IsNullable ? "" : "!")}};
                """);
        }
    }

    /// <summary>Writes the handler that reports which component was running, and with what values.</summary>
    public static void EmitFailure(SourceWriter source, RunSteps steps, Func<string, string> raise)
    {
        source.Open(
            "catch (global::System.Exception exception) when (global::Optimas.Runtime.RunFailure.IsOwn(exception, cancellationToken))");
        if (steps.Overlaps)
            source.Line("run.Dispose();");
        source.Line(raise(
            "global::Optimas.Runtime.RunFailure.Create(\n"
            + $"    BindingDefinition.Value, running, exception, input, configuration, {steps.Outputs},\n"
            + "    [.. global::System.Linq.Enumerable.Range(0, running)])"));
        source.Close();
    }
}
