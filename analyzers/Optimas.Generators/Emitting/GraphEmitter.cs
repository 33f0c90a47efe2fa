using Optimas.Generators.Model;

namespace Optimas.Generators.Emitting;

/// <summary>The static property Graph.</summary>
internal static class GraphEmitter
{
    public static string Emit(SystemModel system) => SystemSource.Write(system, source =>
    {
        source.Document("The graph: components, edges and the search space of configurations.");
        source.Line($"{system.Accessibility} static global::Optimas.SystemGraph Graph => GraphDefinition.Value;");
        source.Line();
        source.Line("// A class of its own, so that it is initialized when it is first used, whatever the order of the files.");
        source.Line(SystemSource.GeneratedCode);
        source.Open("private static class GraphDefinition");
        source.Line("internal static readonly global::Optimas.SystemGraph Value = new(");
        source.Indent();
        source.Line(Literals.Text(system.Type.Name) + ",");
        source.OpenList();
        foreach (var component in system.Components)
            source.Line(Component(component) + ",");
        source.CloseList(",");
        source.Line($"[{string.Join(", ", system.OutputParts.Select(p => p.Component).Distinct().OrderBy(k => k))}],");
        EmitSignature(source, system);
        source.Unindent();
        source.Close();
    });

    private static string Component(ComponentModel component)
    {
        string parameters = component.Fields.Count == 0 ? "[]" : $"{component.Name}Configuration.Parameters";
        string when = component.When is null ? "" : $" {{ When = {Inputs(component.When.Parameters)} }}";
        return $"new({Literals.Text(component.Name)}, {Literals.Text(component.Description)}, {Literals.Text(component.Value.Display)}, "
            + $"{Inputs(component.Parameters)}, {parameters}){when}";
    }

    private static string Inputs(IEnumerable<ParameterModel> parameters) =>
        $"[{string.Join(", ", Wiring.Wired(parameters).Select(Input))}]";

    private static string Input(ParameterModel parameter)
    {
        string producer = parameter.Source!.Component?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null";
        string member = parameter.Source.Member is { } m ? Literals.Text(m.TrimStart('@')) : "null";
        return $"new({Literals.Text(parameter.Name)}, {producer}, {member})";
    }

    private static void EmitSignature(SourceWriter source, SystemModel system)
    {
        source.Line("global::System.Collections.Immutable.ImmutableSortedDictionary.CreateRange<string, string>(");
        source.Indent();
        source.Line("global::System.StringComparer.Ordinal,");
        source.OpenList();
        foreach (var entry in SystemSignature.Of(system))
            source.Line($"new({Literals.Text(entry.Key)}, {Literals.Text(entry.Value)}),");
        source.CloseList("));");
        source.Unindent();
    }
}
