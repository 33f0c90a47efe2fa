using System.Collections.Immutable;

namespace Optimas.Learning;

/// <summary>A text to go on with.</summary>
/// <param name="Prompt">Its token ids; at least one.</param>
/// <param name="Sampling">How it goes on.</param>
/// <param name="Adapter">The adapter in force; null for the base model.</param>
public sealed record GenerationRequest(ImmutableArray<int> Prompt, SamplingOptions Sampling, LoraAdapter? Adapter);

/// <summary>A text that was written.</summary>
/// <param name="Tokens">The ids, the one that ended it included.</param>
/// <param name="LogProbabilities">Of each id, the logarithm of its probability under the model at temperature 1, before any filter.</param>
/// <param name="Text">The text, without what ended it.</param>
/// <param name="End">Why it ended.</param>
/// <param name="PrefixTokens">How many of the prompt's tokens were not computed, since another text had begun with them.</param>
public sealed record GenerationResult(
    ImmutableArray<int> Tokens, ImmutableArray<float> LogProbabilities, string Text, GenerationEnd End, int PrefixTokens);

/// <summary>Why a text ended.</summary>
public enum GenerationEnd
{
    /// <summary>By a token that ends texts, or a text to stop at.</summary>
    Stop,

    /// <summary>At the most tokens it could have, or where the context was full.</summary>
    Length,
}
