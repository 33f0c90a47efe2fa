using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Optimas.Generators.Model;

namespace Optimas.Generators.Parsing;

/// <summary>How types are written, and how visible they are.</summary>
internal static class TypeFacts
{
    private static readonly SymbolDisplayFormat s_fullyQualified = SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    private static readonly SymbolDisplayFormat s_display = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameOnly,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public static TypeReference Reference(ITypeSymbol type) =>
        new(FullyQualified(type), Display(type), type.IsValueType, IsNullableValue(type) || IsAnnotated(type));

    public static string FullyQualified(ITypeSymbol type) => type.ToDisplayString(s_fullyQualified);

    public static string Display(ITypeSymbol type) => type.ToDisplayString(s_display);

    public static bool IsNullableValue(ITypeSymbol type) => type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    /// <summary>Whether null can be handed to a type without a warning.</summary>
    public static bool AcceptsNull(ITypeSymbol type) =>
        IsNullableValue(type) || (!type.IsValueType && type.NullableAnnotation != NullableAnnotation.NotAnnotated);

    /// <summary>The type without what allows null.</summary>
    public static ITypeSymbol WithoutNull(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { TypeArguments: [var underlying] } when IsNullableValue(type) => underlying,
        { IsValueType: false, NullableAnnotation: NullableAnnotation.Annotated } => type.WithNullableAnnotation(NullableAnnotation.NotAnnotated),
        _ => type,
    };

    public static bool IsError(ITypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Error } => true,
        IArrayTypeSymbol array => IsError(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.Any(IsError),
        _ => false,
    };

    /// <summary>Whether the type, or one that it is made of, is visible in its file only.</summary>
    public static bool IsFileLocal(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsFileLocal(array.ElementType),
        INamedTypeSymbol named =>
            named.IsFileLocal || named.TypeArguments.Any(IsFileLocal) || (named.ContainingType is { } outer && IsFileLocal(outer)),
        _ => false,
    };

    /// <summary>How far a type can be seen: the least of what it is nested in and made of.</summary>
    public static Visibility VisibilityOf(ITypeSymbol type)
    {
        var least = Visibility.Public;
        switch (type)
        {
            case IArrayTypeSymbol array:
                return VisibilityOf(array.ElementType);
            case INamedTypeSymbol named:
                foreach (var argument in named.TypeArguments)
                    least = Least(least, VisibilityOf(argument));
                for (var outer = named; outer is not null; outer = outer.ContainingType)
                    least = Least(least, Own(outer.DeclaredAccessibility));
                return least;
            default:
                return least;
        }
    }

    /// <summary>Whether a type can't be seen from everywhere that a system's members can: it is private in a type that the system reaches out of.</summary>
    public static bool IsHidden(ITypeSymbol type, INamedTypeSymbol system) => type switch
    {
        IArrayTypeSymbol array => IsHidden(array.ElementType, system),
        INamedTypeSymbol named => named.TypeArguments.Any(a => IsHidden(a, system)) || SelfAndOuter(named).Any(declared =>
            declared.ContainingType is { } owner && Own(declared.DeclaredAccessibility) == Visibility.Private && !IsKeptIn(system, owner)),
        _ => false,
    };

    private static bool IsKeptIn(INamedTypeSymbol system, INamedTypeSymbol owner) => SelfAndOuter(system).Any(t =>
        t.ContainingType is not null && Own(t.DeclaredAccessibility) == Visibility.Private
        && SelfAndOuter(t.ContainingType).Contains(owner, SymbolEqualityComparer.Default));

    private static IEnumerable<INamedTypeSymbol> SelfAndOuter(INamedTypeSymbol type)
    {
        for (var outer = type; outer is not null; outer = outer.ContainingType)
            yield return outer;
    }

    /// <summary>A name as an identifier: with @ where it is a keyword.</summary>
    public static string Identifier(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    private static bool IsAnnotated(ITypeSymbol type) => !type.IsValueType && type.NullableAnnotation == NullableAnnotation.Annotated;

    private static Visibility Own(Accessibility accessibility) => accessibility switch
    {
        Accessibility.Public or Accessibility.NotApplicable => Visibility.Public,
        Accessibility.Internal or Accessibility.ProtectedOrInternal => Visibility.Internal,
        _ => Visibility.Private,
    };

    private static Visibility Least(Visibility a, Visibility b) => a < b ? a : b;
}

/// <summary>How far a type can be seen.</summary>
internal enum Visibility
{
    Private,
    Internal,
    Public,
}
