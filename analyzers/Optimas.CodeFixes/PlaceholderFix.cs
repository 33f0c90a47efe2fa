using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Optimas.Generators.Diagnostics;

namespace Optimas.CodeFixes;

/// <summary>OPT011: writes the closest placeholder that there is.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PlaceholderFix)), Shared]
public sealed class PlaceholderFix() : DocumentCodeFixProvider("OPT011")
{
    private protected override IEnumerable<FixOption> Options(SyntaxNode root, Diagnostic diagnostic)
    {
        var token = root.FindToken(diagnostic.Location.SourceSpan.Start);
        if (!diagnostic.Properties.TryGetValue(FixProperties.Name, out string? closest) || token.Parent is not LiteralExpressionSyntax literal)
            yield break;
        int start = diagnostic.Location.SourceSpan.Start - token.SpanStart;
        // A prompt that is not written as a literal is diagnosed as a whole.
        if (token.Text.Length < start + diagnostic.Location.SourceSpan.Length || token.Text[start] != '{')
            yield break;
        string wrong = token.Text.Substring(start, diagnostic.Location.SourceSpan.Length);
        yield return new("OPT011", $"Write {{{closest}}}", editor => editor.ReplaceNode(literal, (node, _) =>
        {
            var current = (LiteralExpressionSyntax)node;
            return current.WithToken(SyntaxFactory.ParseToken(current.Token.Text.Replace(wrong, $"{{{closest}}}")).WithTriviaFrom(current.Token));
        }));
    }
}
