using Microsoft.Extensions.AI;

namespace Optimas;

/// <summary>
/// Proposes prompts by showing a language model the prompts tried so far with their scores, worst first, and asking for a better one
/// (OPRO: Yang et al. 2024). One call a prompt, each with a seed of its own.
/// </summary>
/// <param name="client">The language model.</param>
/// <param name="layout">How it is asked.</param>
public sealed class OproProposer(IChatClient client, OproLayout layout) : IPromptProposer
{
    /// <summary>Asks in the usual way.</summary>
    /// <param name="client">The language model.</param>
    public OproProposer(IChatClient client)
        : this(client, OproLayout.Default)
    {
    }

    /// <inheritdoc/>
    public async Task<PromptProposals> ProposeAsync(PromptProposalRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        string question = layout.Write(request);
        var replies = await OrderedParallel.SelectAsync(
            [.. Enumerable.Range(0, request.Count)],
            request.Count,
            (_, i, ct) => ProposerCall.AskAsync(client, question, temperature: 1, SeededRandom.Derive(request.Seed, "opro", i), ct),
            cancellationToken).ConfigureAwait(false);
        return new(
            ProposedPrompts.Usable(replies.Select(r => OproLayout.Read(r.Text)), request),
            replies.Aggregate(default(ModelUsage), (sum, r) => sum + ModelUsage.Of(r.Usage)));
    }
}
