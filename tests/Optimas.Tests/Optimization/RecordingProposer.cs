namespace Optimas.Tests.Optimization;

/// <summary>Proposes by a function of the request, and keeps the requests.</summary>
internal sealed class RecordingProposer(Func<PromptProposalRequest, IEnumerable<string>> propose, ModelUsage usage = default) : IPromptProposer
{
    public List<PromptProposalRequest> Requests { get; } = [];

    public Task<PromptProposals> ProposeAsync(PromptProposalRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Requests.Add(request);
        return Task.FromResult(new PromptProposals([.. propose(request)], usage));
    }
}
