using System.Collections.Immutable;

namespace Optimas;

/// <summary>What a language model proposed, as far as it can be used.</summary>
internal static class ProposedPrompts
{
    /// <summary>The distinct prompts that are new and name no placeholder that the prompt's component does not fill.</summary>
    /// <param name="prompts">What was proposed; null for a reply without a prompt.</param>
    /// <param name="request">What was asked for.</param>
    public static ImmutableArray<string> Usable(IEnumerable<string?> prompts, PromptProposalRequest request) =>
    [
        .. prompts.OfType<string>()
            .Where(p => p != request.Current && HasOnlyKnownPlaceholders(p, request.Parameter))
            .Distinct(StringComparer.Ordinal),
    ];

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
