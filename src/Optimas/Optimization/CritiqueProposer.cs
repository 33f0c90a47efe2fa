using Microsoft.Extensions.AI;

namespace Optimas;

/// <summary>
/// Proposes prompts by having a language model criticise a reply that lost against another one for the same input, and then revise the prompt
/// accordingly (reflection, as in GEPA: Agrawal et al. 2025). It learns from the preference pairs that local rewards learn from; without any
/// it proposes nothing. Two calls a prompt, each with a seed of its own.
/// </summary>
/// <param name="client">The language model.</param>
public sealed class CritiqueProposer(IChatClient client) : IPromptProposer
{
    private const float Temperature = 0.7f;

    /// <inheritdoc/>
    public async Task<PromptProposals> ProposeAsync(PromptProposalRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Contrasts.IsEmpty)
            return new([], default);
        var revisions = await OrderedParallel.SelectAsync(
            [.. Enumerable.Range(0, request.Count)], request.Count, (_, i, ct) => ReviseAsync(request, i, ct), cancellationToken).ConfigureAwait(false);
        return new(
            ProposedPrompts.Usable(revisions.Select(r => r.Prompt), request),
            revisions.Aggregate(default(ModelUsage), (sum, r) => sum + r.Usage));
    }

    private async Task<(string? Prompt, ModelUsage Usage)> ReviseAsync(PromptProposalRequest request, int index, CancellationToken cancellationToken)
    {
        var contrast = request.Contrasts[index % request.Contrasts.Length];
        string question = CritiqueLayout.Criticise(request, contrast.Rejected.Input, contrast.Rejected.Output, contrast.Preferred.Output);
        var critique = await AskAsync(question, "critique").ConfigureAwait(false);
        var revision = await AskAsync(CritiqueLayout.Revise(request, critique.Text.Trim()), "revision").ConfigureAwait(false);
        return (OproLayout.Read(revision.Text), ModelUsage.Of(critique.Usage) + ModelUsage.Of(revision.Usage));

        Task<ChatResponse> AskAsync(string message, string purpose) =>
            ProposerCall.AskAsync(client, message, Temperature, SeededRandom.Derive(request.Seed, purpose, index), cancellationToken);
    }
}
