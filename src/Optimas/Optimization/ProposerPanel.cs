namespace Optimas;

/// <summary>
/// Several proposers as one: each is asked for an even share of the prompts, all at once. What they leave open, as one does that has no evidence
/// yet, the first one is asked for.
/// </summary>
/// <param name="proposers">One proposer or more; those that come first are asked for more where the shares can't be even.</param>
public sealed class ProposerPanel(params IReadOnlyList<IPromptProposer> proposers) : IPromptProposer
{
    private readonly IReadOnlyList<IPromptProposer> _proposers =
        proposers.Count > 0 ? proposers : throw new ArgumentException("A panel has one proposer or more.", nameof(proposers));

    /// <inheritdoc/>
    public async Task<PromptProposals> ProposeAsync(PromptProposalRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        int members = _proposers.Count;
        var proposals = await OrderedParallel.SelectAsync(
            [.. _proposers.Select((p, i) => (Proposer: p, Count: (request.Count + members - 1 - i) / members)).Where(p => p.Count > 0)],
            members,
            (part, _, ct) => part.Proposer.ProposeAsync(request with { Count = part.Count }, ct),
            cancellationToken).ConfigureAwait(false);
        var prompts = ProposedPrompts.Usable(proposals.SelectMany(p => p.Prompts), request);
        var usage = proposals.Aggregate(default(ModelUsage), (sum, p) => sum + p.Usage);
        if (prompts.Length >= request.Count)
            return new(prompts, usage);
        var more = await _proposers[0].ProposeAsync(
            request with { Count = request.Count - prompts.Length, Seed = SeededRandom.Derive(request.Seed, "more", prompts.Length) },
            cancellationToken).ConfigureAwait(false);
        return new(ProposedPrompts.Usable(prompts.Concat(more.Prompts), request), usage + more.Usage);
    }
}
