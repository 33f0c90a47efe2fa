using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Optimas.CodeFixes;

namespace Optimas.Generators.Tests.Diagnostics;

/// <summary>A project in a workspace, to which code fixes are applied as an editor applies them.</summary>
internal sealed class FixRun : IDisposable
{
    private readonly AdhocWorkspace _workspace = new();
    private readonly ProjectId _project = ProjectId.CreateNewId();
    private readonly DocumentId[] _documents;
    private Solution _solution;

    public FixRun(params string[] sources)
    {
        var compilation = TestCompilation.Create(sources);
        _solution = _workspace.CurrentSolution.AddProject(ProjectInfo.Create(
            _project,
            VersionStamp.Default,
            compilation.AssemblyName!,
            compilation.AssemblyName!,
            LanguageNames.CSharp,
            compilationOptions: compilation.Options,
            parseOptions: TestCompilation.ParseOptions,
            metadataReferences: TestCompilation.References));
        _documents = [.. compilation.SyntaxTrees.Select(t => DocumentId.CreateNewId(_project, t.FilePath))];
        foreach (var (id, tree) in _documents.Zip(compilation.SyntaxTrees))
            _solution = _solution.AddDocument(id, tree.FilePath, tree.GetText(), filePath: tree.FilePath);
    }

    public static ImmutableArray<CodeFixProvider> Providers { get; } =
        [.. typeof(AddPartialFix).Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(CodeFixProvider)))
            .Select(t => (CodeFixProvider)Activator.CreateInstance(t)!)];

    public void Dispose() => _workspace.Dispose();

    /// <summary>The text of a source as it is now.</summary>
    public async Task<string> SourceAsync(int source = 0) =>
        (await _solution.GetDocument(_documents[source + 1])!.GetTextAsync()).ToString();

    public async Task<Compilation> CompilationAsync() => (await _solution.GetProject(_project)!.GetCompilationAsync())!;

    public async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(string id) =>
        [.. (await Analysis.RunAsync(await CompilationAsync())).Where(d => d.Id == id)];

    /// <summary>The titles of what is offered for the first diagnostic of that id.</summary>
    public async Task<IReadOnlyList<string>> TitlesAsync(string id) =>
        [.. (await ActionsAsync((await DiagnosticsAsync(id))[0])).Select(a => a.Title)];

    /// <summary>Applies one of the fixes that are offered for the first diagnostic of that id.</summary>
    public async Task ApplyAsync(string id, int choice = 0)
    {
        var actions = await ActionsAsync((await DiagnosticsAsync(id))[0]);
        actions.Count.ShouldBeGreaterThan(choice, "no such fix is offered");
        await ApplyAsync(actions[choice]);
    }

    /// <summary>Applies one of the fixes that are offered for the first diagnostic of that id to all diagnostics of the project.</summary>
    public async Task ApplyToAllAsync(string id, int choice = 0)
    {
        var diagnostics = await DiagnosticsAsync(id);
        var document = _solution.GetDocument(diagnostics[0].Location.SourceTree)!;
        var provider = Providers.Single(p => p.FixableDiagnosticIds.Contains(id));
        string key = (await ActionsAsync(diagnostics[0]))[choice].EquivalenceKey!;
        var context = new FixAllContext(
            document, provider, FixAllScope.Project, key, [id], new Source(diagnostics, _solution), CancellationToken.None);
        await ApplyAsync((await provider.GetFixAllProvider()!.GetFixAsync(context))!);
    }

    private async Task<List<CodeAction>> ActionsAsync(Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        var provider = Providers.Single(p => p.FixableDiagnosticIds.Contains(diagnostic.Id));
        var document = _solution.GetDocument(diagnostic.Location.SourceTree)!;
        await provider.RegisterCodeFixesAsync(new(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        return actions;
    }

    private async Task ApplyAsync(CodeAction action)
    {
        var operations = await action.GetOperationsAsync(CancellationToken.None);
        _solution = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
    }

    private sealed class Source(ImmutableArray<Diagnostic> diagnostics, Solution solution) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult(diagnostics.Where(d => solution.GetDocument(d.Location.SourceTree)?.Id == document.Id));

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
