using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Optimas.Generators.Parsing;

/// <summary>What every step of the parser shares.</summary>
internal sealed class ParsingContext(
    INamedTypeSymbol type, AttributeData annotation, ITypeSymbol input, ITypeSymbol output, Compilation compilation, CancellationToken ct)
{
    /// <summary>The annotated type.</summary>
    public INamedTypeSymbol Type { get; } = type;

    /// <summary>Its [CompoundSystem].</summary>
    public AttributeData Annotation { get; } = annotation;

    /// <summary>TIn.</summary>
    public ITypeSymbol Input { get; } = input;

    /// <summary>TOut.</summary>
    public ITypeSymbol Output { get; } = output;

    public Compilation Compilation { get; } = compilation;

    public KnownTypes Known { get; } = new(compilation);

    public DiagnosticSink Diagnostics { get; } = new();

    public CancellationToken CancellationToken { get; } = ct;

    /// <summary>Whether a value of one type can be handed to another without a cast. Types that don't compile are not judged twice.</summary>
    public bool Converts(ITypeSymbol from, ITypeSymbol to) =>
        TypeFacts.IsError(from) || TypeFacts.IsError(to) || Compilation.ClassifyConversion(from, to) is { Exists: true, IsImplicit: true };

    /// <summary>Whether a value may hold null where its taker says that it must not.</summary>
    public static bool DropsNull(ITypeSymbol from, ITypeSymbol to) =>
        !from.IsValueType && !to.IsValueType
        && from.NullableAnnotation == NullableAnnotation.Annotated && to.NullableAnnotation == NullableAnnotation.NotAnnotated;
}
