using System.Text;

namespace Optimas.Providers;

/// <summary>Where a server that speaks OpenAI's protocol is, and how to call it. Both clients take these options.</summary>
public sealed record OpenAICompatibleOptions
{
    /// <summary>The model to ask for, as the server names it. <c>ModelId</c> in a call's options overrides it.</summary>
    public required string Model { get; init; }

    /// <summary>
    /// The server's base address, to which <c>/chat/completions</c> and <c>/embeddings</c> are appended. One without a path gets
    /// <c>/v1</c>, so <c>http://localhost:11434</c> and <c>http://localhost:11434/v1/</c> are the same. OpenAI's own by default.
    /// </summary>
    public Uri Endpoint { get; init; } = new("https://api.openai.com/v1");

    /// <summary>Sent as a bearer token. Null, the default, sends none, which suits servers of one's own.</summary>
    public string? ApiKey { get; init; }

    /// <summary>
    /// How long one attempt may take; for a streamed reply, the longest silence between two pieces of it. Five minutes by default, since a
    /// server sends an unstreamed reply only once the whole of it is written.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How often a call is sent again after a lost connection or a status of 408, 429, 500, 502, 503 or 504. Two by default; zero never
    /// retries. Timeouts, and a stream that has begun, are not retried.
    /// </summary>
    public int MaxRetries { get; init; } = 2;

    /// <summary>
    /// The wait before the first retry, doubled for each further one. <c>Retry-After</c> takes precedence; a call told to wait for more
    /// than a minute fails at once instead. One second by default.
    /// </summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many texts go in one embedding request at most; servers have limits. 512 by default (OpenAI takes 2048).</summary>
    public int EmbeddingBatchSize { get; init; } = 512;

    /// <summary>
    /// Sends the requests, for proxies, certificates or further headers. The caller owns it, and its own timeout applies as well. By
    /// default all clients share one.
    /// </summary>
    public HttpClient? HttpClient { get; init; }

    internal Uri BaseAddress => Endpoint.AbsolutePath == "/" ? new Uri(Endpoint, "/v1") : new Uri(Endpoint.AbsoluteUri.TrimEnd('/'));

    internal bool IsOpenAIOrAzure =>
        Endpoint.Host == "api.openai.com" || Endpoint.Host.EndsWith(".azure.com", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="ArgumentException">An option is out of its range; the message says which, and what to give.</exception>
    internal OpenAICompatibleOptions Checked()
    {
        if (string.IsNullOrWhiteSpace(Model))
            throw new ArgumentException("Model is empty. Name the model as the server does, such as \"gpt-4o-mini\" or \"llama3.2\".");
        if (Endpoint is not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" })
        {
            throw new ArgumentException(
                "Endpoint must be an absolute http or https address without user, query or fragment, such as http://localhost:11434/v1.");
        }

        if (ApiKey is not null && (ApiKey.Length == 0 || ApiKey.AsSpan().ContainsAnyExceptInRange('!', '~')))
        {
            throw new ArgumentException(
                "ApiKey is empty or holds a character that no header may carry, often the line break of the file it was read from. " +
                "Trim it, or leave it null where the server needs none.");
        }

        if (Timeout <= TimeSpan.Zero && Timeout != System.Threading.Timeout.InfiniteTimeSpan)
            throw new ArgumentException($"Timeout is {Timeout}. Give a positive time, or Timeout.InfiniteTimeSpan for none.");
        if (MaxRetries < 0)
            throw new ArgumentException($"MaxRetries is {MaxRetries}. Give zero to never retry, or a positive number.");
        if (RetryDelay < TimeSpan.Zero)
            throw new ArgumentException($"RetryDelay is {RetryDelay}. Give zero to retry at once, or a positive time.");
        if (EmbeddingBatchSize < 1)
            throw new ArgumentException($"EmbeddingBatchSize is {EmbeddingBatchSize}. Give a positive number, such as 512.");
        return this;
    }

    /// <summary>What of these options is secret: the key, and what travels in headers of such names.</summary>
    internal IEnumerable<string> Secrets() =>
    [
        .. ApiKey is null ? Array.Empty<string>() : [ApiKey],
        .. HttpClient is null ? [] : HttpClient.DefaultRequestHeaders.NonValidated.Where(h => Redactor.IsSecretName(h.Key)).SelectMany(h => h.Value)
            .SelectMany(value => value.Split(' ')),
    ];

    // The compiler's version would print the key wherever the options are logged.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append($"Model = {Model}, Endpoint = {Endpoint}, ApiKey = {(ApiKey is null ? "none" : "***")}, ");
        text.Append($"Timeout = {Timeout}, MaxRetries = {MaxRetries}, RetryDelay = {RetryDelay}");
        return true;
    }
}
