using Optimas.Pocket;

namespace Optimas.Cli.Doctor;

/// <summary>Whether the pocket model's weights lie beside the program.</summary>
internal static class PocketModelCheck
{
    private static readonly string[] s_files = ["config.json", "tokenizer.json", "model.safetensors"];

    public static Task<Finding> RunAsync(Machine machine, CancellationToken cancellationToken)
    {
        string folder = PocketChatClient.ShippedFolder;
        string[] missing =
        [
            .. new[] { PocketChatClient.Large, PocketChatClient.Small }
                .SelectMany(name => s_files.Select(file => Path.Combine(folder, name, file)))
                .Where(file => !File.Exists(file)),
        ];
        return Task.FromResult(new Finding(
            "pocket model",
            IsRequired: true,
            "running offline, and optimas serve without --model",
            missing.Length == 0,
            missing.Length == 0 ? folder : $"there is no {missing[0]}",
            missing.Length == 0 ? null : "Install the optimas tool again: dotnet tool update Optimas.Cli."));
    }
}
