using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Optimas.Generators.Diagnostics;

namespace Optimas.CodeFixes;

/// <summary>OPT002, OPT003: names the producer of a parameter with [From].</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(WireParameterFix)), Shared]
public sealed class WireParameterFix() : DocumentCodeFixProvider("OPT002", "OPT003")
{
    private protected override IEnumerable<FixOption> Options(SyntaxNode root, Diagnostic diagnostic)
    {
        if (!diagnostic.Properties.TryGetValue(FixProperties.Producers, out string? producers)
            || Syntax.Ancestor<ParameterSyntax>(root, diagnostic.Location) is not { } parameter)
            yield break;
        var argument = Syntax.Ancestor<AttributeArgumentSyntax>(root, diagnostic.Location);
        foreach (string producer in producers!.Split(FixProperties.Separator))
        {
            var expression = Syntax.Expression(producer);
            string shown = producer.Replace("global::", "");
            // The closest producer differs from place to place; a choice among several is the same choice everywhere.
            string key = diagnostic.Id == "OPT002" ? "OPT002" : $"OPT003.{producer}";
            yield return new(key, $"Wire it with [From({shown})]", editor =>
            {
                if (argument is not null)
                    editor.ReplaceNode(argument, (node, _) => ((AttributeArgumentSyntax)node).WithExpression(expression));
                else
                    editor.ReplaceNode(parameter, (node, _) => WithFrom((ParameterSyntax)node, expression));
            });
        }
    }

    private static ParameterSyntax WithFrom(ParameterSyntax parameter, ExpressionSyntax producer)
    {
        var leading = parameter.GetLeadingTrivia();
        var list = Syntax.Attribute("FromAttribute", producer).WithTrailingTrivia(Microsoft.CodeAnalysis.CSharp.SyntaxFactory.Space);
        return parameter.WithoutLeadingTrivia().AddAttributeLists(list).WithLeadingTrivia(leading);
    }
}
