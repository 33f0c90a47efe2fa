using System.CommandLine;
using System.Text.Json;
using Optimas.Cli.CommandLine;

namespace Optimas.Cli.Runs;

/// <summary><c>optimas runs</c>: what a run store holds.</summary>
internal static class RunsVerb
{
    public static Command Create() => new("runs", "Lists, shows and compares the runs of a store.") { List(), Show(), Diff() };

    private static Command List()
    {
        var file = RunFile.Argument();
        var json = Json();
        var command = new Command("list", "Lists the runs, the newest first.") { file, json };
        command.SetVerb(async (parsed, ct) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var runs = RunFile.Open(parsed.GetValue(file)).Runs(ct);
            await output.WriteLineAsync(runs.IsEmpty ? "no runs" : RunText.Table(
            [
                ["run", "system", "status", "started", "seed", "start", "best", "gain", "system runs"],
                .. runs.Select(r => (string[])
                [
                    r.Id, r.System, r.Status.ToString().ToLowerInvariant(), RunText.Time(r.Created), $"{r.Seed}", RunText.Score(r.Initial),
                    RunText.Score(r.Score), RunText.Gain(r), FormattableString.Invariant($"{r.Spent.SystemRuns:0.0}"),
                ]),
            ])).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                await output.WriteLineAsync(RunText.Json(writer =>
                {
                    writer.WriteStartArray();
                    foreach (var run in runs)
                    {
                        writer.WriteStartObject();
                        RunText.Write(writer, run);
                        writer.WriteEndObject();
                    }

                    writer.WriteEndArray();
                })).ConfigureAwait(false);
            }

            return 0;
        });
        return command;
    }

    private static Command Show()
    {
        var id = new Argument<string?>("run") { Description = "The run's id, or as much of its beginning or end as tells it apart; the newest run without it.", Arity = ArgumentArity.ZeroOrOne };
        var store = RunFile.Option();
        var json = Json();
        var command = new Command("show", "Shows a run: its scores, what was tried, what was spent, and what it found.") { id, store, json };
        command.SetVerb(async (parsed, ct) =>
        {
            var reader = RunFile.Open(parsed.GetValue(store));
            var run = RunFile.Find(reader, parsed.GetValue(id), ct);
            var told = new RunStory(reader, run, ct);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(told.Text()).ConfigureAwait(false);
            if (parsed.GetValue(json))
                await parsed.InvocationConfiguration.Output.WriteLineAsync(RunText.Json(told.Write)).ConfigureAwait(false);
            return 0;
        });
        return command;
    }

    private static Command Diff()
    {
        var first = new Argument<string>("a") { Description = "A run's id, or part of it." };
        var second = new Argument<string>("b") { Description = "Another one's." };
        var store = RunFile.Option();
        var json = Json();
        var command = new Command("diff", "Compares two runs: what they were started with, their scores and spending, and the configurations that they found.")
        {
            first, second, store, json,
        };
        command.SetVerb(async (parsed, ct) =>
        {
            var reader = RunFile.Open(parsed.GetValue(store));
            var comparison = new RunComparison(reader, reader.Run(parsed.GetRequiredValue(first), ct), reader.Run(parsed.GetRequiredValue(second), ct), ct);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(comparison.Text()).ConfigureAwait(false);
            if (parsed.GetValue(json))
                await parsed.InvocationConfiguration.Output.WriteLineAsync(RunText.Json(comparison.Write)).ConfigureAwait(false);
            return 0;
        });
        return command;
    }

    private static Option<bool> Json() => new("--json") { Description = "End with one line of JSON." };
}
