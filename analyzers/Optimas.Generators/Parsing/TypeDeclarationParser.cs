using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Optimas.Generators.Diagnostics;
using Optimas.Generators.Model;

namespace Optimas.Generators.Parsing;

/// <summary>The annotated type: how it is reopened, and whether it can be (OPT001, OPT017).</summary>
internal static class TypeDeclarationParser
{
    public static TypeModel Parse(ParsingContext context)
    {
        var type = context.Type;
        var chain = new List<INamedTypeSymbol>();
        for (var outer = type; outer is not null; outer = outer.ContainingType)
            chain.Insert(0, outer);
        CheckPartial(context, chain);
        CheckShape(context, chain);

        string containingNamespace = type.ContainingNamespace is { IsGlobalNamespace: false } n ? n.ToDisplayString() : "";
        string hint = string.Join(".", chain.Select(t => t.MetadataName));
        return new(
            type.Name,
            containingNamespace,
            containingNamespace.Length == 0 ? hint : $"{containingNamespace}.{hint}",
            chain.Select(Header).ToImmutableArray(),
            TypeFacts.FullyQualified(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)),
            type.IsValueType,
            chain.Exists(t => t.TypeParameters.Length > 0))
        {
            IsDerivedSystem = IsSystem(type.BaseType, context.Known.CompoundSystem),
            TypeParameters = TypeParameterList([.. chain.SelectMany(t => t.TypeParameters)]),
            Constraints = string.Join(" ", chain.SelectMany(t => t.TypeParameters).Select(Constraint).Where(c => c.Length > 0)),
        };
    }

    /// <summary>Where the annotated type's name is written, next to its annotation.</summary>
    public static Location IdentifierOf(ParsingContext context) =>
        context.Annotation.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken).FirstAncestorOrSelf<TypeDeclarationSyntax>()
            is { } declaration ? declaration.Identifier.GetLocation() : Locations.Of(context.Type);

    private static void CheckPartial(ParsingContext context, List<INamedTypeSymbol> chain)
    {
        var names = new List<string>();
        var places = new List<Location>();
        foreach (var type in chain)
        {
            var closed = type.DeclaringSyntaxReferences.Select(r => r.GetSyntax(context.CancellationToken)).OfType<TypeDeclarationSyntax>()
                .Where(d => !d.Modifiers.Any(SyntaxKind.PartialKeyword)).ToList();
            if (closed.Count == 0)
                continue;
            names.Add(type.Name);
            places.AddRange(closed.Select(d => d.Identifier.GetLocation()));
        }

        if (names.Count > 0)
        {
            context.Diagnostics.Report(
                Descriptors.NotPartial,
                IdentifierOf(context),
                ImmutableDictionary<string, string?>.Empty,
                places,
                string.Join(" and ", names),
                context.Type.Name);
        }
    }

    private static void CheckShape(ParsingContext context, List<INamedTypeSymbol> chain)
    {
        var type = context.Type;
        string? reason = null;
        if (type.IsStatic)
            reason = "it is static, and its components are instance methods";
        else if (type.IsRefLikeType)
            reason = "it is a ref struct, which asynchronous code can't hold";
        else if (chain.Find(t => t.IsFileLocal) is { } local)
            reason = $"{local.Name} is a file-local type, which generated code in another file can't see";
        else if (TypeFacts.IsFileLocal(context.Input))
            reason = $"its input {context.Input.Name} is a file-local type, which generated code in another file can't see";
        else if (TypeFacts.IsFileLocal(context.Output))
            reason = $"its output {context.Output.Name} is a file-local type, which generated code in another file can't see";
        else if (TypeFacts.IsHidden(context.Input, type))
            reason = $"its input {context.Input.Name} is private, but the system can be seen elsewhere; make it as visible as the system";
        else if (TypeFacts.IsHidden(context.Output, type))
            reason = $"its output {context.Output.Name} is private, but the system can be seen elsewhere; make it as visible as the system";
        else if (JsonContext(context) is { } json && !IsJsonContext(json))
            reason = $"its Json is {TypeFacts.Display(json)}, which is no JsonSerializerContext";
        if (reason is not null)
            context.Diagnostics.Report(Descriptors.BadShape, IdentifierOf(context), type.Name, reason);
    }

    private static bool IsSystem(INamedTypeSymbol? type, INamedTypeSymbol? attribute) =>
        type is not null && (Attributes.Find(type, attribute) is not null || IsSystem(type.BaseType, attribute));

    private static ITypeSymbol? JsonContext(ParsingContext context) =>
        context.Annotation.NamedArguments.FirstOrDefault(a => a.Key == "Json").Value is { Kind: TypedConstantKind.Type, Value: ITypeSymbol type }
            ? type
            : null;

    private static bool IsJsonContext(ITypeSymbol type)
    {
        for (var declared = type; declared is not null; declared = declared.BaseType)
        {
            if (TypeFacts.IsError(declared) || declared is { Name: "JsonSerializerContext", ContainingNamespace.Name: "Serialization" })
                return true;
        }

        return false;
    }

    private static string Header(INamedTypeSymbol type)
    {
        string kind = type switch
        {
            { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
            { IsRecord: true } => "record",
            { TypeKind: TypeKind.Struct } => "struct",
            { TypeKind: TypeKind.Interface } => "interface",
            _ => "class",
        };
        return $"partial {kind} {TypeFacts.Identifier(type.Name)}{TypeParameterList(type.TypeParameters, Variance)}";
    }

    private static string TypeParameterList(ImmutableArray<ITypeParameterSymbol> parameters, Func<ITypeParameterSymbol, string>? prefix = null) =>
        parameters.IsEmpty ? "" : $"<{string.Join(", ", parameters.Select(p => prefix?.Invoke(p) + TypeFacts.Identifier(p.Name)))}>";

    private static string Constraint(ITypeParameterSymbol parameter)
    {
        var clauses = new List<string>();
        if (parameter.HasUnmanagedTypeConstraint)
            clauses.Add("unmanaged");
        else if (parameter.HasValueTypeConstraint)
            clauses.Add("struct");
        else if (parameter.HasReferenceTypeConstraint)
            clauses.Add(parameter.ReferenceTypeConstraintNullableAnnotation == NullableAnnotation.Annotated ? "class?" : "class");
        else if (parameter.HasNotNullConstraint)
            clauses.Add("notnull");
        clauses.AddRange(parameter.ConstraintTypes.Select(TypeFacts.FullyQualified));
        if (parameter.HasConstructorConstraint && !parameter.HasValueTypeConstraint)
            clauses.Add("new()");
        if (parameter.AllowsRefLikeType)
            clauses.Add("allows ref struct");
        return clauses.Count == 0 ? "" : $"where {TypeFacts.Identifier(parameter.Name)} : {string.Join(", ", clauses)}";
    }

    private static string Variance(ITypeParameterSymbol parameter) => parameter.Variance switch
    {
        VarianceKind.In => "in ",
        VarianceKind.Out => "out ",
        _ => "",
    };
}
