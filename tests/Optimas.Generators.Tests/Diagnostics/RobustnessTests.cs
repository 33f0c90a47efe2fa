using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Optimas.Generators.Parsing;
using Optimas.Generators.Tests.Generation;

namespace Optimas.Generators.Tests.Diagnostics;

/// <summary>The parser over code that is being written: it may report anything, but it must neither throw nor report twice.</summary>
public sealed class RobustnessTests
{
    private const int Edits = 150;

    private static readonly string s_everything = """
        namespace Everything;

        public sealed record Question(string Text, int Limit, IReadOnlyList<Question>? Parts);
        public sealed record Result(string Answer, double? Score, Mode mode);
        public enum Mode { Fast, @long }
        public sealed class Ranker : ITrainable<Ranker> { public Ranker WithWeights(string weights) => this; }

        public partial class Outer<T> where T : class, new()
        {
            [CompoundSystem<Question, Result>]
            internal sealed partial record class Qa(IChatClient Chat, Ranker Ranker)
            {
                /// <summary>Plans, see <see cref="Question"/>.</summary>
                [Component, Prompt("Plan {text} in {limit} steps.", Client = nameof(Chat)), ModelChoice("a", "b"), Trainable]
                private partial ValueTask<(string First, string[] Others)> Plan(string text, int limit, CancellationToken ct);

                private static bool Hard(string first) => first.Length > 3;

                [Component(When = nameof(Hard))]
                private async Task<double> Score(
                    [From(nameof(Plan) + ".Others")] string[] steps, [Trainable] Ranker ranker, [Hyperparameter(Min = 0.1, Max = 10, Scale = Scale.Log)] double scale = 1)
                {
                    await Task.Yield();
                    return steps.Length * scale;
                }

                [Component]
                private Mode Mode([From(nameof(Question.Parts))] IReadOnlyList<Question>? @class, double? score,
                    [Hyperparameter(Everything.Mode.Fast, Everything.Mode.@long, PerInput = true)] Mode fallback = Everything.Mode.Fast) => fallback;

                [Component, Prompt("Answer.")]
                public partial Task<string> Answer(string first, Mode mode, [Hyperparameter(0f, 0.7f)] float temperature = 0.7f, CancellationToken ct = default);
            }
        }
        """;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 4)];

    [Fact]
    public async Task The_whole_source_has_nothing_to_report_but_information()
    {
        var diagnostics = await Analysis.RunAsync(s_everything);
        Analysis.Show(diagnostics.Where(d => d.Severity > DiagnosticSeverity.Info)).ShouldBe("    none");
        Analysis.CompilerProblems(Analysis.Generated(TestCompilation.Create(s_everything))).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Code_with_tokens_missing_or_doubled_is_parsed(int seed)
    {
        var random = new Random(seed);
        var whole = TestCompilation.Create("");
        var tokens = TestCompilation.Parse(s_everything, "Source0.cs").GetRoot().DescendantTokens().Select(t => t.ToFullString()).ToList();
        for (int i = 0; i < Edits; i++)
        {
            var edited = tokens.ToList();
            for (int k = random.Next(1, 4); k > 0; k--)
            {
                int at = random.Next(edited.Count);
                if (random.Next(3) == 0)
                    edited.Insert(at, edited[random.Next(edited.Count)]);
                else
                    edited.RemoveAt(at);
            }

            string source = string.Concat(edited);
            try
            {
                Parse(whole.ReplaceSyntaxTree(whole.SyntaxTrees[1], TestCompilation.Parse(source, "Source0.cs")));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw new InvalidOperationException($"seed {seed}, edit {i}:\n{source}", e);
            }
        }
    }

    [Fact]
    public async Task Code_cut_off_anywhere_makes_no_analyzer_fail()
    {
        for (int length = 200; length < s_everything.Length; length += 307)
        {
            var diagnostics = await Analysis.RunAsync(s_everything[..length]);
            diagnostics.Where(d => d.Id == "AD0001").ShouldBeEmpty(Analysis.Show(diagnostics));
            diagnostics.Select(d => d.ToString()).ShouldBeUnique();
        }
    }

    [Theory]
    [InlineData(Systems.HotpotQa)]
    public async Task The_example_of_the_documentation_has_nothing_to_report_but_information(string source)
    {
        var diagnostics = await Analysis.RunAsync(source);
        Analysis.Show(diagnostics).ShouldBe("    none");
    }

    [Fact]
    public async Task A_system_in_several_files_is_reported_once()
    {
        var diagnostics = await Analysis.RunAsync(
            "[CompoundSystem<string, string>(Output = nameof(Answer))] public partial class Qa { }",
            "public partial class Qa { [Component] private string Answer(string txet, int wrong) => txet; }",
            "public partial class Qa { private void Other() { } }");
        diagnostics.Where(d => d.Id == "OPT002").Count().ShouldBe(1, Analysis.Show(diagnostics));
        diagnostics.Select(d => d.ToString()).ShouldBeUnique();
    }

    private static void Parse(Compilation compilation)
    {
        foreach (var type in Types(compilation.SourceModule.GlobalNamespace))
        {
            var result = SystemParser.Parse(type, compilation, CancellationToken.None);
            result.Diagnostics.Select(d => d.ToString()).ShouldBeUnique();
            // What the generator would do with it.
            _ = result.Model?.GetHashCode();
        }
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) => container.GetMembers()
        .OfType<INamespaceOrTypeSymbol>().SelectMany(m => m is INamedTypeSymbol t ? Types(t).Prepend(t) : Types(m));
}
