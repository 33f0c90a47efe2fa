using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Optimas.Generators.Parsing;

/// <summary>Attributes as they are written, which may be incomplete.</summary>
internal static class Attributes
{
    public static AttributeData? Find(ISymbol symbol, INamedTypeSymbol? attribute)
    {
        if (attribute is null)
            return null;
        foreach (var candidate in symbol.GetAttributes())
        {
            if (KnownTypes.Is(candidate.AttributeClass, attribute))
                return candidate;
        }

        return null;
    }

    /// <summary>A constructor argument that is not an array.</summary>
    public static object? Argument(AttributeData attribute, int index) =>
        index < attribute.ConstructorArguments.Length ? Value(attribute.ConstructorArguments[index]) : null;

    /// <summary>The items of a constructor argument that is an array.</summary>
    public static ImmutableArray<TypedConstant> Items(AttributeData attribute)
    {
        if (attribute.ConstructorArguments is not [{ Kind: TypedConstantKind.Array, IsNull: false } array])
            return [];
        return array.Values;
    }

    public static object? Named(AttributeData attribute, string name)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name)
                return Value(argument.Value);
        }

        return null;
    }

    public static Location Location(AttributeData attribute, CancellationToken ct) =>
        Syntax(attribute, ct)?.GetLocation() ?? Microsoft.CodeAnalysis.Location.None;

    /// <summary>Where a named argument's value is written; the whole attribute where it is not.</summary>
    public static Location NamedLocation(AttributeData attribute, string name, CancellationToken ct)
    {
        var argument = Syntax(attribute, ct)?.ArgumentList?.Arguments.FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == name);
        return argument?.Expression.GetLocation() ?? Location(attribute, ct);
    }

    /// <summary>Where a positional argument is written; the whole attribute where it is not.</summary>
    public static Location PositionalLocation(AttributeData attribute, int index, CancellationToken ct) =>
        Positional(attribute, index, ct)?.GetLocation() ?? Location(attribute, ct);

    public static ExpressionSyntax? Positional(AttributeData attribute, int index, CancellationToken ct) =>
        Syntax(attribute, ct)?.ArgumentList?.Arguments.Where(a => a.NameEquals is null).ElementAtOrDefault(index)?.Expression;

    private static AttributeSyntax? Syntax(AttributeData attribute, CancellationToken ct) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(ct) as AttributeSyntax;

    private static object? Value(TypedConstant constant) => constant.Kind is TypedConstantKind.Array or TypedConstantKind.Error ? null : constant.Value;
}
