using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Optimas.Generators.Diagnostics;
using Optimas.Generators.Model;

namespace Optimas.Generators.Parsing;

/// <summary>The methods marked [Component]: how they return, and whether they can be components at all (OPT017).</summary>
internal static class ComponentShapeParser
{
    public const string StaticProblem = "static";

    public static List<ComponentDraft> Parse(ParsingContext context)
    {
        var components = new List<ComponentDraft>();
        foreach (var member in context.Type.GetMembers())
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            if (member is not IMethodSymbol method || Attributes.Find(method, context.Known.Component) is not { } annotation)
                continue;
            if (method.MethodKind is MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation)
                components.Add(Parse(context, method, annotation));
            else
                context.Diagnostics.Report(
                    Descriptors.BadShape, Locations.Of(method), method.AssociatedSymbol?.Name ?? method.Name, "it is no ordinary method; make it one");
        }

        for (int i = 0; i < components.Count; i++)
            components[i].Declared = i;
        CheckNames(context, components);
        CheckMembers(context, components);
        return components;
    }

    private static ComponentDraft Parse(ParsingContext context, IMethodSymbol method, AttributeData annotation)
    {
        var known = context.Known;
        var draft = new ComponentDraft(method, annotation)
        {
            Prompt = Attributes.Find(method, known.Prompt),
            IsConditional = Attributes.Named(annotation, "When") is string,
        };
        (draft.Return, draft.Value) = method.ReturnType switch
        {
            var type when KnownTypes.Is(type, known.TaskOfT) => (ReturnKind.Task, ((INamedTypeSymbol)type).TypeArguments[0]),
            var type when KnownTypes.Is(type, known.ValueTaskOfT) => (ReturnKind.ValueTask, ((INamedTypeSymbol)type).TypeArguments[0]),
            var type when KnownTypes.Is(type, known.Task) || KnownTypes.Is(type, known.ValueTask) => (ReturnKind.Task, null),
            { SpecialType: SpecialType.System_Void } => (ReturnKind.Value, null),
            var type => (ReturnKind.Value, (ITypeSymbol?)type),
        };
        foreach (var parameter in method.Parameters)
            draft.Parameters.Add(new(parameter, KindOf(context, parameter)));
        if (Reject(context, draft) is { } reason)
        {
            var properties = ImmutableDictionary<string, string?>.Empty;
            if (method.IsStatic)
                properties = properties.Add(FixProperties.Problem, StaticProblem);
            context.Diagnostics.Report(Descriptors.BadShape, Locations.Of(method), properties, method.Name, reason);
        }

        foreach (var parameter in draft.Parameters)
            Check(context, draft, parameter);
        return draft;
    }

    private static ParameterKind KindOf(ParsingContext context, IParameterSymbol parameter)
    {
        var known = context.Known;
        if (Attributes.Find(parameter, known.Trainable) is not null)
            return ParameterKind.Trainable;
        bool configured = Attributes.Find(parameter, known.Hyperparameter) is not null
            || Attributes.Find(parameter, known.ModelChoice) is not null
            || Attributes.Find(parameter, known.Prompt) is not null;
        if (configured)
            return ParameterKind.Configured;
        return KnownTypes.Is(parameter.Type, known.CancellationToken) ? ParameterKind.CancellationToken : ParameterKind.Wired;
    }

    private static string? Reject(ParsingContext context, ComponentDraft component)
    {
        var method = component.Method;
        if (method.MethodKind == MethodKind.ExplicitInterfaceImplementation)
            return "it implements an interface explicitly, so it can't be called by its name";
        if (method.IsStatic)
            return "it is static; remove static";
        if (method.TypeParameters.Length > 0)
            return "it is generic; use the types that it is called with";
        if (method.RefKind != RefKind.None)
            return "it returns by reference; return the value";
        if (component.Prompt is null && component.Value is null)
        {
            return method is { IsAsync: true, ReturnsVoid: true }
                ? "it is async void, which no one can wait for; return Task<T>"
                : "it returns no value; return what it produces";
        }

        if (component.Value is not { } value)
            return null;
        if (CantHold(value) is { } reason)
            return $"it returns {TypeFacts.Display(value)}, {reason}";
        return KnownTypes.Is(value, context.Known.AsyncEnumerable) ? "it returns a stream, which can't be kept; return a list" : null;
    }

    private static void Check(ParsingContext context, ComponentDraft component, ParameterDraft parameter)
    {
        var symbol = parameter.Symbol;
        string? reason = null;
        if (symbol.RefKind != RefKind.None)
            reason = "it is passed by reference; pass the value";
        else if (CantHold(symbol.Type) is { } held)
            reason = $"it has the type {TypeFacts.Display(symbol.Type)}, {held}";
        else if (Annotations(context, symbol) is { Count: > 1 } several)
            reason = $"it has {string.Join(" and ", several)}, of which only one can say where its value comes from";
        else if (parameter.Kind == ParameterKind.Configured
            && Attributes.Find(symbol, context.Known.Prompt) is not null && symbol.Type.SpecialType != SpecialType.System_String)
            reason = "it has [Prompt], so it must be a string";
        else if (parameter.Kind == ParameterKind.Trainable && component.Prompt is not null)
            reason = "the generated body of a prompted component can't use a model of your own; mark the method [Trainable] instead";
        if (reason is not null)
            context.Diagnostics.Report(Descriptors.BadShape, Locations.Of(symbol), $"'{symbol.Name}' of {component.Name}", reason);
    }

    private static string? CantHold(ITypeSymbol type)
    {
        if (type.IsRefLikeType || type is IPointerTypeSymbol or IFunctionPointerTypeSymbol)
            return "which can't be kept in a trajectory";
        return TypeFacts.IsFileLocal(type) ? "a file-local type, which generated code in another file can't see" : null;
    }

    private static List<string> Annotations(ParsingContext context, IParameterSymbol parameter)
    {
        var known = context.Known;
        var names = new List<string>();
        foreach (var attribute in new[] { known.From, known.Hyperparameter, known.ModelChoice, known.Prompt, known.Trainable })
        {
            if (Attributes.Find(parameter, attribute) is not null)
                names.Add($"[{attribute!.Name.Substring(0, attribute.Name.Length - nameof(Attribute).Length)}]");
        }

        return names;
    }

    private static void CheckNames(ParsingContext context, List<ComponentDraft> components)
    {
        var names = new HashSet<string>(components.Select(c => c.Name), StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var component in components)
        {
            string? reason = null;
            if (!seen.Add(component.Name))
                reason = "another component has the same name; rename one of them";
            else if (ReservedNames.IsForComponents(component.Name))
                reason = "the generator adds a member of that name; name it for what it produces";
            else if (ReservedNames.DerivedFrom(component.Name).FirstOrDefault(names.Contains) is { } derived)
                reason = $"the generator adds a member {derived} for it, which is the name of another component; rename one of them";
            if (reason is not null)
                context.Diagnostics.Report(Descriptors.BadShape, Locations.Of(component.Method), component.Name, reason);
        }
    }

    // What the user declares beside the components. Analyzers see the generated members too, which are marked.
    private static void CheckMembers(ParsingContext context, List<ComponentDraft> components)
    {
        foreach (var member in context.Type.GetMembers())
        {
            if (member.IsImplicitlyDeclared || components.Exists(c => SymbolEqualityComparer.Default.Equals(c.Method, member))
                || member.GetAttributes().Any(a => a.AttributeClass?.Name == "GeneratedCodeAttribute"))
                continue;
            bool isMethod = member.Kind == SymbolKind.Method;
            bool taken = ReservedNames.IsForMembers(member.Name, isMethod) || components.Exists(c =>
                member.Name == c.Name + "Configuration" || (!isMethod && member.Name == c.Name + "Core"));
            if (taken)
            {
                context.Diagnostics.Report(
                    Descriptors.BadShape, Locations.Of(member), member.Name, "the generator adds a member of that name; rename this one");
            }
        }
    }
}
