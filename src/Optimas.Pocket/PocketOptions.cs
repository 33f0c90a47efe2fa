namespace Optimas.Pocket;

/// <summary>How the pocket model runs.</summary>
public sealed record PocketOptions
{
    /// <summary>The weights that come with the package, on the CPU, 32 texts at once.</summary>
    public static PocketOptions Default { get; } = new();

    /// <summary>Where trained adapters of <see cref="PocketChatClient.Large"/> are, for components whose weights are trained; null for none.</summary>
    public string? AdapterFolder { get; init; }

    /// <summary>The folder that holds a checkpoint for each model, in a subfolder of its name; null for the one that comes with the package.</summary>
    public string? ModelFolder { get; init; }

    /// <summary><c>cpu</c> or <c>cuda</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>How many texts are written at once at most.</summary>
    public int Slots { get; init; } = 32;
}
