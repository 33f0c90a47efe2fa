namespace BigCodeBench.Sandbox;

/// <summary>Why a sandboxed program was stopped.</summary>
public enum SandboxStop
{
    /// <summary>It ended by itself.</summary>
    None,

    /// <summary>It took too long.</summary>
    WallTime,

    /// <summary>Its processes together took too much memory.</summary>
    Memory,

    /// <summary>It wrote too much.</summary>
    Output,
}

/// <summary>What came of a sandboxed program.</summary>
/// <param name="ExitCode">Its exit code; that of a signal where it was killed.</param>
/// <param name="Output">What it wrote to its standard output, cut at the limit.</param>
/// <param name="Error">What it wrote to its standard error, cut at the limit.</param>
/// <param name="Stopped">Why it was stopped.</param>
public sealed record SandboxRun(int ExitCode, string Output, string Error, SandboxStop Stopped);

/// <summary>Stops in words.</summary>
public static class SandboxStops
{
    /// <summary>Says why, as <c>out of time</c>.</summary>
    public static string Describe(this SandboxStop stop) => stop switch
    {
        SandboxStop.WallTime => "out of time",
        SandboxStop.Memory => "out of memory",
        SandboxStop.Output => "too much output",
        _ => "not stopped",
    };
}
