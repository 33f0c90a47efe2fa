using Microsoft.Extensions.AI;

namespace Optimas.Providers;

/// <summary>
/// Middleware in the order that makes sense, from the caller inwards: telemetry, cache, usage, budget, cassette, retry, rate limit. So a
/// kept reply costs nothing and is seen in a trace, a replayed one waits for nothing, and every retry waits for its turn. What is null is
/// left out.
/// </summary>
public sealed record ChatPipeline
{
    /// <summary>Records spans and metrics.</summary>
    public ChatTelemetryOptions? Telemetry { get; init; }

    /// <summary>Answers what was asked before.</summary>
    public ReplyCache? Cache { get; init; }

    /// <summary>Tells apart, in the cache, clients that would answer the same request differently; by default what the client says of itself.</summary>
    public string? CacheIdentity { get; init; }

    /// <summary>Counts tokens and dollars.</summary>
    public UsageLedger? Usage { get; init; }

    /// <summary>Refuses calls once it is spent.</summary>
    public CallBudget? Budget { get; init; }

    /// <summary>Records calls, or replays them.</summary>
    public Cassette? Cassette { get; init; }

    /// <summary>Tries failed calls again.</summary>
    public RetryOptions? Retry { get; init; }

    /// <summary>Holds calls back to a rate.</summary>
    public FairRateLimiter? RateLimiter { get; init; }

    /// <summary>
    /// Texts that never reach files, traces or exceptions, beside the API key of <see cref="OpenAICompatibleChatClient"/>, the values of
    /// additional properties with names such as <c>api_key</c>, and what looks like a key of a well-known service.
    /// </summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>
    /// Puts the middleware around a client. Disposing the result disposes the client; cache, cassette and rate limiter stay their owner's.
    /// </summary>
    public IChatClient Around(IChatClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        var builder = new ChatClientBuilder(client);
        // A builder's first is the outermost.
        if (Telemetry is { } telemetry)
            builder.UseChatTelemetry(telemetry with { Secrets = [.. telemetry.Secrets, .. Secrets] });
        if (Cache is not null)
            builder.UseReplyCache(Cache, new() { Identity = CacheIdentity, Secrets = Secrets });
        if (Usage is not null)
            builder.UseUsage(Usage);
        if (Budget is not null)
            builder.UseCallBudget(Budget);
        if (Cassette is not null)
            builder.UseCassette(Cassette, Secrets);
        if (Retry is not null)
            builder.UseRetry(Retry);
        if (RateLimiter is not null)
            builder.UseRateLimit(RateLimiter);
        builder.UseRedaction(Secrets);
        return builder.Build();
    }
}
