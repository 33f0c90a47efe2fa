using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Optimas.Generators.Model;

namespace Optimas.Generators.Parsing;

/// <summary>How the values of every type that occurs in an input or output of a component are visited.</summary>
internal sealed class WriterParser(CancellationToken ct)
{
    private readonly Dictionary<string, string> _methods = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly ImmutableArray<WriterModel>.Builder _writers = ImmutableArray.CreateBuilder<WriterModel>();

    public static EquatableArray<WriterModel> Parse(IEnumerable<ITypeSymbol> types, CancellationToken ct)
    {
        var parser = new WriterParser(ct);
        foreach (var type in types)
            parser.Visit(type);
        return parser._writers.ToImmutable();
    }

    private string Visit(ITypeSymbol annotated)
    {
        ct.ThrowIfCancellationRequested();
        var type = TypeFacts.WithoutNull(annotated);
        var reference = TypeFacts.Reference(type);
        if (_methods.TryGetValue(reference.FullyQualified, out string? known))
            return known;
        string method = MethodName(reference.Display);
        // Known before its members are visited, which may be of its own type.
        _methods.Add(reference.FullyQualified, method);
        var (shape, members) = Read(type);
        _writers.Add(new(reference, method, shape, members));
        return method;
    }

    private (WriterShape Shape, EquatableArray<WriterMember> Members) Read(ITypeSymbol type)
    {
        switch (type.SpecialType)
        {
            case SpecialType.System_String:
                return (WriterShape.Text, []);
            case SpecialType.System_Boolean:
                return (WriterShape.Flag, []);
            case >= SpecialType.System_SByte and <= SpecialType.System_Double:
                return (WriterShape.Number, []);
        }

        if (IsOf(type, "System.Text.Json"))
            return (WriterShape.Formatted, []);
        if (ItemOf(type) is { } item)
            return (WriterShape.List, ImmutableArray.Create(new WriterMember("", Visit(item), MayBeNull(item))));
        bool opaque = type.TypeKind is TypeKind.Enum or TypeKind.TypeParameter or TypeKind.Dynamic or TypeKind.Delegate or TypeKind.Error
            || type.SpecialType != SpecialType.None
            || (TypeMembers.IsOfFramework(type) && type is not INamedTypeSymbol { IsTupleType: true } && !IsPair(type));
        if (opaque)
            return (WriterShape.Formatted, []);
        var members = TypeMembers.Readable(type).Select(m => new WriterMember(TypeFacts.Identifier(m.Name), Visit(m.Type), MayBeNull(m.Type)))
            .ToImmutableArray();
        return members.IsEmpty ? (WriterShape.Formatted, []) : (WriterShape.Object, members);
    }

    private static ITypeSymbol? ItemOf(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol { Rank: 1 } array)
            return array.ElementType;
        var lists = type.AllInterfaces.Append(type as INamedTypeSymbol)
            .Where(i => i?.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T).ToList();
        return lists.Count == 1 ? lists[0]!.TypeArguments[0] : null;
    }

    private static bool MayBeNull(ITypeSymbol type) =>
        TypeFacts.IsNullableValue(type) || (!type.IsValueType && type.NullableAnnotation != NullableAnnotation.NotAnnotated)
        || type is ITypeParameterSymbol { HasValueTypeConstraint: false, HasNotNullConstraint: false, HasReferenceTypeConstraint: false };

    private static bool IsPair(ITypeSymbol type) => type is { MetadataName: "KeyValuePair`2" } && IsOf(type, "System.Collections.Generic");

    private static bool IsOf(ITypeSymbol type, string containingNamespace) =>
        type.ContainingNamespace is { IsGlobalNamespace: false } n
        && (n.ToDisplayString() is var name && (name == containingNamespace || name.StartsWith(containingNamespace + ".", StringComparison.Ordinal)));

    private string MethodName(string display)
    {
        var name = new StringBuilder("Write");
        bool start = true;
        foreach (char c in display.Replace("[]", "Array").Replace("<", "Of<"))
        {
            if (char.IsLetterOrDigit(c))
                name.Append(start ? char.ToUpperInvariant(c) : c);
            start = !char.IsLetterOrDigit(c);
        }

        string stem = name.ToString();
        string unique = stem;
        for (int i = 2; !_names.Add(unique); i++)
            unique = stem + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return unique;
    }
}
