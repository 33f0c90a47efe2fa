using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Optimas.Generators.Diagnostics;
using Optimas.Generators.Parsing;

namespace Optimas.CodeFixes;

/// <summary>OPT006: makes a prompted method a component, partial, without a body, and asynchronous.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PromptedMethodFix)), Shared]
public sealed class PromptedMethodFix() : DocumentCodeFixProvider("OPT006")
{
    private static readonly SyntaxKind[] s_accessibilities =
        [SyntaxKind.PublicKeyword, SyntaxKind.InternalKeyword, SyntaxKind.ProtectedKeyword, SyntaxKind.PrivateKeyword];

    private protected override IEnumerable<FixOption> Options(SyntaxNode root, Diagnostic diagnostic)
    {
        if (!diagnostic.Properties.TryGetValue(FixProperties.Problem, out string? problem)
            || Syntax.Ancestor<MethodDeclarationSyntax>(root, diagnostic.Location) is not { } method)
            yield break;
        string[] problems = problem!.Split(FixProperties.Separator);
        diagnostic.Properties.TryGetValue(FixProperties.Type, out string? returnType);
        string title = problems.Contains(PromptParser.UnmarkedProblem) ? "Mark it [Component]"
            : problems.Contains(PromptParser.BodyProblem) ? "Make it a partial method without a body"
            : "Return a task";
        yield return new("OPT006", title, editor =>
        {
            if (problems.Contains(PromptParser.UnmarkedProblem))
                editor.ReplaceNode(method, (node, _) => WithComponent((MethodDeclarationSyntax)node));
            if (problems.Contains(PromptParser.BodyProblem))
            {
                editor.ReplaceNode(method, (node, _) => WithoutBody((MethodDeclarationSyntax)node));
                if (Implementation(method) is { } implementation)
                    editor.RemoveNode(implementation);
            }

            if (returnType is not null)
            {
                editor.ReplaceNode(method, (node, _) =>
                {
                    var current = (MethodDeclarationSyntax)node;
                    return current.WithReturnType(Syntax.Type(returnType).WithTriviaFrom(current.ReturnType));
                });
            }
        });
    }

    private static MethodDeclarationSyntax WithComponent(MethodDeclarationSyntax method)
    {
        var leading = method.GetLeadingTrivia();
        var attribute = Syntax.Attribute("ComponentAttribute").Attributes[0];
        return method.AttributeLists.Count == 0
            ? method
            : method.WithAttributeLists(method.AttributeLists.Replace(
                method.AttributeLists[0],
                method.AttributeLists[0].WithAttributes(method.AttributeLists[0].Attributes.Insert(0, attribute)).WithAdditionalAnnotations(
                    Formatter.Annotation))).WithLeadingTrivia(leading);
    }

    private static MethodDeclarationSyntax WithoutBody(MethodDeclarationSyntax method)
    {
        var trailing = method.GetTrailingTrivia();
        var modifiers = method.Modifiers.Select(m => m.Kind()).Where(m => m is not (SyntaxKind.AsyncKeyword or SyntaxKind.PartialKeyword)).ToList();
        // A partial method that returns something has to say who can call it.
        if (!modifiers.Exists(s_accessibilities.Contains))
            modifiers.Insert(0, SyntaxKind.PrivateKeyword);
        modifiers.Add(SyntaxKind.PartialKeyword);
        method = method.WithBody(null).WithExpressionBody(null)
            .WithParameterList(method.ParameterList.WithoutTrailingTrivia())
            .WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.SemicolonToken).WithTrailingTrivia(trailing));
        return Syntax.WithModifiers(method, modifiers);
    }

    // The user's own implementation of a method that is declared as it should be.
    private static MethodDeclarationSyntax? Implementation(MethodDeclarationSyntax method) =>
        method.Body is not null || method.ExpressionBody is not null
            ? null
            : method.Parent?.ChildNodes().OfType<MethodDeclarationSyntax>().FirstOrDefault(m =>
                m != method && m.Identifier.ValueText == method.Identifier.ValueText && m.Modifiers.Any(SyntaxKind.PartialKeyword)
                && m.ParameterList.Parameters.Count == method.ParameterList.Parameters.Count);
}
