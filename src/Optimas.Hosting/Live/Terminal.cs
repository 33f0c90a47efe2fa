using Spectre.Console;

namespace Optimas.Hosting.Live;

/// <summary>Whether output goes to a terminal on which something can be drawn anew.</summary>
internal static class Terminal
{
    private const string ShowCursor = "\e[?25h\e[0m\n";

    /// <summary>The terminal that a writer writes to; null for a file, a pipe, and a terminal that wants plain lines.</summary>
    public static IAnsiConsole? Of(TextWriter output)
    {
        if (!ReferenceEquals(output, Console.Out) || Console.IsOutputRedirected || WantsPlainLines)
            return null;
        return AnsiConsole.Create(new() { Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(output) });
    }

    /// <summary>Makes a terminal usable again where a process ends at once.</summary>
    public static void Restore(TextWriter output)
    {
        if (Of(output) is not null)
            output.Write(ShowCursor);
    }

    // https://no-color.org: any value that is not empty.
    private static bool WantsPlainLines =>
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        || (!OperatingSystem.IsWindows() && Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb");
}
