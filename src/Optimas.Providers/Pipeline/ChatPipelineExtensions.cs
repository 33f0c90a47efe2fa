using Microsoft.Extensions.AI;

namespace Optimas.Providers;

/// <summary>
/// The middleware, one by one, for a <see cref="ChatClientBuilder"/>, whose first is the outermost. <see cref="ChatPipeline"/> puts them
/// in order.
/// </summary>
public static class ChatPipelineExtensions
{
    /// <summary>Calls a client under a name, such as <c>judge</c>, by which its calls are counted, limited and recorded.</summary>
    public static IChatClient Named(this IChatClient client, string name) => new NamedChatClient(client, name);

    /// <summary>Records spans and metrics; see <see cref="TelemetryChatClient"/>.</summary>
    public static ChatClientBuilder UseChatTelemetry(this ChatClientBuilder builder, ChatTelemetryOptions options) =>
        Checked(builder).Use(client => new TelemetryChatClient(client, options));

    /// <summary>Answers what was asked before; see <see cref="ReplyCacheChatClient"/>.</summary>
    public static ChatClientBuilder UseReplyCache(this ChatClientBuilder builder, ReplyCache cache, ReplyCacheOptions options) =>
        Checked(builder).Use(client => new ReplyCacheChatClient(client, cache, options));

    /// <summary>Answers what was asked before; see <see cref="ReplyCacheChatClient"/>.</summary>
    public static ChatClientBuilder UseReplyCache(this ChatClientBuilder builder, ReplyCache cache) => builder.UseReplyCache(cache, new());

    /// <summary>Counts tokens and dollars; see <see cref="UsageChatClient"/>.</summary>
    public static ChatClientBuilder UseUsage(this ChatClientBuilder builder, UsageLedger ledger) =>
        Checked(builder).Use(client => new UsageChatClient(client, ledger));

    /// <summary>Refuses calls once a budget is spent; see <see cref="CallBudgetChatClient"/>.</summary>
    public static ChatClientBuilder UseCallBudget(this ChatClientBuilder builder, CallBudget budget) =>
        Checked(builder).Use(client => new CallBudgetChatClient(client, budget));

    /// <summary>Records calls or replays them; see <see cref="CassetteChatClient"/>.</summary>
    public static ChatClientBuilder UseCassette(this ChatClientBuilder builder, Cassette cassette, params IReadOnlyList<string> secrets) =>
        Checked(builder).Use(client => new CassetteChatClient(client, cassette, secrets));

    /// <summary>Tries failed calls again; see <see cref="RetryChatClient"/>.</summary>
    public static ChatClientBuilder UseRetry(this ChatClientBuilder builder, RetryOptions options) =>
        Checked(builder).Use(client => new RetryChatClient(client, options));

    /// <summary>Holds calls back to a rate; see <see cref="RateLimitChatClient"/>.</summary>
    public static ChatClientBuilder UseRateLimit(this ChatClientBuilder builder, FairRateLimiter limiter) =>
        Checked(builder).Use(client => new RateLimitChatClient(client, limiter));

    /// <summary>Keeps secrets out of exceptions; see <see cref="RedactingChatClient"/>.</summary>
    public static ChatClientBuilder UseRedaction(this ChatClientBuilder builder, params IReadOnlyList<string> secrets) =>
        Checked(builder).Use(client => new RedactingChatClient(client, secrets));

    private static ChatClientBuilder Checked(ChatClientBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder;
    }
}
