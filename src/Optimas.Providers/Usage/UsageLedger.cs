namespace Optimas.Providers;

/// <summary>Adds up what calls use. Safe for concurrent use.</summary>
public sealed class UsageLedger
{
    private readonly Dictionary<(string Caller, string Model), UsageTotals> _totals = [];
    private readonly HashSet<string> _unpriced = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private UsageTotals _total;

    /// <summary>Begins a ledger with <see cref="PriceTable.Default"/>.</summary>
    public UsageLedger()
        : this(PriceTable.Default)
    {
    }

    /// <summary>Begins a ledger.</summary>
    public UsageLedger(PriceTable prices)
    {
        ArgumentNullException.ThrowIfNull(prices);
        Prices = prices;
    }

    /// <summary>The prices.</summary>
    public PriceTable Prices { get; }

    /// <summary>Everything so far.</summary>
    public UsageTotals Total
    {
        get
        {
            lock (_lock)
                return _total;
        }
    }

    /// <summary>Everything so far, by model and by caller.</summary>
    public UsageReport Report()
    {
        lock (_lock)
        {
            return new(
                _total,
                Sum(key => key.Model),
                Sum(key => key.Caller),
                [.. _unpriced.Order(StringComparer.Ordinal)]);
        }
    }

    /// <summary>Enters a call that got a reply, or part of one.</summary>
    /// <returns>What it cost; null where there is no price.</returns>
    internal decimal? Enter(string caller, string? requestedModel, string? answeringModel, CallTokens tokens)
    {
        string model = requestedModel ?? answeringModel ?? "(unnamed)";
        var price = (answeringModel is null ? null : Prices.Find(answeringModel)) ?? Prices.Find(model);
        decimal? cost = price?.Of(tokens);
        Enter(caller, model, new(
            Calls: 1,
            Failed: 0,
            tokens.Input,
            tokens.CachedInput,
            tokens.Output,
            tokens.IsEstimated ? 1 : 0,
            cost is null ? 1 : 0,
            cost ?? 0));
        return cost;
    }

    /// <summary>Enters a call that got none.</summary>
    internal void EnterFailure(string caller, string? requestedModel) =>
        Enter(caller, requestedModel ?? "(unnamed)", new(Calls: 1, Failed: 1, 0, 0, 0, 0, 0, 0));

    /// <summary>Enters calls of an earlier process.</summary>
    internal void EnterBefore(string caller, string? model, ModelUsage usage) => Enter(
        caller,
        model ?? "(unnamed)",
        new(usage.Calls, Failed: 0, usage.InputTokens, CachedInputTokens: 0, usage.OutputTokens, Estimated: 0, Unpriced: 0, usage.Cost));

    private void Enter(string caller, string model, UsageTotals used)
    {
        lock (_lock)
        {
            _totals[(caller, model)] = _totals.GetValueOrDefault((caller, model)) + used;
            _total += used;
            if (used.Unpriced > 0)
                _unpriced.Add(model);
        }
    }

    private SortedDictionary<string, UsageTotals> Sum(Func<(string Caller, string Model), string> name)
    {
        var sums = new SortedDictionary<string, UsageTotals>(StringComparer.Ordinal);
        foreach (var (key, used) in _totals)
            sums[name(key)] = sums.GetValueOrDefault(name(key)) + used;
        return sums;
    }
}
