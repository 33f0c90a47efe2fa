using Microsoft.CodeAnalysis;

namespace Optimas.Generators.Tests.Diagnostics;

/// <summary>Where each diagnostic fires and what it says, and that it is gone from the corrected code.</summary>
public sealed class DiagnosticTests
{
    public static TheoryData<DiagnosticCase> Cases => [.. DiagnosticCases.All];

    [Theory, MemberData(nameof(Cases))]
    public async Task Fires_where_marked(DiagnosticCase example)
    {
        var markup = new Markup(example.Wrong);
        var diagnostics = (await Analysis.RunAsync(markup.Source)).Where(d => d.Severity > DiagnosticSeverity.Info || d.Id == example.Id).ToList();
        string shown = Analysis.Show(diagnostics);
        diagnostics.ShouldAllBe(d => d.Id == example.Id, $"Found:\n{shown}");
        diagnostics.Select(d => d.Location.SourceSpan).ShouldBe(markup.Spans, $"Found:\n{shown}");
        diagnostics.Select(d => d.GetMessage(null)).ShouldBe(example.Messages, $"Found:\n{shown}");
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Is_gone_when_corrected(DiagnosticCase example)
    {
        var diagnostics = await Analysis.RunAsync(example.Right);
        diagnostics.Where(d => d.Severity > DiagnosticSeverity.Info || d.Id == example.Id)
            .ShouldBeEmpty($"Found in the corrected code:\n{Analysis.Show(diagnostics)}");
        Analysis.CompilerProblems(Analysis.Generated(TestCompilation.Create(example.Right))).ShouldBeEmpty();
    }

    [Fact]
    public void Every_diagnostic_of_the_parser_has_a_case()
    {
        var elsewhere = new[] { "OPT018" };
        Analysis.Analyzers.SelectMany(a => a.SupportedDiagnostics).Select(d => d.Id).Except(elsewhere)
            .Except(DiagnosticCases.All.Select(c => c.Id)).ShouldBeEmpty();
    }
}
