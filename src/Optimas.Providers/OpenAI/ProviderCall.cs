using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Optimas.Providers;

/// <summary>
/// One call of a client: turns what goes wrong in it into a <see cref="ProviderException"/> that says what happened, where, and what to do.
/// Whatever a server says passes through <see cref="Excerpt"/>, which takes the API key out of it.
/// </summary>
internal sealed class ProviderCall(OpenAICompatibleOptions options, string model, CancellationToken cancellationToken)
{
    private const int ExcerptLength = 300;
    private static readonly AsyncLocal<ProviderCall?> s_current = new();

    /// <summary>The call that the current code runs in.</summary>
    public static ProviderCall? Current => s_current.Value;

    /// <summary>
    /// The server's reply, once it is there. What fails before is the caller's request; what fails after is the reply, however the parser
    /// puts it.
    /// </summary>
    public PipelineResponse? Reply { get; set; }

    /// <summary>Runs a step of the call.</summary>
    /// <exception cref="ProviderException">The server or the way to it failed.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<T> GuardAsync<T>(Func<Task<T>> step)
    {
        cancellationToken.ThrowIfCancellationRequested();
        s_current.Value = this;
        try
        {
            return await step().ConfigureAwait(false);
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested)
        {
            // Cancelling may surface as a disposed stream or a broken connection; the caller sees what the caller asked for.
            throw new OperationCanceledException("The call was cancelled.", Harmless(exception), cancellationToken);
        }
        catch (Exception exception) when (Translate(exception) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>The failure of a streamed reply that ended before the model said why it stopped.</summary>
    public ProviderException Unfinished()
    {
        string type = Reply!.Headers.TryGetValue("Content-Type", out string? value) ? value! : "no content type";
        return type.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase)
            ? Interrupted(inner: null)
            : Malformed($"a stream of events was asked for, but {Excerpt(type)} came", inner: null);
    }

    /// <summary>The failure of a reply that is well-formed but says something impossible.</summary>
    public ProviderException Malformed(string problem, Exception? inner) => new(
        $"The reply of {Where} is malformed: {problem}. Check that Endpoint is the base address of a server that speaks OpenAI's " +
        "protocol, usually one that ends in /v1.",
        Harmless(inner));

    /// <summary>An error that came with status 200: alone, or in the middle of a stream.</summary>
    public ProviderException? ErrorIn(ReadOnlyMemory<byte> json)
    {
        if (ServerError.TryParse(json) is not { } error)
            return null;
        bool hasStatus = int.TryParse(error.Code, CultureInfo.InvariantCulture, out int status) && status is >= 400 and < 600;
        return Refused(hasStatus ? (HttpStatusCode)status : null, error, retryAfter: null);
    }

    private string Where => $"{options.BaseAddress} for model '{model}'";

    private ProviderException? Translate(Exception exception) => exception switch
    {
        ProviderException => null,
        AggregateException { InnerExceptions: [.., var last] } => Translate(last),
        ClientResultException { Status: not 0 } refused => Refused(refused.GetRawResponse()!),
        ClientResultException { InnerException: { } inner } => Translate(inner),
        OperationCanceledException or TimeoutException => TimedOut(exception),
        HttpRequestException { HttpRequestError: not HttpRequestError.ResponseEnded and not HttpRequestError.Unknown } =>
            Unreachable(exception),
        HttpRequestException or IOException => Interrupted(exception),
        _ when Reply is not null => BufferedError() ?? Malformed(Excerpt(exception.Message), exception),
        _ => null,
    };

    // Some servers send their errors with status 200.
    private ProviderException? BufferedError()
    {
        try
        {
            return ErrorIn(Reply!.Content.ToMemory());
        }
        catch (InvalidOperationException)
        {
            return null; // A stream, not kept.
        }
    }

    private ProviderException Refused(PipelineResponse response)
    {
        var error = ServerError.TryParse(response.Content.ToMemory()) ?? new ServerError(response.Content.ToString(), Code: null);
        string? location = response.Headers.TryGetValue("Location", out string? address) ? address : null;
        return Refused((HttpStatusCode)response.Status, error, RetryAfter.Of(response), location);
    }

    private ProviderException Refused(HttpStatusCode? status, ServerError error, TimeSpan? retryAfter, string? location = null)
    {
        string answer = status is { } known ? string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)known} ({known})") : "an error";
        string said = string.IsNullOrWhiteSpace(error.Message) ? "" : $": \"{Excerpt(error.Message)}\"";
        return new($"{options.BaseAddress} answered with {answer} for model '{model}'{said}. {Advice(status, retryAfter, location)}")
        {
            StatusCode = status,
            RetryAfter = retryAfter,
            ErrorCode = error.Code is null ? null : Excerpt(error.Code),
            IsTransient = status is { } code && Transience.Of((int)code) && error.Code != "insufficient_quota",
        };
    }

    private ProviderException TimedOut(Exception exception)
    {
        string limit = exception.InnerException is TimeoutException ? "the HttpClient's own timeout" : $"{options.Timeout}";
        return new(
            $"No reply from {Where} within {limit}. Raise it if the model needs longer, stream the reply, or check that the server is not " +
            "overloaded.",
            Harmless(exception))
        {
            IsTransient = true,
        };
    }

    private ProviderException Unreachable(Exception exception) => new(
        $"No connection to {Where}: {Excerpt(exception.GetBaseException().Message)}. Check that the server runs and that Endpoint is right.",
        Harmless(exception))
    {
        IsTransient = Transience.Of(exception),
    };

    private ProviderException Interrupted(Exception? inner) => new(
        $"The connection to {Where} was lost before the reply's end. The server or a proxy closed it; the call may succeed later.",
        Harmless(inner))
    {
        IsTransient = true,
    };

    private string Advice(HttpStatusCode? status, TimeSpan? retryAfter, string? location) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when options.ApiKey is null => "No key was sent: set ApiKey.",
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => "Check that ApiKey is valid here and may use this model.",
        HttpStatusCode.NotFound =>
            "Check that the server has this model, and that Endpoint is its base address, usually one that ends in /v1.",
        HttpStatusCode.TooManyRequests =>
            $"Too many requests or the quota is used up: wait{Seconds(retryAfter)}, send fewer at once, or raise the limit.",
        HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError =>
            "The server failed; the call may succeed later. If it keeps failing, see the server's log.",
        >= HttpStatusCode.BadRequest => "Change the request: this server does not take the messages, options, tools or schema as they are.",
        null => "See the server's log.",
        _ when location is not null => $"It points to {Excerpt(location)}: set Endpoint to the address that answers.",
        _ => "Check that Endpoint is the base address of a server that speaks OpenAI's protocol.",
    };

    private static string Seconds(TimeSpan? wait) =>
        wait is { } known ? string.Create(CultureInfo.InvariantCulture, $" {known.TotalSeconds:0.###} s") : "";

    // A short key is a placeholder such as "none" or "ollama", and a word of many a message.
    private string? Secret => options.ApiKey is { Length: >= 8 } key ? key : null;

    private Exception? Harmless(Exception? exception) =>
        Secret is { } key && exception?.ToString().Contains(key, StringComparison.Ordinal) is true ? null : exception;

    private string Excerpt(string said)
    {
        if (Secret is { } key)
            said = said.Replace(key, "***", StringComparison.Ordinal);
        said = string.Join(' ', said.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return said.Length <= ExcerptLength ? said.TrimEnd('.') : said[..ExcerptLength] + "…";
    }
}
