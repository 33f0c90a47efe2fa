using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Optimas.Generators.Diagnostics;
using Optimas.Generators.Model;

namespace Optimas.Generators.Parsing;

/// <summary>When = nameof(Predicate) of a conditional component (OPT013).</summary>
internal static class PredicateParser
{
    public static void Parse(ParsingContext context, ComponentDraft component, Wiring wiring)
    {
        if (Attributes.Named(component.Annotation, "When") is not string name)
            return;
        var methods = new List<IMethodSymbol>();
        for (var type = context.Type; type is not null; type = type.BaseType)
        {
            bool inherited = !SymbolEqualityComparer.Default.Equals(type, context.Type);
            methods.AddRange(type.GetMembers(name).OfType<IMethodSymbol>()
                .Where(m => m.MethodKind == MethodKind.Ordinary && !(inherited && m.DeclaredAccessibility == Accessibility.Private)));
            if (methods.Count > 0)
                break;
        }

        if (methods.Count != 1)
        {
            var properties = ImmutableDictionary<string, string?>.Empty;
            if (methods.Count == 0)
                properties = properties.Add(FixProperties.Name, name).Add(FixProperties.Parameters, ParametersLike(context, component));
            Report(context, component, properties, methods.Count == 0 ? $"there is no method '{name}'" : $"there are several called '{name}'");
        }
        else if (Reject(context, methods[0]) is { } reason)
        {
            Report(context, component, ImmutableDictionary<string, string?>.Empty, $"{name} {reason}");
        }
        else
        {
            var parameters = methods[0].Parameters.Select(p => new ParameterDraft(p, ParameterKind.Wired)).ToList();
            wiring.Wire(parameters, component, name);
            component.When = new(methods[0], parameters);
        }
    }

    private static string? Reject(ParsingContext context, IMethodSymbol method)
    {
        if (method.ReturnType.SpecialType != SpecialType.System_Boolean)
            return $"returns {TypeFacts.Display(method.ReturnType)}";
        if (method.TypeParameters.Length > 0)
            return "is generic";
        if (Attributes.Find(method, context.Known.Component) is not null)
            return "is a component";
        foreach (var parameter in method.Parameters)
        {
            if (parameter.RefKind != RefKind.None)
                return $"takes '{parameter.Name}' by reference";
            if (KnownTypes.Is(parameter.Type, context.Known.CancellationToken))
                return "takes a CancellationToken, but runs at once";
            if (Attributes.Find(parameter, context.Known.Hyperparameter) is not null
                || Attributes.Find(parameter, context.Known.Prompt) is not null
                || Attributes.Find(parameter, context.Known.ModelChoice) is not null
                || Attributes.Find(parameter, context.Known.Trainable) is not null)
                return $"takes '{parameter.Name}' from the configuration, which only components have";
        }

        return null;
    }

    private static string ParametersLike(ParsingContext context, ComponentDraft component) => string.Join(", ", component.Parameters
        .Where(p => p.Kind == ParameterKind.Wired)
        .Select(p =>
        {
            bool explicitly = p.Source is not null && Attributes.Find(p.Symbol, context.Known.From) is not null;
            string from = explicitly ? $"[global::Optimas.FromAttribute({p.Source!.Expression})] " : "";
            return $"{from}{TypeFacts.FullyQualified(p.Symbol.Type)} {TypeFacts.Identifier(p.Symbol.Name)}";
        }));

    private static void Report(
        ParsingContext context, ComponentDraft component, ImmutableDictionary<string, string?> properties, string reason) =>
        context.Diagnostics.Report(
            Descriptors.BadPredicate,
            Attributes.NamedLocation(component.Annotation, "When", context.CancellationToken),
            properties,
            component.Name,
            reason);
}
