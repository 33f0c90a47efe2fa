namespace Optimas.Providers;

/// <summary>What a model costs, in US dollars for a million tokens.</summary>
/// <param name="Input">Tokens read.</param>
/// <param name="CachedInput">Tokens read from the provider's own prompt cache.</param>
/// <param name="Output">Tokens written, those of reasoning included.</param>
public sealed record ModelPrice(decimal Input, decimal CachedInput, decimal Output)
{
    /// <summary>What a model of one's own costs.</summary>
    public static ModelPrice Free { get; } = new(0, 0, 0);

    internal decimal Of(CallTokens tokens)
    {
        long cached = Math.Clamp(tokens.CachedInput, 0, tokens.Input);
        return (((tokens.Input - cached) * Input) + (cached * CachedInput) + (tokens.Output * Output)) / 1_000_000;
    }
}
