using System.CommandLine;
using Optimas.Cli.Doctor;
using Optimas.Cli.Reporting;
using Optimas.Cli.Serve;

namespace Optimas.Cli;

/// <summary>The <c>optimas</c> command.</summary>
internal static class OptimasCommand
{
    public static RootCommand Create() => new("Optimas for .NET.")
    {
        ServeVerb.Create(),
        Ui.UiVerb.Create(),
        ReportVerb.Create(),
        DoctorVerb.Create(),
        Runs.RunsVerb.Create(),
        Export.ExportVerb.Create(),
    };
}
