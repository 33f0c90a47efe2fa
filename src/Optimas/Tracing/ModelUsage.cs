using Microsoft.Extensions.AI;

namespace Optimas;

/// <summary>What calls to language models used.</summary>
/// <param name="Calls">The number of calls.</param>
/// <param name="InputTokens">Tokens read.</param>
/// <param name="OutputTokens">Tokens written.</param>
/// <param name="Cost">Their price in US dollars, where a price is known.</param>
public readonly record struct ModelUsage(int Calls, long InputTokens, long OutputTokens, decimal Cost)
{
    /// <summary>One call, as its response reports it.</summary>
    public static ModelUsage Of(UsageDetails? usage) => new(1, usage?.InputTokenCount ?? 0, usage?.OutputTokenCount ?? 0, 0);

    /// <summary>The sum of both.</summary>
    public static ModelUsage operator +(ModelUsage left, ModelUsage right) => new(
        left.Calls + right.Calls, left.InputTokens + right.InputTokens, left.OutputTokens + right.OutputTokens, left.Cost + right.Cost);

    /// <summary>The sum of both.</summary>
    public static ModelUsage Add(ModelUsage left, ModelUsage right) => left + right;
}
