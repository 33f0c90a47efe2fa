using System.Globalization;

namespace Optimas.Providers;

/// <summary>
/// A budget of model calls, which any number of clients share. A call begins only while something of every limit is left, what calls in
/// progress are expected to use taken off. Safe for concurrent use.
/// </summary>
public sealed class CallBudget
{
    private const int CallersNamed = 5;

    // What a reply is expected to have where neither the request limits it nor a reply was seen.
    private const double FirstOutput = 256;
    private const double MeanWeight = 0.1;

    private readonly CallLimits _limits;
    private readonly TimeProvider _time;
    private readonly UsageLedger _ledger;
    private readonly Lock _lock = new();
    private long? _started;
    private long _begunCalls;
    private long _reservedTokens;
    private decimal _reservedDollars;
    private double _meanOutput = FirstOutput;
    private TimeSpan _before;

    /// <summary>Makes a budget with <see cref="PriceTable.Default"/>.</summary>
    /// <exception cref="ArgumentException">A limit is not larger than zero.</exception>
    public CallBudget(CallLimits limits)
        : this(limits, PriceTable.Default)
    {
    }

    /// <summary>Makes a budget.</summary>
    /// <exception cref="ArgumentException">A limit is not larger than zero.</exception>
    public CallBudget(CallLimits limits, PriceTable prices)
        : this(limits, prices, TimeProvider.System)
    {
    }

    internal CallBudget(CallLimits limits, PriceTable prices, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(limits);
        _limits = limits.Checked();
        _ledger = new(prices);
        _time = time;
    }

    /// <summary>What was spent until now.</summary>
    public UsageReport Spent => _ledger.Report();

    /// <summary>The time since the first call, and that of earlier processes.</summary>
    public TimeSpan Elapsed
    {
        get
        {
            lock (_lock)
                return _before + (_started is { } started ? _time.GetElapsedTime(started) : TimeSpan.Zero);
        }
    }

    /// <summary>Counts calls of an earlier process, as of a run that is resumed: the limits hold for all of them together.</summary>
    /// <param name="caller">Who called.</param>
    /// <param name="model">The model; null where it is not known.</param>
    /// <param name="usage">What the calls used.</param>
    public void CountBefore(string caller, string? model, ModelUsage usage)
    {
        ArgumentException.ThrowIfNullOrEmpty(caller);
        lock (_lock)
        {
            _begunCalls += usage.Calls;
            _ledger.EnterBefore(caller, model, usage);
        }
    }

    /// <summary>Counts the time of an earlier process.</summary>
    public void CountBefore(TimeSpan elapsed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(elapsed, TimeSpan.Zero);
        lock (_lock)
            _before += elapsed;
    }

    /// <summary>Begins a call.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="model">The model; null where it is not known.</param>
    /// <param name="input">The estimated tokens to read.</param>
    /// <param name="mostOutput">The largest number of tokens to write; null where it is open.</param>
    /// <returns>What was set aside, to end the call with, and the time that is left for it.</returns>
    /// <exception cref="CallBudgetException">The budget is spent.</exception>
    /// <exception cref="InvalidOperationException">Dollars are limited, and the model has no price.</exception>
    internal Reservation Begin(string caller, string? model, long input, int? mostOutput)
    {
        lock (_lock)
        {
            _started ??= _time.GetTimestamp();
            var elapsed = _before + _time.GetElapsedTime(_started.Value);
            var price = model is null ? null : _ledger.Prices.Find(model);
            if (_limits.Dollars is not null && model is not null && price is null)
            {
                throw new InvalidOperationException(
                    $"Dollars are limited, but the price table has no price for '{model}', which '{caller}' calls. Add it (PriceTable.With), as ModelPrice.Free for a model of your own.");
            }

            var total = _ledger.Total;
            string? reached = _begunCalls >= _limits.Calls ? nameof(CallLimits.Calls)
                : total.Tokens + _reservedTokens >= _limits.Tokens ? nameof(CallLimits.Tokens)
                : total.PricedCost + _reservedDollars >= _limits.Dollars ? nameof(CallLimits.Dollars)
                : elapsed >= _limits.Time ? nameof(CallLimits.Time)
                : null;
            if (reached is not null)
                throw Reached(reached, caller, model);

            long output = (long)Math.Min(mostOutput ?? double.MaxValue, _meanOutput);
            var reservation = new Reservation(
                caller,
                model,
                input + output,
                price?.Of(new(input, CachedInput: 0, output, IsEstimated: true)) ?? 0,
                _limits.Time is { } limit ? limit - elapsed : null);
            _begunCalls++;
            _reservedTokens += reservation.Tokens;
            _reservedDollars += reservation.Dollars;
            return reservation;
        }
    }

    /// <summary>Ends a call.</summary>
    /// <param name="reservation">What <see cref="Begin"/> set aside.</param>
    /// <param name="answeringModel">The model as the reply names it.</param>
    /// <param name="tokens">What the call used; null where it failed.</param>
    internal void End(Reservation reservation, string? answeringModel, CallTokens? tokens)
    {
        lock (_lock)
        {
            _reservedTokens -= reservation.Tokens;
            _reservedDollars -= reservation.Dollars;
            if (tokens is { } used)
            {
                _meanOutput += MeanWeight * (used.Output - _meanOutput);
                _ledger.Enter(reservation.Caller, reservation.Model, answeringModel, used);
            }
            else
            {
                _ledger.EnterFailure(reservation.Caller, reservation.Model);
            }
        }
    }

    /// <summary>The failure of a call that the end of the time cut short.</summary>
    internal CallBudgetException TimeIsUp(Reservation reservation) => Reached(nameof(CallLimits.Time), reservation.Caller, reservation.Model);

    private CallBudgetException Reached(string limit, string caller, string? model)
    {
        var spent = _ledger.Report();
        string size = limit switch
        {
            nameof(CallLimits.Calls) => string.Create(CultureInfo.InvariantCulture, $"{_limits.Calls:N0} calls"),
            nameof(CallLimits.Tokens) => string.Create(CultureInfo.InvariantCulture, $"{_limits.Tokens:N0} tokens"),
            nameof(CallLimits.Dollars) => string.Create(CultureInfo.InvariantCulture, $"${_limits.Dollars:0.00##}"),
            _ => $"{_limits.Time}",
        };
        var callers = spent.ByCaller.OrderByDescending(c => c.Value.Tokens).ThenBy(c => c.Key, StringComparer.Ordinal).Take(CallersNamed)
            .Select(c => $"{c.Key} ({c.Value})");
        string by = spent.ByCaller.Count == 0 ? "" : $" By whom: {string.Join("; ", callers)}.";
        string on = spent.ByModel.Count == 0 ? "" : $" On: {string.Join(", ", spent.ByModel.Keys)}.";
        return new(
            $"The budget of {size} is spent: {spent.Total}.{by}{on} It ended at a call of '{caller}'{(model is null ? "" : $" to '{model}'")}. Raise {nameof(CallLimits)}.{limit} to go on.",
            limit,
            caller,
            spent);
    }
}
