namespace Optimas.Cli.Doctor;

/// <summary>Chromium, or a browser made of it.</summary>
internal static class ChromiumCheck
{
    public static async Task<Finding> RunAsync(Machine machine, CancellationToken cancellationToken)
    {
        if (machine.Find("chromium", "chromium-browser", "google-chrome") is not { } path)
            return Of(false, "no chromium on the search path");
        var (succeeded, text) = await Machine.RunAsync(path, ["--version"], cancellationToken).ConfigureAwait(false);
        return Of(succeeded, succeeded ? Machine.FirstLine(text) : $"{path} --version: {Machine.FirstLine(text)}");
    }

    private static Finding Of(bool isPresent, string detail) => new(
        "chromium", IsRequired: false, "the tests of pages in a browser", isPresent, detail,
        isPresent ? null : "On Debian and Ubuntu: apt-get install chromium.");
}
