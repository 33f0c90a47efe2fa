using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Optimas.CodeFixes;

/// <summary>OPT016: adds a cancellation token, called as the other components call theirs.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CancellationTokenFix)), Shared]
public sealed class CancellationTokenFix() : DocumentCodeFixProvider("OPT016")
{
    private const string UsualName = "cancellationToken";

    private protected override IEnumerable<FixOption> Options(SyntaxNode root, Diagnostic diagnostic)
    {
        if (Syntax.Ancestor<MethodDeclarationSyntax>(root, diagnostic.Location) is { } method && !method.Modifiers.Any(SyntaxKind.OverrideKeyword))
        {
            yield return new("OPT016", "Add a CancellationToken parameter", editor =>
                editor.ReplaceNode(method.ParameterList, (node, _) => WithToken((ParameterListSyntax)node, NameFor(method))));
        }
    }

    private static ParameterListSyntax WithToken(ParameterListSyntax list, string name)
    {
        var token = SyntaxFactory.Parameter(SyntaxFactory.Identifier(name))
            .WithType(Syntax.Type("global::System.Threading.CancellationToken").WithTrailingTrivia(SyntaxFactory.Space));
        int last = list.Parameters.Count;
        if (last > 0 && list.Parameters[last - 1].Modifiers.Any(SyntaxKind.ParamsKeyword))
            last--;
        else
            token = token.WithDefault(SyntaxFactory.EqualsValueClause(SyntaxFactory.LiteralExpression(SyntaxKind.DefaultLiteralExpression)));
        return list.WithParameters(list.Parameters.Insert(last, token)).WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static string NameFor(MethodDeclarationSyntax method)
    {
        var siblings = method.Parent?.ChildNodes().OfType<MethodDeclarationSyntax>().SelectMany(m => m.ParameterList.Parameters) ?? [];
        string name = siblings.FirstOrDefault(p => p.Type?.GetLastToken().ValueText == "CancellationToken")?.Identifier.ValueText ?? UsualName;
        return method.ParameterList.Parameters.Any(p => p.Identifier.ValueText == name) ? UsualName : name;
    }
}
