using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Optimas.Generators.Diagnostics;
using Optimas.Generators.Model;

namespace Optimas.Generators.Parsing;

/// <summary>Prompted components: instruction, settings and chat client (OPT006, OPT007, OPT011).</summary>
internal static class PromptParser
{
    public const string UnmarkedProblem = "component";
    public const string BodyProblem = "body";
    public const string ReturnProblem = "return";

    private static readonly Regex s_placeholder = new(@"(?<!\{)\{([A-Za-z_]\w*)\}(?!\})", RegexOptions.CultureInvariant);

    private static readonly TypeReference s_string = new("string", "string", IsValueType: false, IsNullable: false);

    public static string Text(AttributeData prompt) => Attributes.Argument(prompt, 0) as string ?? "";

    public static FieldModel Field(string name, string text, ImmutableArray<string> placeholders) => new(
        name,
        s_string,
        FieldKind.Prompt,
        SymbolDisplay.FormatLiteral(text, quote: true),
        EquatableArray<string>.Empty,
        0,
        0,
        IsLog: false,
        PerInput: false,
        placeholders,
        "prompt");

    /// <summary>Reports methods with a [Prompt] that are no components.</summary>
    public static void CheckUnmarked(ParsingContext context)
    {
        foreach (var method in context.Type.GetMembers().OfType<IMethodSymbol>())
        {
            if (Attributes.Find(method, context.Known.Prompt) is null || Attributes.Find(method, context.Known.Component) is not null)
                continue;
            context.Diagnostics.Report(
                Descriptors.PromptedShape,
                Locations.Of(method),
                ImmutableDictionary<string, string?>.Empty.Add(FixProperties.Problem, UnmarkedProblem),
                method.Name,
                "add [Component]");
        }
    }

    /// <summary>Adds the instruction, which comes before the fields that parameters declare.</summary>
    public static void AddInstruction(ParsingContext context, ComponentDraft component)
    {
        CheckShape(context, component);
        var names = component.Parameters.Where(p => p.Kind is ParameterKind.Wired or ParameterKind.Configured).Select(p => p.Symbol.Name)
            .ToImmutableArray();
        component.Fields.Add(Field("Prompt", Text(component.Prompt!), names));
        CheckPlaceholders(context, component, names);
    }

    /// <summary>Adds what is set beside the declared fields, and the client.</summary>
    public static void Complete(ParsingContext context, ComponentDraft component, InstanceMembers members)
    {
        int temperature = Setting(context, component, "Temperature", "float", 0, SpecialType.System_Single, SpecialType.System_Double);
        int tokens = Setting(context, component, "MaxOutputTokens", "int", 1, SpecialType.System_Int32);
        int model = Attributes.Find(component.Method, context.Known.ModelChoice) is { } choice
            ? Model(context, component, choice)
            : Setting(context, component, "ModelId", "string", double.NegativeInfinity, SpecialType.System_String);
        int seed = Setting(
            context, component, "Seed", "long", double.NegativeInfinity, SpecialType.System_Int64, SpecialType.System_Int32);
        int? weights = null;
        if (Attributes.Find(component.Method, context.Known.Trainable) is not null)
        {
            weights = component.Fields.Count;
            CheckTaken(context, component, "Weights");
            component.Fields.Add(FieldParser.Weights("Weights"));
        }

        string client = Client(context, component, members) ?? "";
        component.Prompted = new(Modifiers(context, component), client, 0, temperature, tokens, model, seed, weights)
        {
            ElementNames = ElementNames(component.Value),
        };
    }

    // A longer tuple holds the rest of its elements in another one.
    private static ImmutableArray<string> ElementNames(ITypeSymbol? value) =>
        value is INamedTypeSymbol { IsTupleType: true, TupleElements: { Length: <= 7 } elements } && elements.Any(e => e.IsExplicitlyNamedTupleElement)
            ? [.. elements.Select(e => e.Name)]
            : [];

    private static void CheckShape(ParsingContext context, ComponentDraft component)
    {
        var method = component.Method;
        var problems = new List<string>();
        var advice = new List<string>();
        if (!method.IsPartialDefinition || (method.PartialImplementationPart is { } body && !IsGenerated(context, body)))
        {
            problems.Add(BodyProblem);
            advice.Add(method.IsPartialDefinition || HasBody(context, method) ? "remove its body and declare it partial" : "declare it partial");
        }

        var properties = ImmutableDictionary<string, string?>.Empty;
        if (component.Value is null || component.Return == ReturnKind.Value)
        {
            problems.Add(ReturnProblem);
            string produced = component.Value is null ? "string" : TypeFacts.FullyQualified(component.Value);
            string shown = component.Value is null ? "string" : TypeFacts.Display(component.Value);
            advice.Add($"return Task<{shown}>");
            properties = properties.Add(FixProperties.Type, $"global::System.Threading.Tasks.Task<{produced}>");
        }

        if (problems.Count > 0)
        {
            context.Diagnostics.Report(
                Descriptors.PromptedShape,
                Locations.Of(method),
                properties.Add(FixProperties.Problem, string.Join(FixProperties.Separator.ToString(), problems)),
                component.Name,
                string.Join(", and ", advice));
        }
    }

    private static void CheckPlaceholders(ParsingContext context, ComponentDraft component, ImmutableArray<string> names)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (Match match in s_placeholder.Matches(Text(component.Prompt!)))
        {
            string name = match.Groups[1].Value;
            if (names.Contains(name))
                continue;
            counts.TryGetValue(name, out int earlier);
            counts[name] = earlier + 1;
            string? closest = EditDistance.Closest(name, names);
            var properties = ImmutableDictionary<string, string?>.Empty;
            if (closest is not null)
                properties = properties.Add(FixProperties.Name, closest);
            context.Diagnostics.Report(
                Descriptors.UnknownPlaceholder,
                PlaceholderLocation(context, component.Prompt!, name, earlier),
                properties,
                name,
                component.Name,
                closest is null ? "it has none that a placeholder could stand for" : $"the closest is {{{closest}}}");
        }
    }

    private static Location PlaceholderLocation(ParsingContext context, AttributeData prompt, string name, int earlier)
    {
        if (Attributes.Positional(prompt, 0, context.CancellationToken) is not { } expression)
            return Attributes.Location(prompt, context.CancellationToken);
        string written = $"{{{name}}}";
        foreach (var token in expression.DescendantTokens())
        {
            // In an interpolated string the braces would hold code.
            if (token.Parent is not LiteralExpressionSyntax)
                continue;
            for (int at = token.Text.IndexOf(written, StringComparison.Ordinal); at >= 0;
                at = token.Text.IndexOf(written, at + 1, StringComparison.Ordinal))
            {
                if (at > 0 && token.Text[at - 1] == '{')
                    continue;
                if (earlier-- == 0)
                    return Location.Create(token.SyntaxTree!, new TextSpan(token.SpanStart + at, written.Length));
            }
        }

        return expression.GetLocation();
    }

    // A parameter that is called like a setting, and searched, takes its place.
    private static int Setting(
        ParsingContext context, ComponentDraft component, string name, string type, double min, params SpecialType[] types)
    {
        int declared = component.Fields.FindIndex(f => f.Name == name);
        if (declared < 0)
        {
            component.Fields.Add(new(
                name,
                new($"{type}?", $"{type}?", IsValueType: type != "string", IsNullable: true),
                FieldKind.Setting,
                "null",
                EquatableArray<string>.Empty,
                min,
                0,
                IsLog: false,
                PerInput: false,
                EquatableArray<string>.Empty,
                "setting"));
            return component.Fields.Count - 1;
        }

        var parameter = component.Parameters.Find(p => p.Field == declared).Symbol;
        if (!types.Contains(TypeFacts.WithoutNull(parameter.Type).SpecialType))
        {
            context.Diagnostics.Report(
                Descriptors.BadCandidates,
                Locations.TypeOf(parameter, context.CancellationToken),
                parameter.Name,
                $"it becomes the setting {name} of the call, so declare it as {type}");
        }

        return declared;
    }

    private static int Model(ParsingContext context, ComponentDraft component, AttributeData choice)
    {
        CheckTaken(context, component, "ModelId");
        if (ModelChoiceParser.Parse(context, choice, "ModelId", component.Name, parameter: null) is { } field)
            component.Fields.Add(field);
        return component.Fields.Count - 1;
    }

    private static void CheckTaken(ParsingContext context, ComponentDraft component, string name)
    {
        int declared = component.Fields.FindIndex(f => f.Name == name);
        if (component.Parameters.Find(p => p.Field == declared && declared >= 0)?.Symbol is { } parameter)
        {
            context.Diagnostics.Report(
                Descriptors.BadShape,
                Locations.Of(parameter),
                $"'{parameter.Name}' of {component.Name}",
                $"another field of its configuration is called {name}; rename the parameter");
        }
    }

    private static string? Client(ParsingContext context, ComponentDraft component, InstanceMembers members)
    {
        var location = Locations.Of(component.Method);
        var properties = ImmutableDictionary<string, string?>.Empty;
        string reason;
        if (context.Known.ChatClient is null)
        {
            reason = "IChatClient is unknown here; reference Microsoft.Extensions.AI.Abstractions";
        }
        else
        {
            var clients = members.Of(context.Known.ChatClient);
            properties = clients.Count == 0
                ? properties.Add(FixProperties.Type, TypeFacts.FullyQualified(context.Known.ChatClient))
                : properties.Add(FixProperties.Producers, string.Join(FixProperties.Separator.ToString(), clients.Select(c => c.Name)));
            if (Attributes.Named(component.Prompt!, "Client") is string wanted)
            {
                if (clients.Find(c => c.Name == wanted) is { } named)
                    return named.Expression;
                location = Attributes.NamedLocation(component.Prompt!, "Client", context.CancellationToken);
                reason = clients.Count == 0
                    ? $"the system has no IChatClient called '{wanted}', nor any other; take one in its primary constructor"
                    : $"the system has no IChatClient called '{wanted}'; it has {string.Join(", ", clients.Select(c => c.Name))}";
            }
            else if (clients.Count == 1)
            {
                return clients[0].Expression;
            }
            else
            {
                reason = clients.Count == 0
                    ? "the system has no IChatClient: take one in its primary constructor"
                    : $"the system has several chat clients ({string.Join(", ", clients.Select(c => c.Name))}): choose one with "
                    + $"[Prompt(\"…\", Client = nameof({clients[0].Name}))]";
            }
        }

        context.Diagnostics.Report(Descriptors.NoChatClient, location, properties, component.Name, reason);
        return null;
    }

    private static string Modifiers(ParsingContext context, ComponentDraft component) =>
        Declaration(context, component.Method) is { } declaration
            ? string.Join(" ", declaration.Modifiers.Where(m => !m.IsKind(SyntaxKind.AsyncKeyword)).Select(m => m.Text))
            : "private partial";

    private static MethodDeclarationSyntax? Declaration(ParsingContext context, IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.CancellationToken) as MethodDeclarationSyntax;

    private static bool HasBody(ParsingContext context, IMethodSymbol method) =>
        Declaration(context, method) is { } declaration && (declaration.Body is not null || declaration.ExpressionBody is not null);

    // Analyzers see the generator's own implementation.
    private static bool IsGenerated(ParsingContext context, IMethodSymbol implementation) =>
        implementation.GetAttributes().Any(a => a.AttributeClass?.Name == "GeneratedCodeAttribute")
        || Declaration(context, implementation)?.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase) == true;
}
