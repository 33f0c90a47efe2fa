using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Optimas.Generators.Model;

namespace Optimas.Generators.Parsing;

/// <summary>The constructor that dependency injection calls.</summary>
internal static class ConstructorParser
{
    /// <summary>
    /// The primary constructor, else the accessible one with the most parameters; null where no class of the system's namespace
    /// could call one, or none without setting members of the system as well.
    /// </summary>
    public static EquatableArray<ConstructorParameter>? Parse(ParsingContext context)
    {
        var type = context.Type;
        if (type.IsAbstract || type.IsStatic || TypeFacts.VisibilityOf(type) == Visibility.Private)
            return null;
        var constructor = Primary(context) ?? type.InstanceConstructors.Where(c => IsAccessible(c) && !IsCopy(c))
            .OrderByDescending(c => c.Parameters.Length).FirstOrDefault();
        if (constructor is null || constructor.Parameters.Any(CantBeService)
            || (HasRequiredMembers(type) && !SetsRequiredMembers(constructor)))
            return null;
        bool keyed = constructor.Parameters.Count(p => KnownTypes.Is(p.Type, context.Known.ChatClient)) > 1;
        return constructor.Parameters
            .Select(p => new ConstructorParameter(
                p.Name,
                TypeFacts.Reference(p.Type),
                Key(p) ?? (keyed && KnownTypes.Is(p.Type, context.Known.ChatClient) ? SymbolDisplay.FormatLiteral(p.Name, quote: true) : null),
                Default(p)))
            .ToImmutableArray();
    }

    // [FromKeyedServices("fast")]
    private static string? Key(IParameterSymbol parameter) => parameter.GetAttributes()
        .FirstOrDefault(a => a.AttributeClass is { Name: "FromKeyedServicesAttribute" } && a.ConstructorArguments is [{ IsNull: false }])
        ?.ConstructorArguments[0] is { } key ? key.ToCSharpString() : null;

    private static string? Default(IParameterSymbol parameter)
    {
        if (!parameter.HasExplicitDefaultValue)
            return null;
        var type = TypeFacts.WithoutNull(parameter.Type);
        return parameter.ExplicitDefaultValue switch
        {
            null => "default",
            var value when Constants.IsSupported(type) => Constants.Literal(Constants.Convert(value, type) ?? value, type),
            var value => $"({TypeFacts.FullyQualified(type)})({SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false)})",
        };
    }

    private static bool HasRequiredMembers(INamedTypeSymbol type)
    {
        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            if (declaring.GetMembers().Any(m => m is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }))
                return true;
        }

        return false;
    }

    private static bool SetsRequiredMembers(IMethodSymbol constructor) =>
        constructor.GetAttributes().Any(a => a.AttributeClass is { Name: "SetsRequiredMembersAttribute" });

    public static IMethodSymbol? Primary(ParsingContext context) => context.Type.InstanceConstructors.FirstOrDefault(c =>
        c.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.CancellationToken) is TypeDeclarationSyntax);

    private static bool IsAccessible(IMethodSymbol constructor) => constructor.DeclaredAccessibility
        is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal;

    private static bool CantBeService(IParameterSymbol parameter) =>
        parameter.RefKind is RefKind.Ref or RefKind.Out || parameter.Type.IsRefLikeType || TypeFacts.VisibilityOf(parameter.Type) == Visibility.Private;

    private static bool IsCopy(IMethodSymbol constructor) => constructor is { Parameters: [var only] }
        && SymbolEqualityComparer.Default.Equals(only.Type, constructor.ContainingType);
}
