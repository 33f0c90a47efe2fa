using Microsoft.CodeAnalysis;

namespace Optimas.Generators.Parsing;

/// <summary>What can be read of a value: a tuple's elements, or the public properties of any other type, inherited ones included.</summary>
internal static class TypeMembers
{
    public static IEnumerable<(string Name, ITypeSymbol Type)> Readable(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { IsTupleType: true } tuple)
            return tuple.TupleElements.Select(e => (e.Name, e.Type));
        var members = new List<(string Name, ITypeSymbol Type)>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var declaring in SelfAndBases(type))
        {
            foreach (var member in declaring.GetMembers())
            {
                if (member is IPropertySymbol { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public } property
                    && property.GetMethod is { DeclaredAccessibility: Accessibility.Public }
                    && !property.Type.IsRefLikeType && property.Type is not (IPointerTypeSymbol or IFunctionPointerTypeSymbol)
                    && names.Add(property.Name))
                    members.Add((property.Name, property.Type));
            }
        }

        return members;
    }

    /// <summary>The same without what has no name of its own: Item1 of a tuple says nothing.</summary>
    public static IEnumerable<(string Name, ITypeSymbol Type)> Named(INamedTypeSymbol type) => type.IsTupleType
        ? type.TupleElements.Where(e => e.IsExplicitlyNamedTupleElement).Select(e => (e.Name, e.Type))
        : Readable(type);

    /// <summary>Whether a type is taken whole, never by its properties: a built-in type, a framework type, a collection.</summary>
    public static bool IsScalar(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { IsTupleType: true } => false,
        { SpecialType: not SpecialType.None } or { TypeKind: TypeKind.Enum or TypeKind.Array or TypeKind.TypeParameter or TypeKind.Dynamic } => true,
        _ => IsOfFramework(type),
    };

    /// <summary>Whether a type is the framework's.</summary>
    public static bool IsOfFramework(ITypeSymbol type)
    {
        var outermost = type.ContainingNamespace;
        while (outermost is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
            outermost = outermost.ContainingNamespace;
        return outermost?.Name == "System";
    }

    private static IEnumerable<ITypeSymbol> SelfAndBases(ITypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Interface)
            return type.AllInterfaces.Reverse().Append<ITypeSymbol>(type);
        var chain = new List<ITypeSymbol>();
        for (var declaring = type; declaring is { SpecialType: SpecialType.None }; declaring = declaring.BaseType)
            chain.Insert(0, declaring);
        return chain;
    }
}
