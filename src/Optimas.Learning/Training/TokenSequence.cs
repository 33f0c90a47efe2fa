namespace Optimas.Learning;

/// <summary>A text to train a language model on.</summary>
public sealed record TokenSequence
{
    /// <summary>A text whose tokens all weigh 1.</summary>
    /// <param name="tokens">Its token ids, two at least.</param>
    public TokenSequence(IReadOnlyList<int> tokens)
        : this(tokens, null)
    {
    }

    /// <summary>A text.</summary>
    /// <param name="tokens">Its token ids, two at least.</param>
    /// <param name="weights">
    /// What the loss of predicting each token weighs, 0 or larger; null for 1 each. The first token is never predicted, so its weight says
    /// nothing.
    /// </param>
    /// <exception cref="ArgumentException">
    /// There are fewer than two tokens, more or fewer weights than tokens, or a weight is negative.
    /// </exception>
    public TokenSequence(IReadOnlyList<int> tokens, IReadOnlyList<float>? weights)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (tokens.Count < 2)
            throw new ArgumentException($"A text of {tokens.Count} tokens has none to predict.", nameof(tokens));
        if (weights is not null && weights.Count != tokens.Count)
            throw new ArgumentException($"There are {weights.Count} weights for {tokens.Count} tokens.", nameof(weights));
        if (weights is not null && weights.Any(w => !(w >= 0) || float.IsInfinity(w)))
            throw new ArgumentException("A weight is negative or not finite.", nameof(weights));
        Tokens = tokens;
        Weights = weights;
    }

    /// <summary>The token ids.</summary>
    public IReadOnlyList<int> Tokens { get; }

    /// <summary>What the loss of predicting each token weighs; null for 1 each.</summary>
    public IReadOnlyList<float>? Weights { get; }

    internal float WeightOf(int token) => Weights?[token] ?? 1;
}
