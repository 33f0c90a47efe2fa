using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Optimas.Serving.Protocol;

/// <summary>An error that a client hears of, in OpenAI's shape. Its message is written for the client and holds nothing that it did not send.</summary>
internal sealed class ApiException(int status, string type, string? code, string? param, string message) : Exception(message)
{
    public int Status => status;

    public string? Code => code;

    /// <summary>Seconds after which the client may try again; null for no word on it.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>What the client sent is wrong.</summary>
    public static ApiException Invalid(string? param, string message) =>
        new(StatusCodes.Status400BadRequest, "invalid_request_error", code: null, param, message);

    /// <summary>What the client asks for is not offered here.</summary>
    public static ApiException Unsupported(string param, string message) =>
        new(StatusCodes.Status400BadRequest, "invalid_request_error", "unsupported_parameter", param, message);

    public static ApiException BodyTooLarge(long limit) => new(
        StatusCodes.Status413PayloadTooLarge, "invalid_request_error", "request_too_large", param: null, $"The request's body is larger than {limit} bytes, the most that this server takes.");

    public static ApiException Full(int slots, int queue) => new(
        StatusCodes.Status429TooManyRequests, "rate_limit_error", "queue_full", param: null, $"The server is busy: it works on {slots} requests at once and lets {queue} more wait. Try again later.")
    {
        RetryAfter = 1,
    };

    public static ApiException Stopping() => new(
        StatusCodes.Status503ServiceUnavailable, "server_error", "server_stopping", param: null, "The server is stopping.")
    {
        RetryAfter = 5,
    };

    public static ApiException TooSlow(TimeSpan timeout) => new(
        StatusCodes.Status504GatewayTimeout, "server_error", "timeout", param: null, $"The reply was not finished within {timeout.TotalSeconds:0.###} seconds, the most that a request may take on this server.");

    public static ApiException BodyTooSlow() => new(
        StatusCodes.Status408RequestTimeout, "invalid_request_error", "request_timeout", param: null, "The request's body did not arrive in time.");

    public static ApiException Failed() => new(
        StatusCodes.Status500InternalServerError, "server_error", "internal_error", param: null, "The model failed; the server's log says why.");

    /// <summary>Writes <c>{"error": {…}}</c>.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("error");
        writer.WriteString("message", Message);
        writer.WriteString("type", type);
        writer.WriteString("param", param);
        writer.WriteString("code", code);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
