using System.CommandLine;
using Optimas.Cli.Doctor;
using Optimas.Cli.Export;
using Optimas.Cli.Reporting;
using Optimas.Cli.Runs;
using Optimas.Cli.Serve;
using Optimas.Cli.Ui;

namespace Optimas.Cli;

/// <summary>The <c>optimas</c> command.</summary>
internal static class OptimasCommand
{
    public static RootCommand Create() => new("Optimas for .NET.")
    {
        RunsVerb.Create(),
        ReportVerb.Create(),
        UiVerb.Create(),
        ExportVerb.Create(),
        ServeVerb.Create(),
        DoctorVerb.Create(),
    };
}
