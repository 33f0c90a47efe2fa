namespace Optimas.Cli.Doctor;

/// <summary>The .NET SDK, of version 10 or newer.</summary>
internal static class SdkCheck
{
    private const int LeastVersion = 10;

    public static async Task<Finding> RunAsync(Machine machine, CancellationToken cancellationToken)
    {
        if (machine.Find("dotnet") is not { } path)
            return Of(false, "no dotnet on the search path");
        var (succeeded, text) = await Machine.RunAsync(path, ["--list-sdks"], cancellationToken).ConfigureAwait(false);
        if (!succeeded)
            return Of(false, $"{path} --list-sdks: {Machine.FirstLine(text)}");
        // "10.0.100 [/usr/lib/dotnet/sdk]"
        string[] versions = [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0].Trim())];
        string? fit = versions.LastOrDefault(v => int.TryParse(v.Split('.')[0], out int major) && major >= LeastVersion);
        return fit is not null ? Of(true, fit) : Of(false, versions.Length == 0 ? $"{path} has no SDK" : $"only {string.Join(", ", versions)}");
    }

    private static Finding Of(bool isPresent, string detail) => new(
        ".NET SDK", IsRequired: true, "building systems", isPresent, detail,
        isPresent ? null : $"Install the .NET SDK {LeastVersion}.0 or newer: https://dotnet.microsoft.com/download, or dotnet-sdk-10.0 of your distribution.");
}
