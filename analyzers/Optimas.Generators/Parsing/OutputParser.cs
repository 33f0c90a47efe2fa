using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Optimas.Generators.Diagnostics;

namespace Optimas.Generators.Parsing;

/// <summary>
/// The system's output: the component that Output names, or else the components that TOut's constructor and settable properties name (OPT008, OPT012).
/// </summary>
internal static class OutputParser
{
    /// <summary>The components of the output, each with the constructor parameter or property it is for; empty where something is wrong.</summary>
    public static List<OutputDraft> Parse(ParsingContext context, List<ComponentDraft> components)
    {
        var annotation = context.Annotation;
        if (Attributes.Named(annotation, "Output") is string name)
        {
            var location = Attributes.NamedLocation(annotation, "Output", context.CancellationToken);
            var named = components.Find(c => c.Name == name);
            if (named is null)
                Report(context, components, location, $"there is no component '{name}'");
            else if (named.Value is null)
                return [];
            else if (Rejects(context, named, context.Output))
                Report(context, components, location, $"{name} gives {TypeFacts.Display(named.Value)}");
            else if (!CheckNull(context, named, context.Output, location, "the output"))
                return [];
            else
                return [new("", named, IsMember: false)];
            return [];
        }

        return Assemble(context, components);
    }

    private static List<OutputDraft> Assemble(ParsingContext context, List<ComponentDraft> components)
    {
        var location = Attributes.Location(context.Annotation, context.CancellationToken);
        var byName = new Dictionary<string, ComponentDraft>(StringComparer.Ordinal);
        foreach (var component in components)
            byName[Wiring.Key(component.Name)] = component;
        var constructors = context.Output is INamedTypeSymbol { IsAbstract: false } type && !TypeMembers.IsScalar(type)
            ? type.InstanceConstructors.Where(c => IsAccessible(context, c) && !IsCopy(c)).OrderBy(c => c.Parameters.Length).ToList()
            : [];
        IMethodSymbol? best = null;
        int fits = -1;
        foreach (var constructor in constructors)
        {
            int named = constructor.Parameters.Count(p => byName.ContainsKey(Wiring.Key(p.Name)));
            if (named > fits)
                (best, fits) = (constructor, named);
        }

        var members = best is null ? [] : Settable(context, best).ToList();
        if (best is null || (fits == 0 && !members.Exists(m => byName.ContainsKey(Wiring.Key(m.Name)))))
        {
            Report(context, components, location, "no component is named as the one that gives it; set Output");
            return [];
        }

        var parts = new List<OutputDraft>();
        bool good = true;
        foreach (var parameter in best.Parameters)
            good &= Take(parameter.Name, parameter.Type, parameter.IsOptional, isMember: false);
        foreach (var member in members)
            good &= Take(member.Name, member.Type, !member.IsRequired, isMember: true);
        return good ? parts : [];

        bool Take(string name, ITypeSymbol type, bool isOptional, bool isMember)
        {
            if (!byName.TryGetValue(Wiring.Key(name), out var component))
            {
                if (!isOptional)
                    Report(context, components, location, $"its '{name}' is the name of no component");
                return isOptional;
            }

            if (component.Value is null)
                return false;
            if (Rejects(context, component, type))
            {
                Report(
                    context,
                    components,
                    location,
                    $"its '{name}' takes {TypeFacts.Display(type)} and {component.Name} gives {TypeFacts.Display(component.Value)}");
                return false;
            }

            parts.Add(new(name, component, isMember));
            return CheckNull(context, component, type, location, $"{context.Output.Name}");
        }
    }

    // What an object initializer can set beside the constructor.
    private static IEnumerable<IPropertySymbol> Settable(ParsingContext context, IMethodSymbol constructor)
    {
        var taken = new HashSet<string>(constructor.Parameters.Select(p => Wiring.Key(p.Name)), StringComparer.Ordinal);
        bool setsRequired = constructor.GetAttributes().Any(a => a.AttributeClass is { Name: "SetsRequiredMembersAttribute" });
        for (var declaring = constructor.ContainingType; declaring is { SpecialType: SpecialType.None }; declaring = declaring.BaseType)
        {
            foreach (var property in declaring.GetMembers().OfType<IPropertySymbol>())
            {
                if (property is { IsStatic: false, IsIndexer: false, SetMethod: { } set } && context.Compilation.IsSymbolAccessibleWithin(set, context.Type)
                    && (taken.Add(Wiring.Key(property.Name)) || (property.IsRequired && !setsRequired)))
                    yield return property;
            }
        }
    }

    private static bool Rejects(ParsingContext context, ComponentDraft component, ITypeSymbol target)
    {
        var value = component.IsConditional ? TypeFacts.WithoutNull(component.Value!) : component.Value!;
        // TOut itself can't be annotated as nullable, so null is judged for the parts of an output only.
        bool dropsNull = !SymbolEqualityComparer.Default.Equals(target, context.Output) && !component.IsConditional
            && ParsingContext.DropsNull(value, target);
        return dropsNull || !context.Converts(value, target);
    }

    private static bool CheckNull(ParsingContext context, ComponentDraft component, ITypeSymbol target, Location location, string consumer)
    {
        if (!component.IsConditional || (TypeFacts.AcceptsNull(target) && !SymbolEqualityComparer.Default.Equals(target, context.Output)))
            return true;
        if (TypeFacts.IsNullableValue(target))
            return true;
        context.Diagnostics.Report(
            Descriptors.ConsumerMustAcceptNull,
            location,
            component.Name,
            Attributes.Named(component.Annotation, "When")!,
            component.Name,
            consumer,
            SymbolEqualityComparer.Default.Equals(target, context.Output)
                ? "the value of a component that always runs"
                : $"{TypeFacts.Display(target)}?");
        return false;
    }

    private static void Report(ParsingContext context, List<ComponentDraft> components, Location location, string reason)
    {
        // The last declared component that fits, as systems are written from input to output; one that nothing consumes before others.
        var consumed = new HashSet<ComponentDraft>(components.SelectMany(c => c.Producers));
        var fitting = components.FindAll(c =>
            c.Value is not null && !c.IsConditional && !TypeFacts.IsError(c.Value) && context.Converts(c.Value, context.Output));
        var best = fitting.LastOrDefault(c => !consumed.Contains(c)) ?? fitting.LastOrDefault();
        var properties = ImmutableDictionary<string, string?>.Empty;
        if (best is not null)
        {
            properties = properties.Add(FixProperties.Name, best.Name);
            reason += $"; {best.Name} would fit";
        }

        context.Diagnostics.Report(
            Descriptors.BadOutput, location, properties, context.Type.Name, TypeFacts.Display(context.Output), reason);
    }

    private static bool IsAccessible(ParsingContext context, IMethodSymbol constructor) =>
        context.Compilation.IsSymbolAccessibleWithin(constructor, context.Type);

    private static bool IsCopy(IMethodSymbol constructor) => constructor is { Parameters: [var only] }
        && SymbolEqualityComparer.Default.Equals(only.Type, constructor.ContainingType);
}

/// <summary>A component that the output is made of, while it is being parsed.</summary>
/// <param name="Name">The constructor parameter or property of TOut; empty where the component's value is the output.</param>
/// <param name="Component">The component.</param>
/// <param name="IsMember">Whether it is a property, which an object initializer sets.</param>
internal sealed record OutputDraft(string Name, ComponentDraft Component, bool IsMember);
