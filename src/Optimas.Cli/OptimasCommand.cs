using System.CommandLine;
using Optimas.Cli.Doctor;
using Optimas.Cli.Export;
using Optimas.Cli.Runs;
using Optimas.Cli.Serve;

namespace Optimas.Cli;

/// <summary>The <c>optimas</c> command.</summary>
internal static class OptimasCommand
{
    public static RootCommand Create() => new("Optimas for .NET.")
    {
        RunsVerb.Create(),
        ExportVerb.Create(),
        ServeVerb.Create(),
        DoctorVerb.Create(),
    };
}
