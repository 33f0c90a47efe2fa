using System.CommandLine;

namespace Optimas.Cli.CommandLine;

/// <summary>What a verb does when it is called.</summary>
internal static class VerbAction
{
    /// <summary>
    /// Runs a verb's action. What the user can mend (a wrong option, a missing file, a missing library, a damaged store) is one line on the error output and exit code 1.
    /// </summary>
    public static void SetVerb(this Command command, Func<ParseResult, CancellationToken, Task<int>> action) => command.SetAction(async (parsed, ct) =>
    {
        try
        {
            return await action(parsed, ct).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync("Stopped.").ConfigureAwait(false);
            return 130;
        }
        catch (Exception e) when (CauseOf(e) is ArgumentException or IOException or UnauthorizedAccessException or InvalidDataException or DllNotFoundException
            or ConfigurationException or StopException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(MessageOf(CauseOf(e))).ConfigureAwait(false);
            return 1;
        }
    });

    // A library that can't be loaded shows first where a type is first used.
    private static Exception CauseOf(Exception error) => error is TypeInitializationException { InnerException: { } inner } ? CauseOf(inner) : error;

    // Without the name of a parameter, which is not the user's.
    private static string MessageOf(Exception error)
    {
        int end = error is ArgumentException { ParamName: { } name } ? error.Message.IndexOf($" (Parameter '{name}')", StringComparison.Ordinal) : -1;
        return end < 0 ? error.Message : error.Message[..end];
    }
}
