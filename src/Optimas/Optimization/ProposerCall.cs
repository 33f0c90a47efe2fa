using Microsoft.Extensions.AI;

namespace Optimas;

/// <summary>A proposer's question to a language model, marked as the optimizer's own for whoever counts calls.</summary>
internal static class ProposerCall
{
    private const string Caller = "proposer";

    /// <summary>Asks.</summary>
    /// <param name="client">The language model.</param>
    /// <param name="message">The question.</param>
    /// <param name="temperature">The sampling temperature.</param>
    /// <param name="seed">The seed to sample with.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public static Task<ChatResponse> AskAsync(IChatClient client, string message, float temperature, long seed, CancellationToken cancellationToken) =>
        client.GetResponseAsync(
            message,
            new()
            {
                Temperature = temperature,
                Seed = seed,
                AdditionalProperties = new() { [ComponentScope.CallerProperty] = Caller },
            },
            cancellationToken);
}
