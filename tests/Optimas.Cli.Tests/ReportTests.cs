using Optimas.Storage;
using Subject;

namespace Optimas.Cli.Tests;

/// <summary><c>optimas report</c>.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("optimas-report-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_run_s_page_lands_beside_the_store_or_where_it_is_told_to()
    {
        string store = Path.Combine(_folder, "runs.db");
        string[] runs = [await OptimizeAsync(store), await OptimizeAsync(store)];

        var newest = await CommandRun.OfAsync("report", store);
        string beside = Path.Combine(_folder, "report.html");
        newest.ShouldBe(new(0, $"{beside} shows run {runs[1]}.{Environment.NewLine}", ""));
        (await File.ReadAllTextAsync(beside)).ShouldContain($"<title>Pipeline, run {runs[1]}</title>");

        (await CommandRun.OfAsync("report", _folder)).ShouldBe(newest, "a folder stands for the store in it");

        string elsewhere = Path.Combine(_folder, "a", "b.html");
        var first = await CommandRun.OfAsync("report", store, "--run", runs[0][^4..], "--out", elsewhere);
        first.ExitCode.ShouldBe(0, first.Error);
        (await File.ReadAllTextAsync(elsewhere)).ShouldContain($"<title>Pipeline, run {runs[0]}</title>");
    }

    [Fact]
    public async Task A_missing_store_another_file_and_an_unknown_run_are_one_line_each()
    {
        string missing = Path.Combine(_folder, "missing.db"), text = Path.Combine(_folder, "text.db"), store = Path.Combine(_folder, "runs.db");
        await File.WriteAllTextAsync(text, new string('x', 5000));
        await OptimizeAsync(store);

        foreach (var (args, message) in new (string[], string)[]
        {
            (["report", missing], "there is no such file"),
            (["report", text], "it is not an SQLite database"),
            (["report", store, "--run", "never"], "it has no run never"),
            (["report", store, "--out", _folder], "that is a folder"),
        })
        {
            var run = await CommandRun.OfAsync(args);
            run.ExitCode.ShouldBe(1);
            run.Error.ShouldContain(message);
            run.Error.TrimEnd().ShouldNotContain("\n");
            run.Output.ShouldBeEmpty();
        }
    }

    private static async Task<string> OptimizeAsync(string file)
    {
        await using var store = await RunStore.StartAsync(file, default);
        await Subject.Runs.OptimizeAsync(
            Subject.Runs.Options with { Budget = new() { SystemRuns = 40 }, DecidingExamples = 6, Journal = store }, new(TimeSpan.Zero), null, default);
        return store.RunId!;
    }
}
