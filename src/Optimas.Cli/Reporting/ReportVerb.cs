using System.CommandLine;
using Optimas.Cli.CommandLine;
using Optimas.Reports;

namespace Optimas.Cli.Reporting;

/// <summary><c>optimas report</c>: a run of a store as one page.</summary>
internal static class ReportVerb
{
    private const string DefaultFile = "report.html";

    public static Command Create()
    {
        var store = RunFile.Argument();
        var run = new Option<string?>("--run") { Description = "The run, or as much of its id as tells it apart; the newest without it.", HelpName = "ID" };
        var file = new Option<string?>("--out") { Description = $"Where the page goes; {DefaultFile} beside the store without it.", HelpName = "FILE" };
        var command = new Command("report", "Writes what a run did as one page that needs nothing else.") { store, run, file };
        command.SetVerb(async (parsed, ct) =>
        {
            var reader = RunFile.Open(parsed.GetValue(store));
            string id = RunFile.Find(reader, parsed.GetValue(run), ct).Id;
            string page = parsed.GetValue(file) ?? Path.Combine(Path.GetDirectoryName(reader.Path) ?? "", DefaultFile);
            await RunReport.WriteAsync(reader, id, page, ct).ConfigureAwait(false);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{page} shows run {id}.").ConfigureAwait(false);
            return 0;
        });
        return command;
    }
}
