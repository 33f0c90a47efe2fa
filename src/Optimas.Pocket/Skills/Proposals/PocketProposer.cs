using Microsoft.Extensions.AI;

namespace Optimas.Pocket;

/// <summary>The proposers that the pocket model learned to serve: half of the prompts by OPRO, half by critique.</summary>
public static class PocketProposer
{
    /// <summary>Six prompts with their scores, and no samples, for which its memory is too short.</summary>
    public static OproLayout Layout { get; } = new() { Prompts = 6, Samples = 0 };

    /// <summary>A proposer.</summary>
    /// <param name="client">The pocket model, or one that serves it.</param>
    public static IPromptProposer Create(IChatClient client) => new ProposerPanel(new OproProposer(client, Layout), new CritiqueProposer(client));
}
