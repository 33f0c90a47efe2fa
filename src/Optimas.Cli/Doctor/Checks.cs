namespace Optimas.Cli.Doctor;

/// <summary>What is looked for, in the order in which it is told.</summary>
internal static class Checks
{
    public static IReadOnlyList<Func<Machine, CancellationToken, Task<Finding>>> All { get; } =
        [SdkCheck.RunAsync, FolderCheck.RunAsync, NativeLibraryCheck.RunAsync, PocketModelCheck.RunAsync, BubblewrapCheck.RunAsync, PythonCheck.RunAsync, ChromiumCheck.RunAsync];
}
