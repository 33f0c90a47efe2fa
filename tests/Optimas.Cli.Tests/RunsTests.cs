using System.Text.Json;

namespace Optimas.Cli.Tests;

/// <summary><c>optimas runs</c> over a store that an optimizer wrote.</summary>
public sealed class RunsTests(StoredRuns runs) : IClassFixture<StoredRuns>
{
    [Fact]
    public async Task List_has_a_line_for_each_run_the_newest_first()
    {
        var run = await SucceedAsync("runs", "list", runs.Store, "--json");

        string[] lines = run.Output.TrimEnd('\n').Split('\n');
        lines.Length.ShouldBe(4);
        lines[0].ShouldStartWith("run ");
        lines[1].ShouldStartWith(runs.Ids[1]);
        lines[2].ShouldStartWith(runs.Ids[0]);
        lines[1].ShouldMatch(@"Pipeline +finished +\d{4}-\d\d-\d\d \d\d:\d\d +6 +-?\d\.\d{3} +-?\d\.\d{3} +\+\d\.\d{3} ± \d\.\d{3} +\d+\.\d$");
        var json = JsonElement.Parse(lines[3]);
        json.GetArrayLength().ShouldBe(2);
        json[0].GetProperty("id").GetString().ShouldBe(runs.Ids[1]);
        json[0].GetProperty("status").GetString().ShouldBe("Finished");
        json[0].GetProperty("score").GetDouble().ShouldBe(runs.Results[1].Final, 1e-12);
        json[0].GetProperty("systemRuns").GetDouble().ShouldBe(runs.Results[1].Spent.SystemRuns);
        // A folder stands for the store in it.
        (await SucceedAsync("runs", "list", Path.GetDirectoryName(runs.Store)!)).Output.TrimEnd('\n').Split('\n').ShouldBe(lines[..3]);
    }

    [Fact]
    public async Task Show_tells_scores_changes_spending_and_candidates()
    {
        string id = runs.Ids[0];
        var run = await SucceedAsync("runs", "show", id[^4..], "--store", runs.Store, "--json");

        string[] lines = run.Output.TrimEnd('\n').Split('\n');
        lines[0].ShouldBe($"run {id} of Pipeline, signature {runs.Results[0].Configuration.Graph.SignatureHash}");
        lines[1].ShouldStartWith("finished: ");
        run.Output.ShouldContain(", 1 session, seed 5\n");
        run.Output.ShouldContain(FormattableString.Invariant($"score {runs.Results[0].Initial:0.000} at the start, {runs.Results[0].Final:0.000} now, gain +"));
        run.Output.ShouldContain("alignment, as last measured:\n");
        run.Output.ShouldContain("model calls:\n  Answer (component): ");
        foreach (string line in lines[..^1])
            line.Length.ShouldBeLessThan(300, "prompts are cut to one line");
        var json = JsonElement.Parse(lines[^1]);
        json.GetProperty("facts").GetProperty("engine").GetString().ShouldBe("Racing");
        json.GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("field").GetString())
            .ShouldBe(runs.Results[0].Changes.Select(c => c.Field), ignoreOrder: true);
        json.GetProperty("accepted").GetInt32().ShouldBe(runs.Results[0].Events.OfType<CandidateAccepted>().Count());

        (await SucceedAsync("runs", "show", "--store", runs.Store)).Output.ShouldStartWith($"run {runs.Ids[1]} ", customMessage: "the newest without an id");
    }

    [Fact]
    public async Task Diff_compares_starts_scores_and_what_was_found()
    {
        var run = await SucceedAsync("runs", "diff", runs.Ids[0], runs.Ids[1], "--store", runs.Store, "--json");

        string[] lines = run.Output.TrimEnd('\n').Split('\n');
        lines[0].ShouldContain($"{runs.Ids[0]}  {runs.Ids[1]}");
        run.Output.ShouldContain("\nstarted with:\n  seed: 5 → 6\n");
        var changes = runs.Results[0].Configuration.Diff(runs.Results[1].Configuration);
        var json = JsonElement.Parse(lines[^1]);
        json.GetProperty("facts").EnumerateArray().ShouldHaveSingleItem().GetProperty("name").GetString().ShouldBe("seed");
        json.GetProperty("fields").EnumerateArray().Select(f => f.GetProperty("field").GetString()).ShouldBe(changes.Select(c => c.Field), ignoreOrder: true);
        foreach (var change in changes)
            run.Output.ShouldContain($"\n  {change.Field}: ");
        json.GetProperty("b").GetProperty("score").GetDouble().ShouldBe(runs.Results[1].Final, 1e-12);

        var same = await SucceedAsync("runs", "diff", runs.Ids[0], runs.Ids[0], "--store", runs.Store);
        same.Output.ShouldContain("started with the same\n");
        same.Output.ShouldContain("found the same configuration\n");
    }

    [Fact]
    public async Task What_is_wrong_is_said_on_one_line()
    {
        (await FailAsync("runs", "list")).ShouldContain("There is no runs.db in ");
        (await FailAsync("runs", "list", runs.At("missing.db"))).ShouldContain("there is no such file");
        (await FailAsync("runs", "show", "zzzz", "--store", runs.Store)).ShouldContain("it has no run zzzz");
        (await FailAsync("runs", "show", "2", "--store", runs.Store)).ShouldContain("write more of it");
        string other = runs.At("other.db");
        await File.WriteAllTextAsync(other, "no database, but long enough to be looked at as one, or so it seems");
        (await FailAsync("runs", "list", other)).ShouldContain("not an SQLite database");
    }

    internal static async Task<CommandRun> SucceedAsync(params string[] args)
    {
        var run = await CommandRun.OfAsync(args);
        run.Error.ShouldBeEmpty();
        run.ExitCode.ShouldBe(0);
        return run;
    }

    internal static async Task<string> FailAsync(params string[] args)
    {
        var run = await CommandRun.OfAsync(args);
        run.ExitCode.ShouldBe(1, run.Output);
        run.Output.ShouldBeEmpty();
        string error = run.Error.TrimEnd('\n');
        error.ShouldNotContain("\n");
        return error;
    }
}
