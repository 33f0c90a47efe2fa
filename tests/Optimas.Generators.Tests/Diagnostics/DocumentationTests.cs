using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Optimas.Generators.Analyzers;
using Optimas.Generators.Diagnostics;

namespace Optimas.Generators.Tests.Diagnostics;

/// <summary>Every diagnostic has a page, whose example fires it and whose correction does not.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string s_root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../.."));

    public static TheoryData<string> Ids => [.. Descriptors.Select(d => d.Id)];

    private static IReadOnlyList<DiagnosticDescriptor> Descriptors { get; } =
        [.. Analysis.Analyzers.SelectMany(a => a.SupportedDiagnostics).OrderBy(d => d.Id, StringComparer.Ordinal)];

    [Fact]
    public void There_are_nineteen_each_of_one_analyzer() =>
        Descriptors.Select(d => d.Id).ShouldBe(Enumerable.Range(1, 19).Select(i => $"OPT{i:000}"));

    [Theory, MemberData(nameof(Ids))]
    public async Task The_example_fires_and_the_correction_does_not(string id)
    {
        string page = Read($"{id}.md");
        var (wrong, right) = id == "OPT018" ? await SavedAsync(page) : await CompiledAsync(page);
        wrong.Select(d => d.Id).ShouldContain(id, Analysis.Show(wrong));
        wrong.Where(d => d.Severity > DiagnosticSeverity.Info && d.Id != id).ShouldBeEmpty(Analysis.Show(wrong));
        right.Where(d => d.Severity > DiagnosticSeverity.Info || d.Id == id).ShouldBeEmpty(Analysis.Show(right));
    }

    [Theory, MemberData(nameof(Ids))]
    public void The_page_and_the_index_agree_with_the_descriptor(string id)
    {
        var descriptor = Descriptors.Single(d => d.Id == id);
        descriptor.HelpLinkUri.ShouldBe($"docs/diagnostics/{id}.md");
        descriptor.Description.ToString(null).ShouldNotBeEmpty();
        string severity = descriptor.DefaultSeverity == DiagnosticSeverity.Info ? "information" : descriptor.DefaultSeverity.ToString();
        Read($"{id}.md").ShouldContain($"\n\n{severity}. ", Case.Insensitive);
        string fix = FixRun.Providers.Any(p => p.FixableDiagnosticIds.Contains(id)) ? "yes" : "";
        Read("README.md").Split('\n').Single(l => l.StartsWith($"| [{id}]({id}.md) |", StringComparison.Ordinal))
            .ShouldMatch($@"\| {severity.ToLowerInvariant()} \| .+ \| {fix} \|$");
    }

    private static async Task<(IReadOnlyList<Diagnostic> Wrong, IReadOnlyList<Diagnostic> Right)> CompiledAsync(string page)
    {
        string[] examples = Blocks(page, "csharp");
        examples.Length.ShouldBe(2);
        Analysis.CompilerProblems(Analysis.Generated(TestCompilation.Create(examples[1]))).Where(p => !p.Contains("CS9113", StringComparison.Ordinal))
            .ShouldBeEmpty();
        return (await Analysis.RunAsync(examples[0]), await Analysis.RunAsync(examples[1]));
    }

    private static async Task<(IReadOnlyList<Diagnostic> Wrong, IReadOnlyList<Diagnostic> Right)> SavedAsync(string page)
    {
        var compilation = TestCompilation.Create(Blocks(page, "csharp").Single());
        string[] saved = Blocks(page, "json");
        saved.Length.ShouldBe(2);
        return (await Analysis.RunAsync(compilation, new Analysis.File("configuration.json", saved[0])),
            await Analysis.RunAsync(compilation, new Analysis.File("configuration.json", saved[1])));
    }

    private static string[] Blocks(string page, string language) =>
        [.. Block().Matches(page).Where(m => m.Groups[1].Value == language).Select(m => m.Groups[2].Value)];

    private static string Read(string page) => File.ReadAllText(Path.Combine(s_root, "docs/diagnostics", page)).ReplaceLineEndings("\n");

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"```(\w+)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
