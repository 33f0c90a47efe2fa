using Optimas.Generators.Model;

namespace Optimas.Generators.Emitting;

/// <summary>Emitted code that hands typed values to a field writer.</summary>
internal static class FieldVisits
{
    private const string Writer = "global::Optimas.Runtime.IFieldWriter";
    private const string Invariant = "global::System.Globalization.CultureInfo.InvariantCulture";

    /// <summary>The visit of one value, as a statement.</summary>
    /// <param name="source">Where it is written.</param>
    /// <param name="system">The system.</param>
    /// <param name="name">The field's name.</param>
    /// <param name="type">The value's type.</param>
    /// <param name="value">The value, as an expression.</param>
    /// <param name="mayBeNull">Whether the expression may be null.</param>
    /// <param name="scope">What writer methods are called on, with its dot; empty within the binding.</param>
    /// <param name="variable">A free name for the unwrapped value.</param>
    public static void EmitVisit(
        SourceWriter source, SystemModel system, string name, TypeReference type, string value, bool mayBeNull, string scope,
        string variable = "value")
    {
        string field = Literals.Text(name), key = Wiring.NotNull(type);
        var writer = system.Writers.FirstOrDefault(w => Wiring.NotNull(w.Type) == key);
        if (writer is null)
            source.Line($"writer.Text({field}, {value}{(mayBeNull ? "?" : "")}.ToString());");
        else
            source.Line(Visit(writer, field, value, mayBeNull, scope, variable));
    }

    /// <summary>A value as the text that a placeholder stands for.</summary>
    public static string Text(SystemModel system, TypeReference type, string value, string scope)
    {
        string key = Wiring.NotNull(type);
        var writer = system.Writers.FirstOrDefault(w => Wiring.NotNull(w.Type) == key);
        return writer?.Shape switch
        {
            WriterShape.Text => type.IsNullable ? $"{value} ?? \"\"" : value,
            WriterShape.List or WriterShape.Object =>
                $"global::Optimas.Runtime.TextRenderer.Render(writer => {Rendered(writer, type, value, scope)})",
            _ => $"global::System.Convert.ToString({value}, {Invariant}) ?? \"\"",
        };
    }

    /// <summary>A method per visited type that has parts.</summary>
    public static void EmitWriters(SourceWriter source, SystemModel system)
    {
        foreach (var writer in system.Writers)
        {
            if (writer.Shape is not (WriterShape.Text or WriterShape.Number or WriterShape.Flag))
            {
                source.Line();
                EmitWriter(source, system, writer);
            }
        }
    }

    private static string Rendered(WriterModel writer, TypeReference type, string value, string scope) =>
        Visit(writer, "\"\"", value, type.IsNullable, scope, "present", asExpression: true);

    private static string Visit(
        WriterModel writer, string field, string value, bool mayBeNull, string scope, string variable, bool asExpression = false)
    {
        // Writers of reference types take null themselves.
        if (!mayBeNull || !writer.Type.IsValueType)
            return Written(writer, field, value, scope) + (asExpression ? "" : ";");
        string present = $"if (({Wiring.NotNull(writer.Type)}?){value} is {{ }} {variable})", written = Written(writer, field, variable, scope);
        return asExpression
            ? $"{{ {present} {written}; }}"
            : $"{present}\n    {written};\nelse\n    writer.Null({field});";
    }

    private static string Written(WriterModel writer, string field, string value, string scope) => writer.Shape switch
    {
        WriterShape.Text => $"writer.Text({field}, {value})",
        WriterShape.Number => $"writer.Number({field}, (double){value})",
        WriterShape.Flag => $"writer.Flag({field}, {value})",
        _ => $"{scope}{writer.Method}(writer, {field}, {value})",
    };

    private static void EmitWriter(SourceWriter source, SystemModel system, WriterModel writer)
    {
        string type = Wiring.NotNull(writer.Type) + (writer.Type.IsValueType ? "" : "?");
        source.Open($"internal static void {writer.Method}({Writer} writer, string name, {type} value)");
        if (!writer.Type.IsValueType)
        {
            source.Line("""
                if (value is null)
                {
                    writer.Null(name);
                    return;
                }

                """);
        }

        switch (writer.Shape)
        {
            case WriterShape.List:
                EmitItems(source, system, writer);
                break;
            case WriterShape.Object:
                source.Line("writer.BeginObject(name);");
                for (int i = 0; i < writer.Members.Count; i++)
                {
                    var member = writer.Members[i];
                    string value = $"value.{Literals.Identifier(member.Name)}";
                    source.Line(Visit(Find(system, member.Writer), Literals.Text(member.Name), value, member.MayBeNull, "", $"member{i}"));
                }

                source.Line("writer.EndObject();");
                break;
            default:
                source.Line($"writer.Text(name, global::System.Convert.ToString((object)value, {Invariant}));");
                break;
        }

        source.Close();
    }

    private static void EmitItems(SourceWriter source, SystemModel system, WriterModel writer)
    {
        var item = Find(system, writer.Members[0].Writer);
        string type = Wiring.NotNull(item.Type) + (writer.Members[0].MayBeNull ? "?" : "");
        source.Line($$"""
            var items = value as global::System.Collections.Generic.IReadOnlyCollection<{{type}}>
                ?? global::System.Linq.Enumerable.ToArray<{{type}}>(value);
            writer.BeginList(name, items.Count);
            """);
        source.Open("foreach (var item in items)");
        source.Line(Visit(item, "\"\"", "item", writer.Members[0].MayBeNull, "", "present"));
        source.Close();
        source.Line("\nwriter.EndList();");
    }

    private static WriterModel Find(SystemModel system, string method) => system.Writers.First(w => w.Method == method);
}
