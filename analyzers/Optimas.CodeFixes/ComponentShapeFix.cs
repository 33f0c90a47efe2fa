using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Optimas.Generators.Diagnostics;
using Optimas.Generators.Parsing;

namespace Optimas.CodeFixes;

/// <summary>OPT017: makes a static component an instance method.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ComponentShapeFix)), Shared]
public sealed class ComponentShapeFix() : DocumentCodeFixProvider("OPT017")
{
    private protected override IEnumerable<FixOption> Options(SyntaxNode root, Diagnostic diagnostic)
    {
        if (diagnostic.Properties.TryGetValue(FixProperties.Problem, out string? problem) && problem == ComponentShapeParser.StaticProblem
            && Syntax.Ancestor<MethodDeclarationSyntax>(root, diagnostic.Location) is { } method)
        {
            yield return new("OPT017", "Make it an instance method", editor =>
                editor.ReplaceNode(method, (node, _) => Syntax.WithoutModifier((MethodDeclarationSyntax)node, SyntaxKind.StaticKeyword)));
        }
    }
}
