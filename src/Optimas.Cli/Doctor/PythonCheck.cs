namespace Optimas.Cli.Doctor;

/// <summary>Python 3.</summary>
internal static class PythonCheck
{
    public static async Task<Finding> RunAsync(Machine machine, CancellationToken cancellationToken)
    {
        if (machine.Find("python3") is not { } path)
            return Of(false, "no python3 on the search path");
        var (succeeded, text) = await Machine.RunAsync(path, ["--version"], cancellationToken).ConfigureAwait(false);
        return Of(succeeded, succeeded ? Machine.FirstLine(text) : $"{path} --version: {Machine.FirstLine(text)}");
    }

    private static Finding Of(bool isPresent, string detail) => new(
        "python3", IsRequired: false, "running programs that a model wrote (samples/BigCodeBench)", isPresent, detail,
        isPresent ? null : "On Debian and Ubuntu: apt-get install python3.");
}
