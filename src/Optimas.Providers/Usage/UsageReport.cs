using System.Text;

namespace Optimas.Providers;

/// <summary>What was used up to a moment, by model and by who called: components by their names, and the optimizer's own calls by theirs.</summary>
/// <param name="Total">Everything.</param>
/// <param name="ByModel">By the model asked for.</param>
/// <param name="ByCaller">By who called.</param>
/// <param name="UnpricedModels">Models without a price, whose cost is unknown.</param>
public sealed record UsageReport(
    UsageTotals Total,
    IReadOnlyDictionary<string, UsageTotals> ByModel,
    IReadOnlyDictionary<string, UsageTotals> ByCaller,
    IReadOnlyList<string> UnpricedModels)
{
    /// <summary>A line for the total, for each model and for each caller, the most used first.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().Append("total: ").Append(Total);
        foreach (var (title, totals) in new[] { ("model", ByModel), ("caller", ByCaller) })
        {
            foreach (var (name, used) in totals.OrderByDescending(t => t.Value.Tokens).ThenBy(t => t.Key, StringComparer.Ordinal))
                text.Append('\n').Append(title).Append(' ').Append(name).Append(": ").Append(used);
        }

        if (UnpricedModels.Count > 0)
            text.Append("\nno price for: ").AppendJoin(", ", UnpricedModels);
        return text.ToString();
    }
}
