using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Optimas.Providers;

/// <summary>Words the failures of one call: what happened, where, and what to do. Whatever a server says passes through
/// <see cref="Excerpt"/>, which takes the API key out of it.</summary>
internal sealed class Failures(OpenAICompatibleOptions options, string model)
{
    private const int ExcerptLength = 300;

    public ProviderException Refused(PipelineResponse response)
    {
        var body = response.Content.ToString();
        var (said, code) = TryParse(body) is { } json ? Said(json) : (body, null);
        return Refused((HttpStatusCode)response.Status, said, code, RetryAfter.Of(response), Location(response));
    }

    /// <summary>An error that came with status 200, whole or in the middle of a stream.</summary>
    public ProviderException Refused(JsonElement reply)
    {
        var (said, code) = Said(reply);
        var status = int.TryParse(code, CultureInfo.InvariantCulture, out var number) && number is >= 400 and < 600
            ? (HttpStatusCode?)number
            : null;
        return Refused(status, said, code, retryAfter: null, location: null);
    }

    public ProviderException Malformed(string problem, string? reply, Exception? inner = null) => new(
        $"The reply of {Where} is malformed: {problem}{Quoted(reply)}. Check that Endpoint is the base address of a server that speaks " +
        "OpenAI's protocol, usually one that ends in /v1.",
        inner)
    {
        Failure = ProviderFailure.Malformed,
        Endpoint = options.Endpoint,
        Model = model,
    };

    public ProviderException Interrupted(Exception? inner = null) => new(
        $"The reply of {Where} broke off before its end. The server or a proxy closed the connection; the call may succeed if made again.",
        inner)
    {
        Failure = ProviderFailure.Interrupted,
        Endpoint = options.Endpoint,
        Model = model,
    };

    /// <summary>The failure that an exception of the SDK or of the network stands for, or <see langword="null"/> for any other.</summary>
    public ProviderException? From(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions: [.., var last] } => From(last),
        OperationCanceledException or TimeoutException => TimedOut(exception),
        ClientResultException { Status: 0, InnerException: { } inner } => From(inner),
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => Interrupted(exception),
        HttpRequestException => Unreachable(exception),
        IOException => Interrupted(exception),
        _ => null,
    };

    private string Where => $"{options.Endpoint} for model '{model}'";

    private ProviderException Refused(HttpStatusCode? status, string? said, string? code, TimeSpan? retryAfter, string? location)
    {
        var answered = status is { } known
            ? string.Create(CultureInfo.InvariantCulture, $"with HTTP {(int)known} ({known})")
            : "with an error";
        return new($"{options.Endpoint} answered {answered} for model '{model}'{Quoted(said)}. {Advice(status, retryAfter, location)}")
        {
            Failure = ProviderFailure.Refused,
            Endpoint = options.Endpoint,
            Model = model,
            StatusCode = status,
            RetryAfter = retryAfter,
            ErrorCode = code is null ? null : Excerpt(code),
        };
    }

    private ProviderException TimedOut(Exception exception) => new(
        (exception.InnerException is TimeoutException inner
            ? $"No reply from {Where}: {Excerpt(inner.Message)} "
            : $"No reply from {Where} within {options.Timeout}. ") +
        "Raise Timeout if the model needs longer, stream the reply, or check that the server is not overloaded.",
        exception)
    {
        Failure = ProviderFailure.TimedOut,
        Endpoint = options.Endpoint,
        Model = model,
    };

    private ProviderException Unreachable(Exception exception) => new(
        $"No connection to {Where}: {Excerpt(exception.Message)}. Check that the server runs and that Endpoint is right.",
        exception)
    {
        Failure = ProviderFailure.Unreachable,
        Endpoint = options.Endpoint,
        Model = model,
    };

    private string Advice(HttpStatusCode? status, TimeSpan? retryAfter, string? location) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when options.ApiKey is null => "No key was sent: set ApiKey.",
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => "Check that ApiKey is valid here and may use this model.",
        HttpStatusCode.NotFound =>
            "Check that Endpoint is the server's base address, usually one that ends in /v1, and that the server has this model.",
        HttpStatusCode.TooManyRequests when retryAfter is { } wait => string.Create(
            CultureInfo.InvariantCulture,
            $"Too many requests or the quota is used up: wait {wait.TotalSeconds:0.###} s, send fewer at once, or raise the limit."),
        HttpStatusCode.TooManyRequests => "Too many requests or the quota is used up: wait, send fewer at once, or raise the limit.",
        HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError =>
            "The server failed; the call may succeed later. If it keeps failing, see the server's log.",
        >= HttpStatusCode.BadRequest => "Change the request: this server does not take the messages, options, tools or schema as they are.",
        null => "See the server's log.",
        _ when location is not null => $"It points to {Excerpt(location)}: set Endpoint to the address that answers.",
        _ => "Check that Endpoint is the base address of a server that speaks OpenAI's protocol.",
    };

    private static string? Location(PipelineResponse response) =>
        response.Headers.TryGetValue("Location", out var location) ? location : null;

    /// <summary>Reads the shapes of errors that servers use: <c>{"error":{"message","code"}}</c>, <c>{"error":"…"}</c>,
    /// <c>{"message":"…"}</c> and <c>{"detail":…}</c>.</summary>
    private static (string? Said, string? Code) Said(JsonElement reply)
    {
        var error = reply.Member("error") ?? reply;
        if (error.ValueKind == JsonValueKind.String)
        {
            return (error.GetString(), null);
        }

        var said = error.Text("message") ?? (error.Member("detail") ?? error).ToString();
        return (said, error.Member("code")?.ToString() ?? error.Text("type"));
    }

    private static JsonElement? TryParse(string body)
    {
        try
        {
            return JsonElement.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string Quoted(string? said) => string.IsNullOrWhiteSpace(said) ? "" : $": \"{Excerpt(said)}\"";

    private string Excerpt(string said)
    {
        // A short key is a placeholder such as "none" or "ollama", and a word of many a message.
        if (options.ApiKey is { Length: >= 8 } key)
        {
            said = said.Replace(key, "***", StringComparison.Ordinal);
        }

        said = string.Join(' ', said.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return said.Length <= ExcerptLength ? said.TrimEnd('.') : said[..ExcerptLength] + "…";
    }
}
