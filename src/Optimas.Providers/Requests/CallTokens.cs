namespace Optimas.Providers;

/// <summary>The tokens of one call.</summary>
/// <param name="Input">Tokens read, those from the provider's own cache included.</param>
/// <param name="CachedInput">Tokens read from the provider's own cache.</param>
/// <param name="Output">Tokens written, those of reasoning included.</param>
/// <param name="IsEstimated">Whether the server did not say, so that they are a guess from the length of the texts.</param>
internal readonly record struct CallTokens(long Input, long CachedInput, long Output, bool IsEstimated);
