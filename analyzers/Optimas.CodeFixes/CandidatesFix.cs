using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Optimas.Generators.Diagnostics;
using Optimas.Generators.Parsing;

namespace Optimas.CodeFixes;

/// <summary>OPT010: removes a duplicate, adds the default to the candidates, or swaps Min and Max.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CandidatesFix)), Shared]
public sealed class CandidatesFix() : DocumentCodeFixProvider("OPT010")
{
    private protected override IEnumerable<FixOption> Options(SyntaxNode root, Diagnostic diagnostic)
    {
        diagnostic.Properties.TryGetValue(FixProperties.Problem, out string? problem);
        if (problem == CandidateList.DuplicateProblem && Syntax.Ancestor<AttributeArgumentSyntax>(root, diagnostic.Location) is { } duplicate)
        {
            yield return new("OPT010.duplicate", "Remove the duplicate", editor => editor.RemoveNode(duplicate));
        }
        else if (problem == CandidateList.DefaultProblem && diagnostic.AdditionalLocations is [var place]
            && diagnostic.Properties.TryGetValue(FixProperties.Default, out string? value)
            && Syntax.Ancestor<AttributeSyntax>(root, place) is { } annotation)
        {
            yield return new("OPT010.default", $"Add {value} to the candidates", editor =>
                editor.ReplaceNode(annotation, (node, _) => WithCandidate((AttributeSyntax)node, value!)));
        }
        else if (problem == HyperparameterParser.SwapProblem && Syntax.Ancestor<AttributeSyntax>(root, diagnostic.Location) is { } range
            && Argument(range, "Min") is { } min && Argument(range, "Max") is { } max)
        {
            yield return new("OPT010.swap", "Swap Min and Max", editor =>
            {
                editor.ReplaceNode(min.Expression, max.Expression.WithTriviaFrom(min.Expression));
                editor.ReplaceNode(max.Expression, min.Expression.WithTriviaFrom(max.Expression));
            });
        }
    }

    private static AttributeArgumentSyntax? Argument(AttributeSyntax attribute, string name) =>
        attribute.ArgumentList?.Arguments.FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == name);

    private static AttributeSyntax WithCandidate(AttributeSyntax attribute, string value)
    {
        var list = attribute.ArgumentList!;
        int named = list.Arguments.IndexOf(a => a.NameEquals is not null);
        var argument = SyntaxFactory.AttributeArgument(Syntax.Expression(value));
        return attribute.WithArgumentList(list.WithArguments(list.Arguments.Insert(named < 0 ? list.Arguments.Count : named, argument)))
            .WithAdditionalAnnotations(Formatter.Annotation);
    }
}
