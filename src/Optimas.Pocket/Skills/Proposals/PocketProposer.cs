using Microsoft.Extensions.AI;

namespace Optimas.Pocket;

/// <summary>OPRO as the pocket model learned it.</summary>
public static class PocketProposer
{
    /// <summary>Six prompts with their scores, and no samples, for which its memory is too short.</summary>
    public static OproLayout Layout { get; } = new() { Prompts = 6, Samples = 0 };

    /// <summary>A proposer.</summary>
    /// <param name="client">The pocket model, or one that serves it.</param>
    public static OproProposer Create(IChatClient client) => new(client, Layout);
}
