using System.Text.Json;
using BigCodeBench;
using BigCodeBench.Languages;
using BigCodeBench.Sandbox;
using Optimas.Hosting;
using Xunit.Abstractions;

namespace Samples.Tests.BigCodeBench;

public sealed class RealTasksTests(ITestOutputHelper output)
{
    /// <summary>How many tasks to try; all of them where the environment says so.</summary>
    private static readonly int s_count = int.TryParse(Environment.GetEnvironmentVariable("OPTIMAS_BIGCODEBENCH_TASKS"), out int count) ? count : 20;

    // They need the loopback, and a command called python.
    private static readonly string[] s_special = ["BigCodeBench/1038", "BigCodeBench/1101"];

    // They import what Debian's python3 leaves out (tkinter) or what no standard library has (numpy).
    private static readonly string[] s_leftOut = ["BigCodeBench/220", "BigCodeBench/541"];

    // They take 20 to 80 seconds each; tried only together with all others.
    private static readonly string[] s_slow = ["BigCodeBench/0", "BigCodeBench/195", "BigCodeBench/1040", "BigCodeBench/1103", "BigCodeBench/1104"];

    [RealDataFact("bigcodebench/val.jsonl")]
    public async Task Tasks_are_read_and_those_with_packages_left_out()
    {
        var tasks = await CodingTasks.ReadAsync(SharedData.PathOf("bigcodebench/val.jsonl"), CancellationToken.None);
        tasks.Count.ShouldBe(27);
        tasks.ShouldAllBe(t => t.Input.Language == "python" && t.Input.Specification.Contains("task_func") && t.Label.Test.Contains("class TestCases"));
    }

    [RealDataFact("bigcodebench/train.jsonl")]
    public async Task Canonical_solutions_pass_their_tests_in_the_sandbox()
    {
        var tasks = (await ReadAsync("bigcodebench/train.jsonl")).Concat(await ReadAsync("bigcodebench/val.jsonl"))
            .Where(t => t.Passes && !s_leftOut.Contains(t.Id) && (s_count > 250 || !s_slow.Contains(t.Id))).ToList();
        var python = new PythonLanguage(new PythonSandbox(new()));
        var failed = new List<string>();
        int step = Math.Max(1, tasks.Count / s_count);
        var others = tasks.Where(t => !s_special.Contains(t.Id)).Where((_, i) => i % step == 0);
        var chosen = tasks.Where(t => s_special.Contains(t.Id)).Concat(others).Take(s_count).ToList();
        await Parallel.ForEachAsync(chosen, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (task, ct) =>
        {
            var report = await python.RunAsync(task.Program, task.Test, ct);
            if (report is not { Error: null, Failures.Count: 0, Ran: > 0 })
            {
                lock (failed)
                    failed.Add($"{task.Id}: {report.Error} {string.Join("; ", report.Failures)}");
            }
        });
        output.WriteLine($"{chosen.Count - failed.Count} of {chosen.Count} pass.");
        failed.ShouldBeEmpty();
    }

    private static Task<IReadOnlyList<(string Id, bool Passes, string Program, string Test)>> ReadAsync(string file) =>
        ExampleReader.ReadJsonLinesAsync(
            SharedData.PathOf(file),
            (line, _) => (Text(line, "task_id"), Text(line, "offline_check") == "pass", Text(line, "code_prompt") + Text(line, "canonical_solution"), Text(line, "test")),
            CancellationToken.None);

    private static string Text(JsonElement line, string name) => line.GetProperty(name).GetString()!;
}
