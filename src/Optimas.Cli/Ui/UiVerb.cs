using System.CommandLine;
using Microsoft.Extensions.Logging;
using Optimas.Cli.CommandLine;
using Optimas.Dashboard;

namespace Optimas.Cli.Ui;

/// <summary><c>optimas ui</c>: the dashboard of a run store.</summary>
internal static class UiVerb
{
    public const string TokenVariable = "OPTIMAS_UI_TOKEN";

    public static Command Create()
    {
        var defaults = new DashboardOptions(RunFile.At(null));
        var store = RunFile.Argument();
        var port = new Option<int>("--port") { Description = "The port; 0 takes a free one.", DefaultValueFactory = _ => defaults.Port };
        var listen = new Option<string>("--listen")
        {
            Description = "The address to listen at. Other than loopback needs a token.",
            HelpName = "ADDRESS",
            DefaultValueFactory = _ => defaults.Host,
        };
        var token = new Option<string?>("--token")
        {
            Description = $"What readers must know, 16 characters or more. Other users of this machine can see it on the command line; the variable {TokenVariable} hides it.",
            HelpName = "TOKEN",
        };
        var command = new Command("ui", "Shows the runs of a store in the browser, also while they are written.") { store, port, listen, token };
        command.SetVerb(async (parsed, ct) =>
        {
            var options = new DashboardOptions(RunFile.At(parsed.GetValue(store)))
            {
                Host = parsed.GetValue(listen)!,
                Port = parsed.GetValue(port),
                Token = parsed.GetValue(token) ?? (Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } named ? named : null),
            };
            using var loggers = ConsoleLog.Create(LogLevel.Warning);
            await RunAsync(parsed.InvocationConfiguration.Output, options, loggers, ct).ConfigureAwait(false);
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(TextWriter output, DashboardOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var server = await DashboardServer.StartAsync(options, loggers, cancellationToken).ConfigureAwait(false);
        await using var started = server.ConfigureAwait(false);
        await output.WriteLineAsync(
            $"The runs of {options.File} at {server.Address}{(options.Token is null ? "" : ", for who has the token")}. Ctrl-C stops.").ConfigureAwait(false);
        if (!File.Exists(options.File))
            await output.WriteLineAsync("There is no such store yet; the page looks again by itself.").ConfigureAwait(false);
        await output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await server.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await output.WriteLineAsync("Stopped.").ConfigureAwait(false);
    }
}
