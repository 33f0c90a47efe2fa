using System.Globalization;
using Microsoft.Extensions.AI;
using Optimas.Providers;

namespace Optimas.Hosting;

/// <summary>
/// The middleware that a command line asks for, shared by all of its chat clients. None of its options decides on results: a run that was started
/// with one may be resumed with another.
/// </summary>
internal sealed class ChatMiddleware : IAsyncDisposable
{
    private const string CacheFile = "--cache", CassetteFile = "--cassette", Record = "--record", Retries = "--retries", Prices = "--prices";
    private const string RequestsPerMinute = "--requests-per-minute", TokensPerMinute = "--tokens-per-minute";
    private const string MaxCalls = "--max-calls", MaxTokens = "--max-tokens", MaxDollars = "--max-dollars", MaxSeconds = "--max-seconds";

    // What a program's own model has no use for: it costs nothing, is not far away, and may be in training.
    private static readonly string[] s_forServers = [CacheFile, CassetteFile, Record, Retries, Prices, RequestsPerMinute, TokensPerMinute, MaxDollars];

    private readonly ReplyCache? _cache;
    private readonly FairRateLimiter? _limiter;
    private readonly Cassette? _cassette;
    private readonly RetryOptions _retry;
    private readonly CallBudget? _budget;
    private readonly string? _firstForServers;
    private readonly PriceTable _prices;

    private ChatMiddleware(Values values, PriceTable prices, Cassette? cassette)
    {
        _prices = prices;
        _cassette = cassette;
        _firstForServers = s_forServers.FirstOrDefault(values.Has);
        Limits = values.Limits();
        _budget = Limits == new CallLimits() ? null : new(Limits, prices);
        _retry = new() { MaxRetries = values.Whole(Retries, least: 0) is { } retries ? (int)retries : new RetryOptions().MaxRetries };
        Usage = new(prices);
        var rate = new RateLimit
        {
            Requests = (int?)values.Whole(RequestsPerMinute, least: 1, most: int.MaxValue),
            Tokens = (int?)values.Whole(TokensPerMinute, least: 1, most: int.MaxValue),
        };
        _limiter = rate is { Requests: null, Tokens: null } ? null : new(rate);
        // The last one that may fail.
        _cache = values.Text(CacheFile) is { } file ? new(file) : null;
    }

    /// <summary>The options.</summary>
    public static IReadOnlyList<HostOption> Options { get; } =
    [
        Option(CacheFile, "A file that keeps the server's replies: what was asked before costs nothing."),
        Option(RequestsPerMinute, "The most requests to the server in a minute."),
        Option(TokensPerMinute, "The most tokens, read and written, in a minute."),
        Option(Retries, $"How often a call is tried again after a failure that may pass; {new RetryOptions().MaxRetries} times without it."),
        Option(Prices, "A JSON file of prices by model, in dollars for a million tokens, in addition to the list prices that are built in."),
        Option(MaxCalls, "The most calls to the model. Once this or another limit is spent, an optimization ends with the best that it has."),
        Option(MaxTokens, "The most tokens, read and written."),
        Option(MaxDollars, "The most dollars, by the prices."),
        Option(MaxSeconds, "The most seconds from the first call on."),
        Option(CassetteFile, "A file of recorded calls, from which all replies come: no server is asked, and what is not recorded is an error."),
        Option(Record, "Makes the calls, and records them in the file that --cassette names.") with { IsFlag = true },
    ];

    /// <summary>What a command line without options gets.</summary>
    public static ChatMiddleware Default { get; } = new(new(new Dictionary<string, IReadOnlyList<string>>()), PriceTable.Default, cassette: null);

    /// <summary>What may be spent.</summary>
    public CallLimits Limits { get; }

    /// <summary>What the server's clients have used.</summary>
    public UsageLedger Usage { get; }

    /// <summary>The option that raises the limit which ended an optimization; null where none did.</summary>
    public static string? OptionOf(StopReason reason) => reason switch
    {
        StopReason.Calls => MaxCalls,
        StopReason.Tokens => MaxTokens,
        StopReason.Dollars => MaxDollars,
        StopReason.Time => MaxSeconds,
        _ => null,
    };

    /// <summary>Opens what the options name.</summary>
    /// <param name="given">The values of the command line's options.</param>
    /// <param name="resumes">Whether a run is to be resumed.</param>
    /// <param name="cancellationToken">Ends the reading of files.</param>
    /// <exception cref="ArgumentException">A value can't be used; the message says what to give.</exception>
    /// <exception cref="IOException">A file can't be opened.</exception>
    /// <exception cref="InvalidDataException">A file is something else.</exception>
    public static async Task<ChatMiddleware> OpenAsync(
        IReadOnlyDictionary<string, IReadOnlyList<string>> given, bool resumes, CancellationToken cancellationToken)
    {
        var values = new Values(given);
        if (s_forServers.FirstOrDefault(values.Has) is { } option && !values.Has(ChatEndpoint.Endpoint))
            throw new ArgumentException($"{option} is for a server's model, but {ChatEndpoint.Endpoint} is missing.");
        if (values.Has(Record) && !values.Has(CassetteFile))
            throw new ArgumentException($"{Record} needs {CassetteFile} FILE: where to.");
        if (values.Has(Record) && values.Has(CacheFile))
            throw new ArgumentException($"{Record} and {CacheFile} don't go together: what the cache answers would be missing from the cassette.");
        if (values.Has(Record) && resumes)
            throw new ArgumentException($"{Record} can't go on with a recording: a resumed run makes only the calls that are missing. Record a run from its start.");
        var prices = values.Text(Prices) is { } table
            ? PriceTable.Default.With(await PriceTable.LoadAsync(table, cancellationToken).ConfigureAwait(false))
            : PriceTable.Default;
        var cassette = values.Text(CassetteFile) is not { } file ? null
            : values.Has(Record) ? Cassette.Record(file)
            : await Cassette.ReplayAsync(file, cancellationToken).ConfigureAwait(false);
        try
        {
            return new(values, prices, cassette);
        }
        catch
        {
            if (cassette is not null)
                await cassette.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Counts what earlier sessions of a resumed run have spent.</summary>
    /// <param name="calls">Who called which model, and what it used.</param>
    /// <param name="elapsed">The time that it took.</param>
    public void CountBefore(IEnumerable<(string Caller, string? Model, ModelUsage Usage)> calls, TimeSpan elapsed)
    {
        if (_budget is null)
            return;
        foreach (var (caller, model, usage) in calls)
            _budget.CountBefore(caller, model, usage);
        _budget.CountBefore(elapsed);
    }

    /// <summary>Puts the middleware around a server's client.</summary>
    /// <exception cref="ArgumentException">Dollars are limited, and a model has no price.</exception>
    public IChatClient AroundServer(IChatClient client, IReadOnlyList<string> models)
    {
        if (Limits.Dollars is not null && models.FirstOrDefault(m => _prices.Find(m) is null) is { } unknown)
            throw new ArgumentException($"{MaxDollars} needs the price of '{unknown}': name a file with {Prices} that has it.");
        return new ChatPipeline
        {
            Telemetry = new(),
            Cache = _cache,
            Usage = Usage,
            Budget = _budget,
            Cassette = _cassette,
            Retry = _retry,
            RateLimiter = _limiter,
        }.Around(client);
    }

    /// <summary>Puts the budget around the program's own client.</summary>
    public IChatClient AroundOwn(Func<IChatClient> client) =>
        _firstForServers is not null ? throw new ArgumentException($"{_firstForServers} is for a server's model, but {ChatEndpoint.Endpoint} is missing.")
        : _budget is null ? client()
        : new ChatPipeline { Budget = _budget }.Around(client());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _limiter?.Dispose();
        _cache?.Dispose();
        if (_cassette is not null)
            await _cassette.DisposeAsync().ConfigureAwait(false);
    }

    private static HostOption Option(string name, string description) => new(name, description) { Decides = false };

    /// <summary>The options' values, read strictly.</summary>
    private sealed class Values(IReadOnlyDictionary<string, IReadOnlyList<string>> given)
    {
        public bool Has(string option) => given.ContainsKey(option);

        public string? Text(string option) => given.GetValueOrDefault(option) switch
        {
            null => null,
            [{ Length: > 0 } value] => value,
            _ => throw new ArgumentException($"{option} takes one file."),
        };

        public long? Whole(string option, long least, long most = long.MaxValue) => Number(option) is not { } text ? null
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value >= least && value <= most ? value
            : throw new ArgumentException($"{option} takes a whole number, {least} or larger, but is {text}.");

        public CallLimits Limits() => new()
        {
            Calls = Whole(MaxCalls, least: 1),
            Tokens = Whole(MaxTokens, least: 1),
            Dollars = Amount(MaxDollars),
            Time = Amount(MaxSeconds) is { } seconds
                ? (double)seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds((double)seconds) : throw new ArgumentException($"{MaxSeconds} is too large.")
                : null,
        };

        // Without the thousands separators that parsing lets pass: 1,5 is not 15.
        private decimal? Amount(string option) => Number(option) is not { } text ? null
            : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) && value > 0 ? value
            : throw new ArgumentException($"{option} takes a number larger than 0, as 300 or 0.5, but is {text}.");

        private string? Number(string option) => given.GetValueOrDefault(option) switch
        {
            null => null,
            [var value] => value,
            _ => throw new ArgumentException($"{option} takes one number."),
        };
    }
}
