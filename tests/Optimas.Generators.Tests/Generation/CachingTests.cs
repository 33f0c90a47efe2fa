using Microsoft.CodeAnalysis;

namespace Optimas.Generators.Tests.Generation;

/// <summary>An edit that does not change a system's model leaves its output as it is.</summary>
public sealed class CachingTests
{
    private const string Unrelated = "namespace Samples; public static class Elsewhere { public static int One => 1; }";

    private static readonly string[] s_steps = [TrackingNames.Systems, TrackingNames.Services];

    [Fact]
    public void First_run_is_new()
    {
        var run = GeneratorRun.Of(Systems.HotpotQa, Unrelated);
        foreach (string step in s_steps)
            run.Reasons(step).ShouldBe([IncrementalStepRunReason.New], step);
        run.OutputReasons().ShouldAllBe(reason => reason == IncrementalStepRunReason.New);
    }

    [Fact]
    public void Leading_trivia_changes_nothing() => ShouldStay(run => run.Edit(0, s => "// A comment above.\n\n" + s));

    [Fact]
    public void A_comment_inside_the_system_changes_nothing() =>
        ShouldStay(run => run.Edit(0, s => s.Replace("    [Component]\n", "    // The retriever.\n    [Component]\n", StringComparison.Ordinal)));

    [Fact]
    public void An_edit_of_an_unrelated_file_changes_nothing() =>
        ShouldStay(run => run.Edit(1, s => s.Replace("=> 1", "=> 2", StringComparison.Ordinal)));

    [Fact]
    public void A_new_unrelated_file_changes_nothing() => ShouldStay(run => run.Add("internal static class Newcomer;", "Newcomer.cs"));

    [Fact]
    public void An_unrelated_member_of_the_system_changes_nothing() => ShouldStay(run => run.Edit(0, s => s.Replace(
        "HotpotQa(IChatClient chat, IPassageIndex index)\n{",
        "HotpotQa(IChatClient chat, IPassageIndex index)\n{\n    public int Unrelated => 1;\n",
        StringComparison.Ordinal)));

    [Fact]
    public void An_edit_of_a_component_s_body_changes_nothing() => ShouldStay(run => run.Edit(0, s => s.Replace(
        "index.SearchAsync(keywords, k, ct)", "index.SearchAsync(keywords.Trim(), k + 1, ct)", StringComparison.Ordinal)));

    [Fact]
    public void Another_candidate_value_changes_the_output()
    {
        var run = Start().Edit(0, s => s.Replace("[Hyperparameter(1, 3, 5, 10, 25)]", "[Hyperparameter(1, 3, 5, 10)]", StringComparison.Ordinal));
        run.Reasons(TrackingNames.Systems).ShouldBe([IncrementalStepRunReason.Modified]);
        run.OutputReasons().ShouldAllBe(reason => reason == IncrementalStepRunReason.Modified);
        run.Sources["Samples.HotpotQa.Configuration.g.cs"].ShouldContain("[1, 3, 5, 10])");
    }

    [Fact]
    public void A_change_of_one_system_leaves_the_others()
    {
        var run = GeneratorRun.Of(Systems.HotpotQa, Systems.Synchronous)
            .Edit(1, s => s.Replace("[Hyperparameter(1, 2)]", "[Hyperparameter(1, 2, 3)]", StringComparison.Ordinal));
        run.Reasons(TrackingNames.Systems).ShouldBe([IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified]);
        run.OutputReasons().Count(reason => reason == IncrementalStepRunReason.Cached).ShouldBe(2);
        run.OutputReasons().Count(reason => reason == IncrementalStepRunReason.Modified).ShouldBe(2);
    }

    private static GeneratorRun Start() => GeneratorRun.Of(Systems.HotpotQa, Unrelated);

    private static void ShouldStay(Func<GeneratorRun, GeneratorRun> edit)
    {
        var before = Start();
        var after = edit(before);
        foreach (string step in s_steps)
            after.Reasons(step).ShouldAllBe(r => r == IncrementalStepRunReason.Unchanged || r == IncrementalStepRunReason.Cached, step);
        after.OutputReasons().ShouldAllBe(reason => reason == IncrementalStepRunReason.Cached);
        after.Sources.ShouldBe(before.Sources);
    }
}
