namespace Optimas.Cli.Doctor;

/// <summary>bubblewrap, and whether it may make a sandbox here.</summary>
internal static class BubblewrapCheck
{
    public static async Task<Finding> RunAsync(Machine machine, CancellationToken cancellationToken)
    {
        if (machine.Find("bwrap") is not { } path)
            return Of(false, "no bwrap on the search path", "On Debian and Ubuntu: apt-get install bubblewrap.");
        var (hasVersion, version) = await Machine.RunAsync(path, ["--version"], cancellationToken).ConfigureAwait(false);
        if (!hasVersion)
            return Of(false, $"{path} --version: {Machine.FirstLine(version)}", "Install bubblewrap 0.8 or newer again.");
        var (works, text) = await Machine.RunAsync(
            path, ["--unshare-all", "--ro-bind", "/", "/", "--dev", "/dev", "/bin/true"], cancellationToken).ConfigureAwait(false);
        return works
            ? Of(true, Machine.FirstLine(version), remedy: null)
            : Of(false, $"{Machine.FirstLine(version)} can't set up a sandbox: {Machine.FirstLine(text)}", "Allow user namespaces; in a container, run it with the rights to make them.");
    }

    private static Finding Of(bool isPresent, string detail, string? remedy) =>
        new("bubblewrap", IsRequired: false, "running programs that a model wrote (samples/BigCodeBench)", isPresent, detail, remedy);
}
