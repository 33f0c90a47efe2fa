using Optimas.Generators.Model;

namespace Optimas.Generators.Emitting;

/// <summary>How the runtime calls and observes the system: AsSystem, a binding per component, a writer per visited type.</summary>
internal static class BindingEmitter
{
    public static string Emit(SystemModel system) => SystemSource.Write(system, source =>
    {
        string types = $"{system.Type.FullyQualified}, {system.Input.FullyQualified}, {system.Output.FullyQualified}";
        source.Document("This system as an optimizer sees it.");
        source.Line($$"""
            {{system.Accessibility}} global::Optimas.ICompoundSystem<{{system.Input.FullyQualified}}, {{system.Output.FullyQualified}}> AsSystem() =>
                new global::Optimas.Runtime.BoundSystem<{{types}}>(this, BindingDefinition.Value);
            """);
        EmitTrainedModels(source, system);
        source.Line();
        source.Line(SystemSource.GeneratedCode);
        source.Open("private static class BindingDefinition");
        source.Open($"internal static readonly global::Optimas.Runtime.SystemBinding<{types}> Value = new()");
        source.Line($$"""
            Graph = GraphDefinition.Value,
            DefaultConfiguration = Configuration.Default,
            CreateTrace = static content => new Trace(content),
            InputType = static () => {{TypeInfo(system, system.Input)}},
            """);
        source.OpenList("Components =");
        foreach (var component in system.Components)
            EmitComponent(source, system, component);
        source.CloseList(",");
        source.Close(";");
        if (system.Components.Any(RunSteps.IsPerInput))
            EmitChoice(source, system);
        FieldVisits.EmitWriters(source, system);
        source.Close();
    });

    /// <summary>The metadata that takes a type to JSON and back.</summary>
    public static string TypeInfo(SystemModel system, TypeReference type)
    {
        string options = system.JsonContext is { } context ? $"{context}.Default.Options" : "global::Optimas.Runtime.SystemJson.Default";
        return $"global::Optimas.Runtime.SystemJson.TypeInfo<{type.FullyQualified}>({options})";
    }

    private static void EmitChoice(SourceWriter source, SystemModel system) => source.Line($$"""

        internal static async global::System.Threading.Tasks.Task<object?> ChooseAsync(
            int component,
            {{system.Type.FullyQualified}} system,
            {{system.Input.FullyQualified}} input,
            object?[] outputs,
            global::Optimas.ComponentConfiguration configuration,
            global::System.Threading.CancellationToken cancellationToken)
        {
            var candidates = global::Optimas.PerInputSelector.Candidates(GraphDefinition.Value.Components[component], configuration);
            var chosen = await global::Optimas.Runtime.PerInputExecution.ChooseAsync(
                Value.Components[component], system, input, outputs, candidates, configuration.Selector!.Reward, cancellationToken)
                .ConfigureAwait(false);
            return chosen.Output;
        }
        """);

    private static void EmitTrainedModels(SourceWriter source, SystemModel system)
    {
        foreach (var component in system.Components)
        {
            foreach (var parameter in component.Parameters.Where(p => p.Kind == ParameterKind.Trainable))
            {
                var names = new LocalNames([parameter.TrainableBase!]);
                string configuration = names.For("configuration"), weights = names.For("weights");
                source.Line();
                source.Line(SystemSource.GeneratedCode);
                source.Line($$"""
                    private {{parameter.Type.FullyQualified}} {{Wiring.TrainedModel(component, parameter)}}({{component.Name}}Configuration {{configuration}}) =>
                        {{configuration}}.{{Literals.Identifier(component.Fields[parameter.Field].Name)}} is { } {{weights}}
                            ? {{parameter.TrainableBase}}.WithWeights({{weights}})
                            : {{parameter.TrainableBase}};
                    """);
            }
        }
    }

    private static void EmitComponent(SourceWriter source, SystemModel system, ComponentModel component)
    {
        string Value(SourceModel s) => Wiring.BoxedValue(system, s);
        string call = Wiring.Call(component, "system", Value, $"({component.Name}Configuration)configuration!", "cancellationToken");
        source.Line($"// {component.Name}");
        source.Line("new()");
        source.Open();
        source.Line(component.Return == ReturnKind.Value
            ? $"Invoke = static (system, input, outputs, configuration, cancellationToken) => new({call}),"
            : "Invoke = static async (system, input, outputs, configuration, cancellationToken) =>\n"
            + $"    await {call}.ConfigureAwait(false),");
        if (component.When is { } when)
            source.Line($"When = static (system, input, outputs) => {Wiring.Call(when, "system", Value)},");
        EmitInputs(source, system, component);
        source.Open("WriteOutput = static (writer, output) =>");
        string output = Wiring.Unbox(component, "output");
        FieldVisits.EmitVisit(source, system, "output", component.Value, output, Wiring.MayBeNull(component), scope: "");
        source.Close(",");
        source.Line($"OutputType = static () => {TypeInfo(system, component.Value)},");
        source.Close(",");
    }

    private static void EmitInputs(SourceWriter source, SystemModel system, ComponentModel component)
    {
        var wired = Wiring.Wired(component.Parameters).ToList();
        source.Open("WriteInputs = static (writer, input, outputs) =>");
        for (int i = 0; i < wired.Count; i++)
        {
            string value = Wiring.BoxedValue(system, wired[i].Source!);
            bool mayBeNull = MayBeNull(system, wired[i]);
            FieldVisits.EmitVisit(source, system, wired[i].Name, wired[i].Type, value, mayBeNull, scope: "", variable: $"value{i}");
        }

        source.Close(",");
        if (wired.Count == 0)
        {
            source.Line("Inputs = static (input, outputs) => new global::System.Collections.Generic.Dictionary<string, object?>(),");
            return;
        }

        source.Open("Inputs = static (input, outputs) => new global::System.Collections.Generic.Dictionary<string, object?>");
        foreach (var parameter in wired)
            source.Line($"[{Literals.Text(parameter.Name)}] = {Wiring.BoxedValue(system, parameter.Source!)},");
        source.Close(",");
    }

    // A parameter may accept null although its producer never gives it; then there is nothing to unwrap.
    private static bool MayBeNull(SystemModel system, ParameterModel parameter) => parameter.Source switch
    {
        { Component: { } k, Member: null } => Wiring.MayBeNull(system.Components[k]),
        { IsOptional: true } => true,
        _ => parameter.Type.IsNullable,
    };
}
