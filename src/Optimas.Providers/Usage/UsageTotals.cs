using System.Globalization;

namespace Optimas.Providers;

/// <summary>What a number of calls used.</summary>
/// <param name="Calls">Calls, failed ones included.</param>
/// <param name="Failed">Calls that failed or were cancelled; their tokens are unknown and not counted.</param>
/// <param name="InputTokens">Tokens read, those from the provider's own cache included.</param>
/// <param name="CachedInputTokens">Tokens read from the provider's own cache.</param>
/// <param name="OutputTokens">Tokens written.</param>
/// <param name="Estimated">Calls whose tokens the server did not say, or whose stream was left: theirs are estimates.</param>
/// <param name="Unpriced">Calls to models without a price.</param>
/// <param name="PricedCost">US dollars of the calls with a price.</param>
public readonly record struct UsageTotals(
    long Calls, long Failed, long InputTokens, long CachedInputTokens, long OutputTokens, long Estimated, long Unpriced, decimal PricedCost)
{
    /// <summary>US dollars; null, for unknown, where a call had no price.</summary>
    public decimal? Cost => Unpriced == 0 ? PricedCost : null;

    /// <summary>Tokens read and written.</summary>
    public long Tokens => InputTokens + OutputTokens;

    /// <summary>The sum of both.</summary>
    public static UsageTotals operator +(UsageTotals left, UsageTotals right) => new(
        left.Calls + right.Calls,
        left.Failed + right.Failed,
        left.InputTokens + right.InputTokens,
        left.CachedInputTokens + right.CachedInputTokens,
        left.OutputTokens + right.OutputTokens,
        left.Estimated + right.Estimated,
        left.Unpriced + right.Unpriced,
        left.PricedCost + right.PricedCost);

    /// <summary>The sum of both.</summary>
    public static UsageTotals Add(UsageTotals left, UsageTotals right) => left + right;

    /// <summary>Says it in words: <c>12 calls, 3,400 tokens, $0.0123</c>.</summary>
    public override string ToString()
    {
        string failed = Failed > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({Failed:N0} failed)") : "";
        string about = Estimated > 0 ? "about " : "";
        string cost = Cost is { } known ? string.Create(CultureInfo.InvariantCulture, $"${known:0.00##}")
            : PricedCost > 0 ? string.Create(CultureInfo.InvariantCulture, $"${PricedCost:0.00##} and the unknown cost of {Unpriced:N0} calls")
            : "cost unknown";
        return string.Create(CultureInfo.InvariantCulture, $"{Calls:N0} calls{failed}, {about}{Tokens:N0} tokens, {cost}");
    }
}
