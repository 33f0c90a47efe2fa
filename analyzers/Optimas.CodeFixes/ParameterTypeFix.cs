using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Optimas.Generators.Diagnostics;

namespace Optimas.CodeFixes;

/// <summary>OPT004: gives a parameter the type of its producer; OPT012: makes it nullable.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ParameterTypeFix)), Shared]
public sealed class ParameterTypeFix() : DocumentCodeFixProvider("OPT004", "OPT012")
{
    private protected override IEnumerable<FixOption> Options(SyntaxNode root, Diagnostic diagnostic)
    {
        if (Syntax.Ancestor<ParameterSyntax>(root, diagnostic.Location)?.Type is not { } type)
            yield break;
        if (diagnostic.Id == "OPT012" && type is not NullableTypeSyntax)
        {
            yield return new("OPT012", "Make the parameter nullable", editor =>
                editor.ReplaceNode(type, (node, _) => SyntaxFactory.NullableType(((TypeSyntax)node).WithoutTrivia()).WithTriviaFrom(node)));
        }
        else if (diagnostic.Id == "OPT004" && diagnostic.Properties.TryGetValue(FixProperties.Type, out string? produced))
        {
            yield return new("OPT004", "Take the type that the producer gives", editor =>
                editor.ReplaceNode(type, (node, _) => Syntax.Type(produced!).WithTriviaFrom(node)));
        }
    }
}
