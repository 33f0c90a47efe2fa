using Optimas.Generators.Model;

namespace Optimas.Generators.Emitting;

/// <summary>How emitted code spells the values that flow through a system.</summary>
internal static class Wiring
{
    /// <summary>Whether the value of a component may be missing: it runs for some inputs only, or null is a value of its own.</summary>
    public static bool MayBeNull(ComponentModel component) => component.When is not null || component.Value.IsNullable;

    /// <summary>The type of y_k in a run, where a component that did not run leaves null.</summary>
    public static string ValueType(ComponentModel component) => component.When is not null && !component.Value.IsNullable
        ? component.Value.FullyQualified + "?"
        : component.Value.FullyQualified;

    /// <summary>A type without the annotation that allows null.</summary>
    public static string NotNull(TypeReference type) => type.FullyQualified.TrimEnd('?');

    /// <summary>y_k, cast from an expression of type <c>object?</c>.</summary>
    public static string Unbox(ComponentModel component, string boxed) =>
        $"({ValueType(component)}){boxed}{(MayBeNull(component) ? "" : "!")}";

    /// <summary>The value of a wired parameter.</summary>
    /// <param name="system">The system.</param>
    /// <param name="source">The producer.</param>
    /// <param name="output">Spells y_k by index, so that a member can follow.</param>
    public static string Value(SystemModel system, SourceModel source, Func<int, string> output)
    {
        if (source.Component is not { } producer)
            return source.Member is null ? "input" : $"input.{source.Member}";
        if (source.Member is null)
            return output(producer);
        return output(producer) + (MayBeNull(system.Components[producer]) ? "?." : ".") + source.Member;
    }

    /// <summary>The value of a wired parameter in a binding, where outputs are boxed.</summary>
    public static string BoxedValue(SystemModel system, SourceModel source) => source is { Component: { } k, Member: null }
        ? Unbox(system.Components[k], $"outputs[{k}]")
        : Value(system, source, k => $"({Unbox(system.Components[k], $"outputs[{k}]")})");

    /// <summary>The call of a component.</summary>
    /// <param name="component">The component.</param>
    /// <param name="target">What it is called on, as <c>this</c>.</param>
    /// <param name="value">Spells the value of a wired parameter.</param>
    /// <param name="configuration">Spells the component's configuration.</param>
    /// <param name="cancellationToken">Spells the run's token.</param>
    public static string Call(
        ComponentModel component, string target, Func<SourceModel, string> value, string configuration, string cancellationToken)
    {
        if (component.Prompt is not null)
        {
            var inputs = Wired(component.Parameters).Select(p => Argument(p, value));
            return $"{target}.{component.Name}Core({string.Join(", ", [.. inputs, configuration, cancellationToken])})";
        }

        var arguments = component.Parameters.Select(p => p.Kind switch
        {
            ParameterKind.Wired => Argument(p, value),
            ParameterKind.Configured => $"{Operand(configuration)}.{Literals.Identifier(component.Fields[p.Field].Name)}",
            ParameterKind.Trainable => $"{target}.{TrainedModel(component, p)}({configuration})",
            _ => cancellationToken,
        });
        return $"{target}.{Literals.Identifier(component.Name)}({string.Join(", ", arguments)})";
    }

    // Code without nullable annotations takes null in any parameter of a reference type.
    private static string Argument(ParameterModel parameter, Func<SourceModel, string> value)
    {
        string argument = value(parameter.Source!);
        return parameter.Source!.IsOptional && parameter.Type is { IsNullable: false, IsValueType: false } ? $"{Operand(argument)}!" : argument;
    }

    private static string Operand(string expression) => expression.StartsWith("(", StringComparison.Ordinal) ? $"({expression})" : expression;

    /// <summary>The call of a component's predicate.</summary>
    public static string Call(PredicateModel predicate, string target, Func<SourceModel, string> value) =>
        $"{(predicate.IsStatic ? "" : target + ".")}{predicate.Method}"
        + $"({string.Join(", ", Wired(predicate.Parameters).Select(p => Argument(p, value)))})";

    /// <summary>The parameters that are wired.</summary>
    public static IEnumerable<ParameterModel> Wired(IEnumerable<ParameterModel> parameters) =>
        parameters.Where(p => p.Kind == ParameterKind.Wired);

    /// <summary>The emitted method that yields a trainable parameter's model under a configuration.</summary>
    public static string TrainedModel(ComponentModel component, ParameterModel parameter) =>
        $"Trained{component.Name}{char.ToUpperInvariant(parameter.Name[0])}{parameter.Name.Substring(1)}";

    /// <summary>The output, put together from its parts.</summary>
    /// <param name="system">The system.</param>
    /// <param name="output">Spells y_k by index.</param>
    public static string Output(SystemModel system, Func<int, string> output)
    {
        if (system.OutputParts is [{ Parameter: "" } whole])
        {
            // TOut, an attribute's type argument, can't be annotated as nullable; its component's type says what to expect.
            var value = system.Components[whole.Component].Value;
            return output(whole.Component) + (value is { IsNullable: true, IsValueType: false } ? "!" : "");
        }

        string parts = string.Join(", ", system.OutputParts.Where(p => !p.IsMember)
            .Select(p => $"{Literals.Identifier(p.Parameter)}: {output(p.Component)}"));
        string members = string.Join(", ", system.OutputParts.Where(p => p.IsMember)
            .Select(p => $"{Literals.Identifier(p.Parameter)} = {output(p.Component)}"));
        return $"new {NotNull(system.Output)}({parts}){(members.Length == 0 ? "" : $" {{ {members} }}")}";
    }

    /// <summary>What a component is, for documentation: its own words where it has some.</summary>
    public static string Summary(ComponentModel component) => component.Description.Length > 0
        ? Literals.Documentation(component.Description)
        : $"The value of the component {component.Name}.";
}
