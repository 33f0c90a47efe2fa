using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Optimas.Generators.Diagnostics;
using Optimas.Generators.Model;

namespace Optimas.Generators.Parsing;

/// <summary>Reads an annotated type: symbols in, a model and diagnostics out.</summary>
internal static class SystemParser
{
    private static readonly ParseResult s_nothing = new(null, null, []);

    public static ParseResult Parse(INamedTypeSymbol type, Compilation compilation, CancellationToken ct)
    {
        var annotation = Attributes.Find(type, compilation.GetTypeByMetadataName(KnownTypes.CompoundSystemMetadataName));
        if (annotation?.AttributeClass is not { TypeArguments: [var input, var output] } || TypeFacts.IsError(input) || TypeFacts.IsError(output))
            return s_nothing;
        var context = new ParsingContext(type, annotation, input, output, compilation, ct);
        var declaration = TypeDeclarationParser.Parse(context);
        var model = Parse(context, declaration);
        if (context.Diagnostics.HasFatal)
            model = null;
        var unfinished = model is null ? UnfinishedParser.Parse(context, declaration) : null;
        return new(model, unfinished, context.Diagnostics.ToImmutable());
    }

    private static SystemModel? Parse(ParsingContext context, TypeModel type)
    {
        var members = new InstanceMembers(context);
        PromptParser.CheckUnmarked(context);
        var components = ComponentShapeParser.Parse(context);
        var wiring = new Wiring(context, components);
        foreach (var component in components)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            if (component.Prompt is not null)
                PromptParser.AddInstruction(context, component);
            FieldParser.Parse(context, component, members);
            if (component.Prompt is not null)
                PromptParser.Complete(context, component, members);
            wiring.Wire(component.Parameters, component, component.Name);
            PredicateParser.Parse(context, component, wiring);
        }

        var outputs = OutputParser.Parse(context, components);
        CheckReach(context, components, outputs);
        Advise(context, components);
        var order = TopologicalOrder.Sort(context, components);
        return order is null || outputs.Count == 0 || !components.TrueForAll(IsComplete) ? null : Model(context, type, order, outputs);
    }

    // Code that does not compile leaves gaps without a diagnostic of ours.
    private static bool IsComplete(ComponentDraft component) =>
        component.Value is not null
        && component.Parameters.Concat(component.When?.Parameters ?? []).All(p => p.Kind switch
        {
            ParameterKind.Wired => p.Source is not null,
            ParameterKind.Configured or ParameterKind.Trainable => p.Field >= 0,
            _ => true,
        });

    private static void CheckReach(
        ParsingContext context, List<ComponentDraft> components, List<OutputDraft> outputs)
    {
        // With an error in the wiring there is no telling.
        if (outputs.Count == 0 || context.Diagnostics.HasFatal)
            return;
        var reached = new HashSet<ComponentDraft>(outputs.Select(o => o.Component));
        var queue = new Queue<ComponentDraft>(reached);
        while (queue.Count > 0)
        {
            foreach (var producer in queue.Dequeue().Producers)
            {
                if (reached.Add(producer))
                    queue.Enqueue(producer);
            }
        }

        foreach (var component in components.Where(c => !reached.Contains(c)))
            context.Diagnostics.Report(Descriptors.Unreachable, Locations.Of(component.Method), component.Name, context.Type.Name);
    }

    private static void Advise(ParsingContext context, List<ComponentDraft> components)
    {
        foreach (var component in components)
        {
            bool configured = component.Prompt is not null
                || component.Parameters.Exists(p => p.Kind is ParameterKind.Configured or ParameterKind.Trainable);
            if (!configured)
                context.Diagnostics.Report(Descriptors.NothingToOptimize, Locations.Of(component.Method), component.Name);
            if (!component.Parameters.Exists(p => p.Kind == ParameterKind.CancellationToken))
                context.Diagnostics.Report(Descriptors.NoCancellationToken, Locations.Of(component.Method), component.Name);
        }
    }

    private static SystemModel Model(
        ParsingContext context, TypeModel type, List<ComponentDraft> order, List<OutputDraft> outputs)
    {
        var indices = new Dictionary<ComponentDraft, int>();
        foreach (var component in order)
            indices.Add(component, indices.Count);
        var visited = order.SelectMany(c => c.Parameters.Where(p => p.Kind == ParameterKind.Wired).Select(p => p.Symbol.Type).Append(c.Value!));
        var configured = order.SelectMany(c => c.Parameters).Where(p => p.Kind == ParameterKind.Configured).Select(p => p.Symbol.Type);
        bool isPublic = configured.Prepend(context.Output).Prepend(context.Input).Prepend(context.Type)
            .All(t => TypeFacts.VisibilityOf(t) == Visibility.Public);
        var json = context.Annotation.NamedArguments.FirstOrDefault(a => a.Key == "Json").Value;
        return new(
            type,
            TypeFacts.Reference(context.Input.WithNullableAnnotation(NullableAnnotation.NotAnnotated)),
            TypeFacts.Reference(context.Output.WithNullableAnnotation(NullableAnnotation.NotAnnotated)),
            outputs.Select(o => new OutputPart(o.Name, indices[o.Component], o.IsMember)).ToImmutableArray(),
            json is { Kind: TypedConstantKind.Type, Value: INamedTypeSymbol jsonContext } ? TypeFacts.FullyQualified(jsonContext) : null,
            isPublic ? "public" : "internal",
            order.Select(c => Component(context, c, indices)).ToImmutableArray(),
            ConstructorParser.Parse(context),
            WriterParser.Parse(visited, context.CancellationToken));
    }

    private static ComponentModel Component(ParsingContext context, ComponentDraft component, Dictionary<ComponentDraft, int> indices)
    {
        return new(
            component.Name,
            DocumentationSummary.Of(component.Method, context.CancellationToken),
            component.Return,
            TypeFacts.Reference(component.Value!),
            component.Parameters.Select(p => Parameter(p, indices)).ToImmutableArray(),
            component.Fields.ToImmutableArray(),
            component.Prompted,
            component.When is { } when
                ? new(Predicate(context, when.Method), when.Method.IsStatic, when.Parameters.Select(p => Parameter(p, indices)).ToImmutableArray())
                : null,
            TypeFacts.VisibilityOf(component.Value!) switch
            {
                Visibility.Public => "public",
                Visibility.Internal => "internal",
                _ => null,
            },
            Signatures.Of(component));
    }

    // A static method is called by its name alone, unless that could be a variable's.
    private static string Predicate(ParsingContext context, IMethodSymbol method) => method.IsStatic && !char.IsUpper(method.Name[0])
        ? $"{TypeFacts.FullyQualified(context.Type)}.{TypeFacts.Identifier(method.Name)}"
        : TypeFacts.Identifier(method.Name);

    private static ParameterModel Parameter(ParameterDraft parameter, Dictionary<ComponentDraft, int> indices)
    {
        var source = parameter.Source is { } s
            ? new SourceModel(s.Component is null ? null : indices[s.Component], s.Member, s.IsOptional)
            : null;
        return new(
            parameter.Symbol.Name, TypeFacts.Reference(parameter.Symbol.Type), parameter.Kind, source, parameter.Field, parameter.TrainableBase)
        {
            IsParams = parameter.Symbol.IsParams,
        };
    }
}
