using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace Optimas.CodeFixes;

/// <summary>Fixes that stay within the document of the diagnostic: one of them, or all of a kind in one pass.</summary>
public abstract class DocumentCodeFixProvider : CodeFixProvider
{
    private readonly FixAllProvider _fixAll;

    private protected DocumentCodeFixProvider(params string[] ids)
    {
        FixableDiagnosticIds = [.. ids];
        _fixAll = FixAllProvider.Create(async (context, document, diagnostics) =>
            await ApplyAsync(document, diagnostics, context.CodeActionEquivalenceKey, context.CancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => _fixAll;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root)
            return;
        foreach (var diagnostic in context.Diagnostics)
        {
            foreach (var option in Options(root, diagnostic))
            {
                string key = option.Key;
                context.RegisterCodeFix(
                    CodeAction.Create(option.Title, ct => ApplyAsync(context.Document, [diagnostic], key, ct), key), diagnostic);
            }
        }
    }

    /// <summary>The ways to fix a diagnostic; none where there is no mechanical one.</summary>
    private protected abstract IEnumerable<FixOption> Options(SyntaxNode root, Diagnostic diagnostic);

    private async Task<Document> ApplyAsync(
        Document document, ImmutableArray<Diagnostic> diagnostics, string? key, CancellationToken cancellationToken)
    {
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root)
            return document;
        var editor = new SyntaxEditor(root, document.Project.Solution.Services);
        var effects = new HashSet<string>(StringComparer.Ordinal);
        foreach (var diagnostic in diagnostics.OrderBy(d => d.Location.SourceSpan.Start))
        {
            if (Options(root, diagnostic).FirstOrDefault(o => o.Key == key) is { } option && (option.Effect is null || effects.Add(option.Effect)))
                option.Edit(editor);
        }

        return document.WithSyntaxRoot(editor.GetChangedRoot());
    }
}
