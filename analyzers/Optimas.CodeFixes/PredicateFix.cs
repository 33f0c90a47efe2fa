using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using Optimas.Generators.Diagnostics;

namespace Optimas.CodeFixes;

/// <summary>OPT013: adds a predicate that takes what the component takes and lets it run.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PredicateFix)), Shared]
public sealed class PredicateFix() : DocumentCodeFixProvider("OPT013")
{
    private protected override IEnumerable<FixOption> Options(SyntaxNode root, Diagnostic diagnostic)
    {
        if (!diagnostic.Properties.TryGetValue(FixProperties.Name, out string? name) || !SyntaxFacts.IsValidIdentifier(name)
            || !diagnostic.Properties.TryGetValue(FixProperties.Parameters, out string? parameters)
            || Syntax.Ancestor<MethodDeclarationSyntax>(root, diagnostic.Location) is not { Parent: TypeDeclarationSyntax type } method)
            yield break;
        yield return new("OPT013", $"Add the predicate {name}", editor => editor.InsertBefore(method, Predicate(name!, parameters!)), $"{type.SpanStart} {name}");
    }

    private static MemberDeclarationSyntax Predicate(string name, string parameters)
    {
        var method = SyntaxFactory.ParseMemberDeclaration($"private bool {name}({parameters}) => true;")!
            .WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed, SyntaxFactory.ElasticCarriageReturnLineFeed);
        return method.ReplaceNodes(
            method.DescendantNodes().Where(n => n is TypeSyntax or MemberAccessExpressionSyntax), (_, node) => node.WithAdditionalAnnotations(Simplifier.Annotation))
            .WithAdditionalAnnotations(Formatter.Annotation);
    }
}
