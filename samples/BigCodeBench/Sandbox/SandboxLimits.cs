namespace BigCodeBench.Sandbox;

/// <summary>What a sandboxed program may use.</summary>
public sealed record SandboxLimits
{
    private const long Mebibyte = 1 << 20;

    /// <summary>The time from start to end.</summary>
    public TimeSpan WallTime { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>The processor time of each process.</summary>
    public TimeSpan ProcessorTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The resident memory of all processes together, in bytes; also the address space of each.</summary>
    public long Memory { get; init; } = 1024 * Mebibyte;

    /// <summary>The number of processes and threads.</summary>
    public int Processes { get; init; } = 64;

    /// <summary>The size of a file, and of all files of a folder together, in bytes. Files are kept in memory.</summary>
    public long Files { get; init; } = 64 * Mebibyte;

    /// <summary>The length of the output, in characters. The program that writes more is stopped.</summary>
    public int Output { get; init; } = 256 * 1024;
}
