using Optimas.Generators.Model;

namespace Optimas.Generators.Emitting;

/// <summary>The bodies of prompted components.</summary>
internal static class PromptEmitter
{
    private const string CancellationToken = "global::System.Threading.CancellationToken";
    private const string WriterScope = "BindingDefinition.";

    public static string Emit(SystemModel system) => SystemSource.Write(system, source =>
    {
        bool first = true;
        foreach (var component in system.Components.Where(c => c.Prompt is not null))
        {
            if (!first)
                source.Line();
            first = false;
            EmitDeclared(source, component);
            source.Line();
            EmitCore(source, system, component);
        }
    });

    // The user's own declaration: a direct call runs under the default configuration.
    private static void EmitDeclared(SourceWriter source, ComponentModel component)
    {
        string parameters = string.Join(", ", component.Parameters.Select(p =>
            $"{(p.IsParams ? "params " : "")}{p.Type.FullyQualified} {Literals.Identifier(p.Name)}"));
        string configuration = $"Configuration.Default.{Literals.Identifier(component.Name)}";
        var given = component.Parameters.Where(p => p.Kind == ParameterKind.Configured)
            .Select(p => $"{Literals.Identifier(component.Fields[p.Field].Name)} = {Literals.Identifier(p.Name)}").ToList();
        if (given.Count > 0)
            configuration += $" with {{ {string.Join(", ", given)} }}";
        string cancellationToken = component.Parameters.FirstOrDefault(p => p.Kind == ParameterKind.CancellationToken) is { } token
            ? Literals.Identifier(token.Name)
            : CancellationToken + ".None";
        var arguments = Wiring.Wired(component.Parameters).Select(p => Literals.Identifier(p.Name));
        source.Line(SystemSource.GeneratedCode);
        source.Line($"{component.Prompt!.Modifiers} {ReturnType(component)} {Literals.Identifier(component.Name)}({parameters}) =>");
        source.Line($"    {component.Name}Core({string.Join(", ", [.. arguments, configuration, cancellationToken])});");
    }

    private static void EmitCore(SourceWriter source, SystemModel system, ComponentModel component)
    {
        var prompt = component.Prompt!;
        var wired = Wiring.Wired(component.Parameters).ToList();
        // The client may be a parameter of the primary constructor, and the visits have a writer: no input may hide them.
        var names = new LocalNames([prompt.Client, "writer", "present"]);
        var inputs = wired.ToDictionary(p => p.Name, p => names.For(p.Name));
        string configuration = names.For("configuration"), cancellationToken = names.For("cancellationToken"), call = names.For("call");
        string parameters = string.Join(", ", [
            .. wired.Select(p => $"{p.Type.FullyQualified} {inputs[p.Name]}"),
            $"{component.Name}Configuration {configuration}",
            $"{CancellationToken} {cancellationToken}"]);
        string Field(int index) => $"{configuration}.{Literals.Identifier(component.Fields[index].Name)}";

        source.Line(SystemSource.GeneratedCode);
        source.Open($"private {ReturnType(component)} {component.Name}Core({parameters})");
        source.Open($"var {call} = new global::Optimas.Runtime.PromptedCall");
        source.Line($"Component = {Literals.Text(component.Name)},");
        source.Line($"Instruction = {Field(prompt.PromptField)},");
        EmitPlaceholders(source, system, component, Field, inputs);
        source.Open("Inputs = writer =>");
        for (int i = 0; i < wired.Count; i++)
        {
            FieldVisits.EmitVisit(
                source, system, wired[i].Name, wired[i].Type, inputs[wired[i].Name], wired[i].Type.IsNullable, WriterScope, names.For(wired[i].Name, "Value"));
        }

        source.Close(",");
        source.Line($"Temperature = {Cast("float", component, prompt.TemperatureField, Field)},");
        source.Line($"MaxOutputTokens = {Cast("int", component, prompt.MaxOutputTokensField, Field)},");
        source.Line($"ModelId = {Field(prompt.ModelIdField)},");
        source.Line($"Seed = {Cast("long", component, prompt.SeedField, Field)},");
        if (prompt.WeightsField is { } weights)
            source.Line($"Weights = {Field(weights)},");
        if (prompt.ElementNames.Count > 0)
            source.Line($"ElementNames = [{string.Join(", ", prompt.ElementNames.Select(Literals.Text))}],");
        if (component.Value.IsNullable && Wiring.NotNull(component.Value) != "string")
            source.Line("AcceptsNull = true,");
        source.Close(";");
        string asked = Wiring.NotNull(component.Value) == "string"
            ? $"{call}.TextAsync({prompt.Client}, {cancellationToken}){(component.Value.IsNullable ? "!" : "")}"
            : $"{call}.JsonAsync({prompt.Client}, {BindingEmitter.TypeInfo(system, component.Value)}, {cancellationToken})";
        source.Line(component.Return == ReturnKind.ValueTask ? $"return new({asked});" : $"return {asked};");
        source.Close();
    }

    // Values become text only where the instruction in force has a placeholder at all.
    private static void EmitPlaceholders(
        SourceWriter source, SystemModel system, ComponentModel component, Func<int, string> field, Dictionary<string, string> inputs)
    {
        var placeholders = component.Parameters
            .Where(p => p.Kind is ParameterKind.Wired or ParameterKind.Configured)
            .Where(p => component.Fields[component.Prompt!.PromptField].Placeholders.Contains(p.Name))
            .ToList();
        if (placeholders.Count == 0)
            return;
        source.Line($"Placeholders = !{field(component.Prompt!.PromptField)}.Contains('{{') ? [] :");
        source.OpenList();
        foreach (var parameter in placeholders)
        {
            string value = parameter.Kind == ParameterKind.Wired ? inputs[parameter.Name] : field(parameter.Field);
            source.Line($"new({Literals.Text(parameter.Name)}, {FieldVisits.Text(system, parameter.Type, value, WriterScope)}),");
        }

        source.CloseList(",");
    }

    private static string Cast(string type, ComponentModel component, int index, Func<int, string> field)
    {
        var given = component.Fields[index].Type;
        return Wiring.NotNull(given) == type ? field(index) : $"({type}{(given.IsNullable ? "?" : "")}){field(index)}";
    }

    private static string ReturnType(ComponentModel component) =>
        $"global::System.Threading.Tasks.{(component.Return == ReturnKind.ValueTask ? "ValueTask" : "Task")}<{component.Value.FullyQualified}>";
}
