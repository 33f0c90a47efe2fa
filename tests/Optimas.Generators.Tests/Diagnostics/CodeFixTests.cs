using Microsoft.CodeAnalysis;

namespace Optimas.Generators.Tests.Diagnostics;

/// <summary>What each code fix makes of a source: the exact text, which compiles and has the diagnostic no more.</summary>
public sealed class CodeFixTests
{
    public static TheoryData<FixCase> Cases => [.. FixCase.All];

    [Theory, MemberData(nameof(Cases))]
    public async Task Fixes(FixCase example)
    {
        using var run = new FixRun(example.Before);
        (await run.TitlesAsync(example.Id))[example.Choice].ShouldBe(example.Title);
        if (example.Everywhere)
            await run.ApplyToAllAsync(example.Id, example.Choice);
        else
            await run.ApplyAsync(example.Id, example.Choice);
        (await run.SourceAsync()).ReplaceLineEndings("\n").ShouldBe(example.After);
        Analysis.Show(await run.DiagnosticsAsync(example.Id)).ShouldBe("    none");
        Analysis.CompilerProblems(Analysis.Generated(await run.CompilationAsync())).ShouldBeEmpty();
    }

    [Fact]
    public async Task Declares_types_partial_across_files()
    {
        using var run = new FixRun(
            "public class Outer { } // not here",
            """
            public class Shell
            {
                [CompoundSystem<string, string>(Output = nameof(Answer))]
                public class First
                {
                    [Component]
                    private string Answer(string text) => text;
                }

                [CompoundSystem<string, string>(Output = nameof(Answer))]
                private class Second
                {
                    [Component]
                    private string Answer(string text) => text;
                }
            }
            """);
        await run.ApplyToAllAsync("OPT001");
        (await run.SourceAsync()).ShouldStartWith("public class Outer");
        (await run.SourceAsync(1)).ShouldContain("public partial class Shell");
        (await run.SourceAsync(1)).ShouldContain("public partial class First");
        (await run.SourceAsync(1)).ShouldContain("private partial class Second");
        Analysis.Show(await run.DiagnosticsAsync("OPT001")).ShouldBe("    none");
    }

    [Fact]
    public void Every_fix_can_be_applied_to_all()
    {
        FixRun.Providers.ShouldAllBe(p => p.GetFixAllProvider() != null);
        FixRun.Providers.SelectMany(p => p.FixableDiagnosticIds).ShouldBeUnique();
        FixRun.Providers.SelectMany(p => p.FixableDiagnosticIds).Except(FixCase.All.Select(c => c.Id)).ShouldBeEmpty("each fix has a case");
    }
}
