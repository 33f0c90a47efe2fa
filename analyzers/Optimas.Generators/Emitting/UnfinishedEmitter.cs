using Optimas.Generators.Model;

namespace Optimas.Generators.Emitting;

/// <summary>Bodies for the prompted methods of a system with errors.</summary>
internal static class UnfinishedEmitter
{
    public static string Emit(UnfinishedSystem system) => SystemSource.Write(system.Type, source =>
    {
        for (int i = 0; i < system.Methods.Count; i++)
        {
            if (i > 0)
                source.Line();
            source.Line(SystemSource.GeneratedCode);
            source.Line(system.Methods[i] + " =>");
            source.Line($"    throw new global::System.NotSupportedException({Literals.Text($"{system.Type.Name} has errors.")});");
        }
    });
}
