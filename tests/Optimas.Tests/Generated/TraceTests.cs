using Optimas.Tests.Systems;

namespace Optimas.Tests.Generated;

/// <summary>TraceAsync, ReplayAsync and the typed Trace.</summary>
public sealed class TraceTests
{
    private static readonly Func<string, CancellationToken, Task> s_atOnce = (_, _) => Task.CompletedTask;

    [Fact]
    public async Task A_trace_holds_every_value_by_its_type()
    {
        var trace = await new Forked(new()).TraceAsync(new(" ab ", 1));
        trace.Input.ShouldBe(new(" ab ", 1));
        trace.Trimmed.ShouldBe("ab");
        trace.Right.ShouldBe("abR");
        trace.Both.ShouldBe(6);
        trace.Output.ShouldBe(new("abL", "abR", 6));
        trace.Slots.ShouldAllBe(slot => slot!.Origin == SlotOrigin.Executed);
        trace.SystemRuns.ShouldBe(1);
    }

    [Fact]
    public async Task A_component_that_did_not_run_left_null()
    {
        var trace = await new Chained(s_atOnce).TraceAsync("-");
        trace.Second.ShouldBeNull();
        trace["Second"]!.Origin.ShouldBe(SlotOrigin.Skipped);
        trace.Output.ShouldBe("-1 none.");
    }

    [Fact]
    public async Task A_forced_value_is_kept_and_only_what_follows_from_it_runs()
    {
        var called = new List<string>();
        var system = new Chained((name, _) =>
        {
            called.Add(name);
            return Task.CompletedTask;
        });
        var forced = (await system.TraceAsync("x")).WithSecond(40);
        forced.IsComplete.ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => forced.Third).Message.ShouldContain("stops before Third");
        Should.Throw<InvalidOperationException>(() => forced.Output).Message.ShouldContain("replay it first");

        called.Clear();
        var replayed = await system.ReplayAsync(forced);
        called.ShouldBe(["Third"]);
        replayed.Output.ShouldBe("x1 40.");
        replayed["First"]!.Origin.ShouldBe(SlotOrigin.Kept);
        replayed.SystemRuns.ShouldBe(1 / 3.0);
        (await system.ReplayAsync(forced, new() { Third = new() { Mark = "!" } })).Output.ShouldBe("x1 40!");
    }

    [Fact]
    public async Task A_replay_continues_under_the_configuration_of_its_prefix()
    {
        var configuration = Chained.Configuration.Default with { Third = new() { Mark = "!" } };
        var system = new Chained(s_atOnce);
        var trace = await system.TraceAsync("x", configuration);
        (await system.ReplayAsync(trace.WithFirst("y"))).Output.ShouldBe("y 1!");
    }

    [Fact]
    public async Task A_trace_goes_to_JSON_and_back()
    {
        var system = new Library(Librarian(), new Shelf()).AsSystem();
        var trace = await system.ExecuteAsync(new("Tides?", 3), Library.Configuration.Default, null, ExecutionRequest.Default, default);
        var back = system.FromJson(system.ToJson(trace)).ShouldBeOfType<Library.Trace>();
        back.Input.ShouldBe(new("Tides?", 3));
        back.Judged.ShouldBe(new("yes", 7));
        back.Books.Select(b => b.Title).ShouldBe(["Tides", "Harbours"]);
        back.Output.ShouldBe(trace.Output);
        back.Configuration.ShouldBe(Library.Configuration.Default);
        system.ToJson(back).ShouldBe(system.ToJson(trace));

        var forked = new Forked(new()).AsSystem();
        var skipped = await forked.ExecuteAsync(new("a", 1), Forked.Configuration.Default, null, ExecutionRequest.Default, default);
        forked.FromJson(forked.ToJson(skipped)).Output.ShouldBe(new("aL", null, 2));
    }

    [Fact]
    public async Task Tuples_go_to_JSON_and_back()
    {
        var system = new Plain(new()).AsSystem();
        var trace = await system.ExecuteAsync("word", Plain.Configuration.Default, null, ExecutionRequest.Default, default);
        ((Plain.Trace)system.FromJson(system.ToJson(trace))).Parts.ShouldBe(("word", 4));
    }

    [Fact]
    public async Task An_observation_shows_inputs_and_output_under_their_names()
    {
        var system = new Library(Librarian(), new Shelf()).AsSystem();
        var trace = await system.ExecuteAsync(new("Tides?"), Library.Configuration.Default, null, ExecutionRequest.Default, default);
        var judged = system.Observe(trace, Library.Graph["Judged"].Index);
        judged.Input.ShouldStartWith("question: Tides?\nbooks:");
        judged.Input.ShouldContain("Subjects:");
        judged.Input.ShouldContain("Rating: 4.5");
        judged.Input.ShouldEndWith("limit: null");
        judged.Output.ShouldContain("Verdict: yes");
    }

    [Fact]
    public async Task A_run_is_optimized_through_the_generated_entry_point()
    {
        Example<string, double>[] Examples(string set) =>
            [.. Enumerable.Range(1, 12).Select(i => new Example<string, double>($"{set}{i}", new string('x', i), i))];
        var result = await new Plain(new()).OptimizeAsync(
            Examples("train"),
            Examples("validation"),
            Metric.Create<string, double>(0, 1, (example, output) => output.StartsWith("Score it. base:[X", StringComparison.Ordinal) ? 1 : 0),
            new OptimizationOptions { Seed = 1 });
        result.Configuration.Toned.ShouldBe(new() { Tone = Tone.Loud, Bracketed = true });
    }

    internal static ScriptedChat Librarian() => new((messages, _) => messages[0].Text switch
    {
        var text when text.StartsWith("Give keywords", StringComparison.Ordinal) => "sea",
        var text when text.StartsWith("Judge", StringComparison.Ordinal) => """{"verdict":"yes","confidence":7}""",
        _ => """{"value":99}""",
    });
}
