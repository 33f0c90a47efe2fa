using System.Globalization;

namespace Optimas.Hosting.Tests;

/// <summary>What <c>optimize --test</c> says of examples that decided nothing.</summary>
public sealed class HeldOutTests : DataFolder
{
    private string[] Arguments => ["optimize", "--train", Train, "--validation", Validation, "--runs", "200", "--seed", "3", "--json"];

    private string Test => Write("test.jsonl", string.Concat(Enumerable.Range(0, 10).Select(i => Example($"h{i}", $"w{i};x{i}", $"X{i} X{i}"))));

    [Fact]
    public async Task Start_and_result_are_scored()
    {
        var run = await HostRun.SucceedAsync([.. Arguments, "--test", Test, "--out", At("out")]);

        var test = run.Json.GetProperty("test");
        double before = test.GetProperty("initial").GetDouble(), after = test.GetProperty("final").GetDouble();
        after.ShouldBe(1);
        test.GetProperty("examples").GetInt32().ShouldBe(10);
        test.GetProperty("gainStandardError").GetDouble().ShouldBeGreaterThanOrEqualTo(0);
        run.Output.ShouldContain(string.Create(CultureInfo.InvariantCulture, $"held out: before {before:0.000} ± "));
        run.Output.ShouldContain(string.Create(CultureInfo.InvariantCulture, $", after {after:0.000} ± 0.000 (gain {after - before:+0.000} ± "));
        run.Output.ShouldContain("on 10 examples that decided nothing)");
        (await MeanAsync()).ShouldBe(before, 1e-12);
        (await MeanAsync("--config", At("out/configuration.json"))).ShouldBe(after, 1e-12);

        async Task<double> MeanAsync(params string[] more) =>
            (await HostRun.SucceedAsync(["evaluate", "--data", Test, "--json", .. more])).Json.GetProperty("mean").GetDouble();
    }

    [Fact]
    public async Task Local_rewards_say_why()
    {
        var run = await HostRun.SucceedAsync([.. Arguments, "--test", Test]);

        string[] lines = run.Output.Split('\n');
        int why = Array.FindIndex(lines, l => l.StartsWith("why ", StringComparison.Ordinal));
        why.ShouldBeGreaterThan(0, run.Output);
        lines[why].ShouldMatch(@"^why (Words|Shout): its local reward is [+-]\d+\.\d\d on average over \d+ inputs; where it differs most:$");
        lines[why + 1].ShouldMatch("^  for    .+");
        lines[why + 2].ShouldMatch(@"^  before +-?\d+\.\d\d  .+");
        lines[why + 3].ShouldMatch(@"^  after  +-?\d+\.\d\d  .+");
    }

    [Fact]
    public async Task Nothing_else_depends_on_them()
    {
        string With(HostRun run) => $"{run.Json.GetProperty("configuration")} {run.Json.GetProperty("final")} {run.Json.GetProperty("systemRuns")}";
        var without = await HostRun.SucceedAsync(Arguments);

        without.Json.TryGetProperty("test", out _).ShouldBeFalse();
        without.Output.ShouldNotContain("held out");
        without.Output.ShouldNotContain("why ");
        With(await HostRun.SucceedAsync([.. Arguments, "--test", Test])).ShouldBe(With(without));
    }

    [Fact]
    public async Task One_example_has_no_standard_error()
    {
        var run = await HostRun.SucceedAsync([.. Arguments, "--test", Write("one.jsonl", Example("h", "a;b", "B B"))]);

        run.Json.GetProperty("test").GetProperty("gainStandardError").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task A_missing_file_is_told_before_anything_runs()
    {
        var run = await HostRun.RunAsync([.. Arguments, "--test", At("nowhere.jsonl")]);

        run.ExitCode.ShouldBe(1);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain("nowhere.jsonl");
    }

    [Fact]
    public async Task The_demonstration_ends_with_them()
    {
        var run = await HostRun.RunAsync([], null, CancellationToken.None, new(Train, Validation, 200, 3) { Test = Test });

        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain("held out: before ");
    }
}
