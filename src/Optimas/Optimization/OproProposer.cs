using System.Collections.Immutable;
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
            (_, i, ct) => client.GetResponseAsync(
                question,
                new()
                {
                    Temperature = 1,
                    Seed = SeededRandom.Derive(request.Seed, "opro", i),
                    AdditionalProperties = new() { [ComponentScope.CallerProperty] = "proposer" },
                },
                ct),
            cancellationToken).ConfigureAwait(false);
        ImmutableArray<string> prompts =
        [
            .. replies.Select(r => OproLayout.Read(r.Text)).OfType<string>()
                .Where(p => p != request.Current && HasOnlyKnownPlaceholders(p, request.Parameter))
                .Distinct(StringComparer.Ordinal),
        ];
        return new(prompts, replies.Aggregate(default(ModelUsage), (sum, r) => sum + ModelUsage.Of(r.Usage)));
    }

    // An unknown name in braces would reach the model as it stands: the proposer made it up.
    private static bool HasOnlyKnownPlaceholders(string prompt, PromptParameter parameter)
    {
        for (int open = prompt.IndexOf('{', StringComparison.Ordinal); open >= 0; open = prompt.IndexOf('{', open + 1))
        {
            int close = prompt.IndexOf('}', open);
            string name = close < 0 ? "" : prompt[(open + 1)..close];
            bool isName = name.Length > 0 && name.All(c => char.IsLetterOrDigit(c) || c == '_');
            if (isName && !parameter.Placeholders.Contains(name))
                return false;
        }

        return true;
    }
}
