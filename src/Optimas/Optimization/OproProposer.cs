using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.AI;

namespace Optimas;

/// <summary>
/// Proposes prompts by showing a language model the prompts tried so far with their scores, worst first, and asking for a better one
/// (OPRO: Yang et al. 2024). One call a prompt, each with a seed of its own.
/// </summary>
/// <param name="client">The language model.</param>
public sealed class OproProposer(IChatClient client) : IPromptProposer
{
    private const int ShownPrompts = 12;
    private const int ShownSamples = 3;
    private const int ShownCharacters = 600;
    private const string Open = "<instruction>";
    private const string Close = "</instruction>";

    /// <inheritdoc/>
    public async Task<PromptProposals> ProposeAsync(PromptProposalRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        string question = Question(request);
        var replies = await OrderedParallel.SelectAsync(
            [.. Enumerable.Range(0, request.Count)],
            request.Count,
            (_, i, ct) => client.GetResponseAsync(
                question, new() { Temperature = 1, Seed = SeededRandom.Derive(request.Seed, "opro", i) }, ct),
            cancellationToken).ConfigureAwait(false);
        ImmutableArray<string> prompts =
        [
            .. replies.Select(r => Read(r.Text)).OfType<string>()
                .Where(p => p != request.Current && HasOnlyKnownPlaceholders(p, request.Parameter))
                .Distinct(StringComparer.Ordinal),
        ];
        return new(prompts, replies.Aggregate(default(ModelUsage), (sum, r) => sum + ModelUsage.Of(r.Usage)));
    }

    private static string Question(PromptProposalRequest request)
    {
        var text = new StringBuilder();
        text.Append("You write the instruction of one step in a pipeline, so that the whole pipeline scores higher.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"The step: {request.Component.Name}. {request.Component.Description}\n");
        text.Append(CultureInfo.InvariantCulture, $"It gets: {string.Join(", ", request.Component.Inputs.Select(i => i.Parameter))}.\n");
        if (!request.Parameter.Placeholders.IsEmpty)
        {
            string placeholders = string.Join(", ", request.Parameter.Placeholders.Select(p => $"{{{p}}}"));
            text.Append(CultureInfo.InvariantCulture, $"The instruction may use these placeholders and no others: {placeholders}.\n");
        }

        text.Append("\nInstructions tried so far with their scores, worst first:\n");
        foreach (var scored in request.Scored.OrderBy(s => s.Score).TakeLast(ShownPrompts))
            text.Append(CultureInfo.InvariantCulture, $"{Open}{scored.Prompt}{Close}\nscore: {scored.Score:0.###}\n");
        text.Append(CultureInfo.InvariantCulture, $"\nThe instruction in force:\n{Open}{request.Current}{Close}\n");
        foreach (var sample in request.Samples.Take(ShownSamples))
            text.Append(CultureInfo.InvariantCulture, $"\nUnder it the step got:\n{Shorten(sample.Input)}\nand wrote:\n{Shorten(sample.Output)}\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"\nWrite one new instruction that differs from all of these and should score higher. Reply with {Open}…{Close} and nothing else.");
        return text.ToString();
    }

    // A reply without the tags is taken whole; one whose tag was never closed, up to its end.
    private static string? Read(string reply)
    {
        int start = reply.IndexOf(Open, StringComparison.OrdinalIgnoreCase);
        string prompt = start < 0 ? reply : reply[(start + Open.Length)..];
        int end = prompt.IndexOf(Close, StringComparison.OrdinalIgnoreCase);
        prompt = (end < 0 ? prompt : prompt[..end]).Trim();
        return prompt.Length == 0 ? null : prompt;
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

    private static string Shorten(string text) => text.Length <= ShownCharacters ? text : text[..ShownCharacters] + "…";
}
