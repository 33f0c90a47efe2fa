using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Optimas.CodeFixes;

/// <summary>OPT001: declares the system and every type around it partial, in whatever files they are.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddPartialFix)), Shared]
public sealed class AddPartialFix : CodeFixProvider
{
    private const string Key = "OPT001";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["OPT001"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            context.RegisterCodeFix(
                CodeAction.Create("Declare it partial", ct => ApplyAsync(context.Document.Project.Solution, diagnostic, ct), Key), diagnostic);
        }

        return Task.CompletedTask;
    }

    private static async Task<Solution> ApplyAsync(Solution solution, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        foreach (var places in diagnostic.AdditionalLocations.GroupBy(l => l.SourceTree))
        {
            if (solution.GetDocument(places.Key) is not { } document
                || await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root)
                continue;
            var editor = new SyntaxEditor(root, solution.Services);
            foreach (var place in places)
            {
                if (Syntax.Ancestor<TypeDeclarationSyntax>(root, place) is { } declaration)
                    editor.ReplaceNode(declaration, (node, _) => Syntax.WithModifier((TypeDeclarationSyntax)node, SyntaxKind.PartialKeyword));
            }

            solution = solution.WithDocumentSyntaxRoot(document.Id, editor.GetChangedRoot());
        }

        return solution;
    }
}
