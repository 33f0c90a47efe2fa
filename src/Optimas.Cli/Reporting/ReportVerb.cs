using System.CommandLine;
using Optimas.Cli.CommandLine;
using Optimas.Reports;
using Optimas.Storage;

namespace Optimas.Cli.Reporting;

/// <summary><c>optimas report</c>: a run of a store as one page.</summary>
internal static class ReportVerb
{
    private const string DefaultStore = "runs.db";
    private const string DefaultFile = "report.html";

    public static Command Create()
    {
        var store = new Argument<string>("runs.db") { Description = "The run store, which optimize --out writes.", DefaultValueFactory = _ => DefaultStore };
        var run = new Option<string?>("--run") { Description = "The run, or as much of its id as tells it apart; the newest without it.", HelpName = "ID" };
        var file = new Option<string?>("--out") { Description = $"Where the page goes; {DefaultFile} beside the store without it.", HelpName = "FILE" };
        var command = new Command("report", "Writes what a run did as one page that needs nothing else.") { store, run, file };
        command.SetVerb(async (parsed, ct) =>
        {
            string path = parsed.GetValue(store)!;
            var reader = new RunReader(path);
            string id = parsed.GetValue(run) is { Length: > 0 } given ? reader.Run(given, ct).Id : Newest(reader, ct);
            string page = parsed.GetValue(file) ?? Path.Combine(Path.GetDirectoryName(path) ?? "", DefaultFile);
            await RunReport.WriteAsync(reader, id, page, ct).ConfigureAwait(false);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{page} shows run {id}.").ConfigureAwait(false);
            return 0;
        });
        return command;
    }

    private static string Newest(RunReader reader, CancellationToken cancellationToken)
    {
        var runs = reader.Runs(cancellationToken);
        return runs.IsEmpty ? throw new RunStoreException(reader.Path, "it holds no run yet.") : runs[0].Id;
    }
}
