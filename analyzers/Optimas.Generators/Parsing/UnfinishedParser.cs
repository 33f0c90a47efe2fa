using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Optimas.Generators.Model;

namespace Optimas.Generators.Parsing;

/// <summary>The prompted methods of a system with errors.</summary>
internal static class UnfinishedParser
{
    public static UnfinishedSystem? Parse(ParsingContext context, TypeModel type)
    {
        for (var outer = context.Type; outer is not null; outer = outer.ContainingType)
        {
            if (outer.IsFileLocal || !IsPartial(outer, context.CancellationToken))
                return null;
        }

        var methods = context.Type.GetMembers().OfType<IMethodSymbol>()
            .Where(m => m is { IsPartialDefinition: true, PartialImplementationPart: null } && !m.TypeParameters.Any(IsConstrained)
                && Attributes.Find(m, context.Known.Prompt) is not null
                && !TypeFacts.IsError(m.ReturnType) && !m.Parameters.Any(p => TypeFacts.IsError(p.Type)))
            .Select(m => Declaration(m, context.CancellationToken))
            .ToImmutableArray();
        return methods.IsEmpty ? null : new(type, methods);
    }

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken ct) => type.DeclaringSyntaxReferences
        .All(r => r.GetSyntax(ct) is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static string Declaration(IMethodSymbol method, CancellationToken ct)
    {
        var modifiers = method.DeclaringSyntaxReferences[0].GetSyntax(ct) is MethodDeclarationSyntax syntax ? syntax.Modifiers : default;
        string parameters = string.Join(", ", method.Parameters.Select(p =>
            $"{(p.IsParams ? "params " : ByReference(p.RefKind))}{TypeFacts.FullyQualified(p.Type)} {TypeFacts.Identifier(p.Name)}"));
        string typeParameters = method.TypeParameters.IsEmpty ? "" : $"<{string.Join(", ", method.TypeParameters.Select(p => p.Name))}>";
        return $"{modifiers.ToString()} {ByReference(method.RefKind)}{TypeFacts.FullyQualified(method.ReturnType)} "
            + $"{TypeFacts.Identifier(method.Name)}{typeParameters}({parameters})";
    }

    private static bool IsConstrained(ITypeParameterSymbol parameter) => parameter is { HasReferenceTypeConstraint: true }
        or { HasValueTypeConstraint: true } or { HasNotNullConstraint: true } or { HasConstructorConstraint: true } or { AllowsRefLikeType: true }
        or { ConstraintTypes.IsEmpty: false };

    private static string ByReference(RefKind kind) => kind switch
    {
        RefKind.Ref => "ref ",
        RefKind.Out => "out ",
        RefKind.In => "in ",
        RefKind.RefReadOnlyParameter => "ref readonly ",
        _ => "",
    };
}
