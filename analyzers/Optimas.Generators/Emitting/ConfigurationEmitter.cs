using Optimas.Generators.Model;

namespace Optimas.Generators.Emitting;

/// <summary>The record Configuration and a record per configurable component.</summary>
internal static class ConfigurationEmitter
{
    public static string Emit(SystemModel system) => SystemSource.Write(system, source =>
    {
        EmitSystem(source, system);
        foreach (var component in system.Components.Where(c => c.Fields.Count > 0))
        {
            source.Line();
            EmitComponent(source, system, component);
        }
    });

    private static void EmitSystem(SourceWriter source, SystemModel system)
    {
        string name = Literals.Documentation(system.Type.Name);
        source.Document($"The configuration of a whole {name}: what an optimizer may change, component by component. Immutable.");
        source.Open($"{system.Accessibility} sealed record Configuration : global::Optimas.SystemConfiguration");
        source.Line($$"""
            /// <summary>The configuration that the annotations declare.</summary>
            public static Configuration Default { get; } = new();

            /// <inheritdoc/>
            public override global::Optimas.SystemGraph Graph => GraphDefinition.Value;
            """);
        foreach (var component in system.Components.Where(c => c.Fields.Count > 0))
        {
            string property = Literals.Identifier(component.Name), value = BackingField(component.Name);
            source.Line();
            source.Line($$"""
                private readonly {{component.Name}}Configuration {{value}} = new();

                /// <summary>The configuration of {{component.Name}}.</summary>
                public {{component.Name}}Configuration {{property}}
                {
                    get => {{value}};
                    init => {{value}} = value ?? throw new global::System.ArgumentNullException(nameof({{property}}));
                }
                """);
        }

        source.Line();
        source.Line("""
            /// <summary>Reads a configuration that was written as JSON. Fields that the JSON leaves out keep their defaults.</summary>
            /// <exception cref="global::Optimas.ConfigurationException">The JSON is no legal configuration of this system.</exception>
            public static Configuration FromJson(string json) => global::Optimas.ConfigurationJson.Read(json, Default);

            /// <summary>Reads a configuration from a file of JSON, like <see cref="FromJson"/>.</summary>
            /// <exception cref="global::Optimas.ConfigurationException">The JSON is no legal configuration of this system.</exception>
            public static async global::System.Threading.Tasks.Task<Configuration> LoadAsync(
                string path, global::System.Threading.CancellationToken cancellationToken = default) =>
                FromJson(await global::System.IO.File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false));

            /// <summary>
            /// Reads a configuration that was saved for an earlier signature of this system: values that are still legal are kept, the others give way
            /// to the defaults, and the report says which.
            /// </summary>
            /// <exception cref="global::Optimas.ConfigurationException">The JSON is no configuration of this system.</exception>
            public static Configuration Migrate(string json, out global::Optimas.ConfigurationMigration report) =>
                global::Optimas.ConfigurationJson.Migrate(json, Default, out report);

            /// <inheritdoc/>
            public override global::Optimas.ComponentConfiguration? GetComponent(int component) => component switch
            """);
        source.Open();
        for (int k = 0; k < system.Components.Count; k++)
        {
            if (system.Components[k].Fields.Count > 0)
                source.Line($"{k} => {Literals.Identifier(system.Components[k].Name)},");
        }

        source.Line("_ => null,");
        source.Close(";");
        source.Line();
        source.Line("/// <inheritdoc/>");
        source.Line("public override Configuration WithComponent(int component, global::Optimas.ComponentConfiguration configuration) =>");
        source.Indent();
        source.Open("(component, configuration) switch");
        for (int k = 0; k < system.Components.Count; k++)
        {
            var component = system.Components[k];
            if (component.Fields.Count > 0)
                source.Line($"({k}, {component.Name}Configuration values) => this with {{ {Literals.Identifier(component.Name)} = values }},");
        }

        source.Line($$"""
            _ => throw new global::Optimas.ConfigurationException(
                $"The component {component} of {{system.Type.Name}} does not take a {configuration?.GetType().Name ?? "null"} as its configuration."),
            """);
        source.Close(";");
        source.Unindent();
        source.Close();
    }

    private static void EmitComponent(SourceWriter source, SystemModel system, ComponentModel component)
    {
        string record = component.Name + "Configuration";
        source.Document($"The configuration of the component {component.Name}. Immutable.");
        source.Open($"{system.Accessibility} sealed record {record} : global::Optimas.ComponentConfiguration");
        source.OpenList("internal static readonly global::System.Collections.Immutable.ImmutableArray<global::Optimas.ParameterInfo> Parameters =");
        foreach (var field in component.Fields)
            source.Line(Parameter(field) + ",");
        source.CloseList(";");
        for (int i = 0; i < component.Fields.Count; i++)
        {
            var field = component.Fields[i];
            source.Line();
            string value = BackingField(field.Name);
            source.Line($$"""
                private readonly {{field.Type.FullyQualified}} {{value}} = {{Default(field)}};

                /// <summary>{{Describe(field)}}</summary>
                public {{field.Type.FullyQualified}} {{Literals.Identifier(field.Name)}}
                {
                    get => {{value}};
                    init => {{value}} = global::Optimas.Runtime.FieldGuard.Check({{Literals.Text(component.Name)}}, Parameters[{{i}}], value);
                }
                """);
        }

        source.Line();
        source.Line("/// <inheritdoc/>");
        source.Open("public override object? GetValue(int position) => position switch");
        // Without the cast the expression's type would be the numeric type that all fields convert to.
        for (int i = 0; i < component.Fields.Count; i++)
            source.Line($"{i} => (object?){Literals.Identifier(component.Fields[i].Name)},");
        source.Line("_ => throw new global::System.ArgumentOutOfRangeException(nameof(position), position, null),");
        source.Close(";");
        source.Line();
        source.Line("/// <inheritdoc/>");
        source.Open($"public override {record} WithValue(int position, object? value) => position switch");
        for (int i = 0; i < component.Fields.Count; i++)
        {
            var field = component.Fields[i];
            source.Line(
                $"{i} => this with {{ {Literals.Identifier(field.Name)} = global::Optimas.Runtime.FieldGuard.Cast<{field.Type.FullyQualified}>"
                + $"({Literals.Text(component.Name)}, Parameters[{i}], value) }},");
        }

        source.Line("_ => throw new global::System.ArgumentOutOfRangeException(nameof(position), position, null),");
        source.Close(";");
        source.Close();
    }

    private static string Parameter(FieldModel field)
    {
        string name = Literals.Text(field.Name), type = $"typeof({Wiring.NotNull(field.Type)})";
        return field.Kind switch
        {
            FieldKind.Prompt =>
                $"new global::Optimas.PromptParameter({name}, {field.Default}, [{string.Join(", ", field.Placeholders.Select(Literals.Text))}])",
            FieldKind.Discrete or FieldKind.ModelChoice =>
                $"new global::Optimas.DiscreteParameter({name}, {type}, {field.Default}, [{string.Join(", ", field.Values)}])"
                + Initializer((field.Kind == FieldKind.ModelChoice, "IsModelChoice"), (field.PerInput, "PerInput")),
            FieldKind.Continuous =>
                $"new global::Optimas.ContinuousParameter({name}, {type}, {Default(field)}, "
                + $"{Literals.Number(field.Min)}, {Literals.Number(field.Max)}, global::Optimas.Scale.{(field.IsLog ? "Log" : "Linear")})"
                + Initializer((field.PerInput, "PerInput")),
            FieldKind.Weights => $"new global::Optimas.WeightsParameter({name})",
            _ => $"new global::Optimas.SettingParameter({name}, {type}, {Literals.Number(field.Min)})",
        };
    }

    // The middle of a range is a double, whatever the field's type.
    private static string Default(FieldModel field) => field.Kind == FieldKind.Continuous && field.Type.FullyQualified != "double"
        ? $"({field.Type.FullyQualified})({field.Default})"
        : field.Default;

    // Not the keyword field, which needs C# 14.
    private static string BackingField(string property) => $"_{char.ToLowerInvariant(property[0])}{property.Substring(1)}";

    private static string Initializer(params (bool IsSet, string Property)[] properties)
    {
        string set = string.Join(", ", properties.Where(p => p.IsSet).Select(p => p.Property + " = true"));
        return set.Length == 0 ? "" : $" {{ {set} }}";
    }

    private static string Describe(FieldModel field) => field.Kind switch
    {
        FieldKind.Prompt => "The instruction in force.",
        FieldKind.Discrete => $"A hyperparameter: one of {Literals.Documentation(string.Join(", ", field.Values))}.",
        FieldKind.ModelChoice => $"The model: one of {Literals.Documentation(string.Join(", ", field.Values))}.",
        FieldKind.Continuous => $"A hyperparameter in [{Shown(field.Min)}, {Shown(field.Max)}].",
        FieldKind.Weights => "What names the trained weights; null for the model's own.",
        _ => "A setting that no optimizer changes; null for the provider's default.",
    };

    private static string Shown(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
