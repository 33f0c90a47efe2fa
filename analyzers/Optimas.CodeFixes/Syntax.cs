using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace Optimas.CodeFixes;

/// <summary>Syntax as fixes write it: fully qualified, to be simplified to what the file's usings allow.</summary>
internal static class Syntax
{
    public static TypeSyntax Type(string fullyQualified) => SyntaxFactory.ParseTypeName(fullyQualified).WithAdditionalAnnotations(Simplifier.Annotation);

    public static ExpressionSyntax Expression(string expression)
    {
        var parsed = SyntaxFactory.ParseExpression(expression);
        return parsed.ReplaceNodes(
            parsed.DescendantNodesAndSelf().Where(n => n is MemberAccessExpressionSyntax or AliasQualifiedNameSyntax),
            (_, node) => node.WithAdditionalAnnotations(Simplifier.Annotation));
    }

    public static AttributeListSyntax Attribute(string name, ExpressionSyntax? argument = null)
    {
        var attribute = SyntaxFactory.Attribute(SyntaxFactory.ParseName("global::Optimas." + name).WithAdditionalAnnotations(Simplifier.Annotation));
        if (argument is not null)
        {
            attribute = attribute.WithArgumentList(
                SyntaxFactory.AttributeArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.AttributeArgument(argument))));
        }

        return SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(attribute)).WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>An attribute with a named argument set, in place of the one it has or after the others.</summary>
    public static AttributeSyntax WithNamedArgument(AttributeSyntax attribute, string name, ExpressionSyntax value)
    {
        var list = attribute.ArgumentList ?? SyntaxFactory.AttributeArgumentList();
        var argument = SyntaxFactory.AttributeArgument(value).WithNameEquals(SyntaxFactory.NameEquals(name));
        var existing = list.Arguments.FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == name);
        var arguments = existing is null ? list.Arguments.Add(argument) : list.Arguments.Replace(existing, argument.WithTriviaFrom(existing));
        return attribute.WithArgumentList(list.WithArguments(arguments)).WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>The declaration with these modifiers; what stood before the first one stays there.</summary>
    public static T WithModifiers<T>(T declaration, IEnumerable<SyntaxKind> modifiers)
        where T : MemberDeclarationSyntax
    {
        var first = FirstToken(declaration);
        var leading = first.LeadingTrivia;
        declaration = (T)declaration.ReplaceToken(first, first.WithLeadingTrivia());
        declaration = (T)declaration.WithModifiers([.. modifiers.Select(m => SyntaxFactory.Token(m).WithTrailingTrivia(SyntaxFactory.Space))]);
        first = FirstToken(declaration);
        return declaration.ReplaceToken(first, first.WithLeadingTrivia(leading));
    }

    /// <summary>The declaration with a modifier behind the others.</summary>
    public static T WithModifier<T>(T declaration, SyntaxKind modifier)
        where T : MemberDeclarationSyntax =>
        declaration.Modifiers.Any(modifier) ? declaration : WithModifiers(declaration, [.. declaration.Modifiers.Select(m => m.Kind()), modifier]);

    /// <summary>The declaration without a modifier.</summary>
    public static T WithoutModifier<T>(T declaration, SyntaxKind modifier)
        where T : MemberDeclarationSyntax =>
        WithModifiers(declaration, declaration.Modifiers.Select(m => m.Kind()).Where(m => m != modifier));

    // The first token behind the attributes.
    private static SyntaxToken FirstToken(MemberDeclarationSyntax declaration) => declaration.AttributeLists.Count == 0
        ? declaration.GetFirstToken()
        : declaration.AttributeLists.Last().GetLastToken().GetNextToken();

    public static T? Ancestor<T>(SyntaxNode root, Location location)
        where T : SyntaxNode =>
        root.FullSpan.Contains(location.SourceSpan) ? root.FindNode(location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<T>() : null;
}
