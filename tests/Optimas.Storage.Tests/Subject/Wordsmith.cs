using Optimas;

namespace Subject;

/// <summary>Proposes words at random, and fails now and then, as a provider does.</summary>
internal sealed class Wordsmith : IPromptProposer
{
    public static string[] Good { get; } = ["briefly", "truly", "kindly"];

    private static readonly string[] s_words = [.. Good, "loudly", "twice", "backwards"];

    public async Task<PromptProposals> ProposeAsync(PromptProposalRequest request, CancellationToken cancellationToken)
    {
        await Task.Delay(2, cancellationToken);
        var random = new SeededRandom(request.Seed, "proposals");
        if (random.Next(6) == 0)
            throw new InvalidOperationException("The proposer is out of ideas.");
        return new(
            [.. Enumerable.Range(0, request.Count).Select(_ => $"Answer {string.Join(", ", random.Shuffle(s_words).Take(2))}.").Distinct()],
            new(1, 100, 30, 0.001m));
    }
}
