using Optimas.Generators.Model;

namespace Optimas.Generators.Emitting;

/// <summary>The class Trace, and the methods that make one.</summary>
internal static class TraceEmitter
{
    public static string Emit(SystemModel system) => SystemSource.Write(system, source =>
    {
        string content = $"global::Optimas.TraceContent<{system.Input.FullyQualified}>";
        string @base = $"global::Optimas.Trace<{system.Input.FullyQualified}, {system.Output.FullyQualified}>";
        EmitMethods(source, system);
        source.Line();
        source.Document($"A trajectory of {Literals.Documentation(system.Type.Name)}, with a typed slot per component. Immutable.");
        source.Open($"{system.Accessibility} sealed class Trace : {@base}");
        source.Open($"internal Trace({content} content) : base(content)");
        source.Close();
        for (int k = 0; k < system.Components.Count; k++)
        {
            if (system.Components[k].ValueAccessibility is { } accessibility)
                EmitSlot(source, system.Components[k], k, accessibility);
        }

        source.Line();
        source.Line($$"""
            /// <inheritdoc/>
            protected override {{system.Output.FullyQualified}} AssembleOutput() =>
                {{Wiring.Output(system, k => Wiring.Unbox(system.Components[k], $"OutputOf({k})"))}};

            /// <inheritdoc/>
            protected override {{@base}} Create({{content}} content) => new Trace(content);
            """);
        source.Close();
    });

    private static void EmitMethods(SourceWriter source, SystemModel system)
    {
        string failure = "<exception cref=\"global::Optimas.ComponentException\">A component failed.</exception>";
        source.Document(
            "Runs the system and records what every component took and gave.",
            "<param name=\"input\">The system's input.</param>",
            "<param name=\"configuration\">The configuration of this run; null for the default one.</param>",
            "<param name=\"cancellationToken\">Ends the run.</param>",
            failure);
        source.Line($$"""
            {{system.Accessibility}} async global::System.Threading.Tasks.Task<Trace> TraceAsync(
                {{system.Input.FullyQualified}} input,
                Configuration? configuration = null,
                global::System.Threading.CancellationToken cancellationToken = default) =>
                (Trace)await AsSystem().ExecuteAsync(
                    input, configuration ?? Configuration.Default, null, global::Optimas.ExecutionRequest.Default, cancellationToken)
                    .ConfigureAwait(false);
            """);
        source.Line();
        source.Document(
            "Runs the components whose slots are empty in a trajectory, and keeps the others.",
            "<param name=\"prefix\">The slots to keep.</param>",
            "<param name=\"configuration\">The configuration of this run; null for that of <paramref name=\"prefix\"/>.</param>",
            "<param name=\"cancellationToken\">Ends the run.</param>",
            failure);
        source.Line($$"""
            {{system.Accessibility}} async global::System.Threading.Tasks.Task<Trace> ReplayAsync(
                Trace prefix, Configuration? configuration = null, global::System.Threading.CancellationToken cancellationToken = default)
            {
                global::System.ArgumentNullException.ThrowIfNull(prefix);
                return (Trace)await AsSystem().ExecuteAsync(
                    prefix.Input, configuration ?? prefix.Configuration, prefix, global::Optimas.ExecutionRequest.Default, cancellationToken)
                    .ConfigureAwait(false);
            }
            """);
    }

    private static void EmitSlot(SourceWriter source, ComponentModel component, int k, string accessibility)
    {
        string type = Wiring.ValueType(component);
        source.Line();
        source.Line($$"""
            /// <summary>{{Wiring.Summary(component)}}</summary>
            /// <exception cref="global::System.InvalidOperationException">The trajectory stops before {{component.Name}}.</exception>
            {{accessibility}} {{type}} {{Literals.Identifier(component.Name)}} => {{Wiring.Unbox(component, $"OutputOf({k})")}};

            /// <summary>The same trajectory with another value of {{component.Name}}, and with everything downstream of it empty.</summary>
            {{accessibility}} Trace With{{component.Name}}({{type}} value) => (Trace)Force({{k}}, value);
            """);
    }
}
