using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Optimas.Generators.Diagnostics;

namespace Optimas.CodeFixes;

/// <summary>OPT008: names a component that gives the output.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(OutputFix)), Shared]
public sealed class OutputFix() : DocumentCodeFixProvider("OPT008")
{
    private protected override IEnumerable<FixOption> Options(SyntaxNode root, Diagnostic diagnostic)
    {
        if (diagnostic.Properties.TryGetValue(FixProperties.Name, out string? component)
            && Syntax.Ancestor<AttributeSyntax>(root, diagnostic.Location) is { } attribute)
        {
            yield return new("OPT008", $"Set Output = nameof({component})", editor => editor.ReplaceNode(attribute, (node, _) =>
                Syntax.WithNamedArgument((AttributeSyntax)node, "Output", Syntax.Expression($"nameof({component})"))));
        }
    }
}
