using System.Text;

namespace Optimas.Providers;

/// <summary>Where a server that speaks OpenAI's protocol is, and how to call it. Both clients take these options.</summary>
public sealed record OpenAICompatibleOptions
{
    /// <summary>The base address of OpenAI itself, <c>https://api.openai.com/v1</c>.</summary>
    public static Uri OpenAIEndpoint { get; } = new("https://api.openai.com/v1");

    /// <summary>The model to ask for, as the server names it. <c>ModelId</c> in a call's options overrides it.</summary>
    public required string Model { get; init; }

    /// <summary>The server's base address, to which <c>/chat/completions</c> and <c>/embeddings</c> are appended; it usually ends in
    /// <c>/v1</c>. OpenAI's by default; <c>http://localhost:11434/v1</c> for Ollama.</summary>
    public Uri Endpoint { get; init; } = OpenAIEndpoint;

    /// <summary>Sent as a bearer token. <see langword="null"/>, the default, sends none, which suits servers of one's own.</summary>
    public string? ApiKey { get; init; }

    /// <summary>How long one attempt may take; for a streamed reply, the longest silence between two pieces of it. Five minutes by
    /// default, for a server sends the head of an unstreamed reply only once the whole of it is generated.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a call is sent again after a lost connection or a status of 408, 429, 500, 502, 503 or 504, waiting as long as
    /// <c>Retry-After</c> asks (a call told to wait over a minute fails at once instead). Two by default; zero never retries.</summary>
    public int MaxRetries { get; init; } = 2;

    /// <summary>The property that carries <c>ChatOptions.MaxOutputTokens</c>. By default <c>max_completion_tokens</c> for OpenAI and
    /// Azure, whose reasoning models insist on it, and <c>max_tokens</c> elsewhere, since some servers ignore the newer name.</summary>
    public string? MaxTokensProperty { get; init; }

    /// <summary>The client to send requests with, for proxies, certificates or further headers. The caller owns it, and its own
    /// <see cref="HttpClient.Timeout"/> applies as well. By default all clients share one.</summary>
    public HttpClient? HttpClient { get; init; }

    internal string EffectiveMaxTokensProperty => MaxTokensProperty ?? (IsOpenAIOrAzure ? "max_completion_tokens" : "max_tokens");

    private bool IsOpenAIOrAzure =>
        Endpoint.Host is "api.openai.com" || Endpoint.Host.EndsWith(".azure.com", StringComparison.OrdinalIgnoreCase);

    internal OpenAICompatibleOptions Checked()
    {
        if (string.IsNullOrWhiteSpace(Model))
        {
            throw new ArgumentException("Model is empty. Name the model as the server does, such as \"gpt-4o-mini\" or \"llama3.2\".");
        }

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
        {
            throw new ArgumentException($"Timeout is {Timeout}. Give a positive time, or Timeout.InfiniteTimeSpan for none.");
        }

        if (MaxRetries < 0)
        {
            throw new ArgumentException($"MaxRetries is {MaxRetries}. Give zero to never retry, or a positive number.");
        }

        return this;
    }

    // The compiler's version would print the key wherever the options are logged.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append($"Model = {Model}, Endpoint = {Endpoint}, ApiKey = {(ApiKey is null ? "none" : "***")}, ");
        text.Append($"Timeout = {Timeout}, MaxRetries = {MaxRetries}");
        return true;
    }
}
