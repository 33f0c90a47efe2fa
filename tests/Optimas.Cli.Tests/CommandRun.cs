namespace Optimas.Cli.Tests;

/// <summary>What the command printed, and how it ended.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs the command in this process.</summary>
    public static async Task<CommandRun> OfAsync(params string[] args)
    {
        using StringWriter output = new(), error = new();
        int exitCode = await OptimasCommand.Create().Parse(args).InvokeAsync(new() { Output = output, Error = error, ProcessTerminationTimeout = null });
        return new(exitCode, output.ToString(), error.ToString());
    }
}
