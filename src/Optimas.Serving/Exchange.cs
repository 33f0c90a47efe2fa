using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Optimas.Serving.Protocol;

namespace Optimas.Serving;

/// <summary>A request and its reply: what handlers share, and what the log says of it afterwards.</summary>
internal sealed class Exchange(HttpContext context, ModelServerOptions options)
{
    // The content type says that it is JSON, so nothing needs to be safe inside HTML.
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public HttpContext Context => context;

    /// <summary>The model, once it is known to be one of this server.</summary>
    public string? Model { get; set; }

    public UsageDetails Usage { get; } = new();

    public bool HasStarted => context.Response.HasStarted;

    /// <summary>Reads the request's body.</summary>
    /// <param name="read">Takes what it needs out of the JSON, which ends with it.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ApiException">It is too long, comes too slowly, is no JSON, or <paramref name="read"/> refuses it.</exception>
    public async Task<T> ReadBodyAsync<T>(Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        if (!context.Request.HasJsonContentType())
        {
            throw new ApiException(
                StatusCodes.Status415UnsupportedMediaType, "invalid_request_error", code: null, param: null, "The request must have the header Content-Type: application/json.");
        }

        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: cancellationToken).ConfigureAwait(false);
            return read(body.RootElement);
        }
        catch (JsonException e)
        {
            throw ApiException.Invalid(param: null, $"The request's body is no JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine}.");
        }
        catch (BadHttpRequestException e)
        {
            throw e.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => ApiException.BodyTooLarge(options.MaxBodyBytes),
                StatusCodes.Status408RequestTimeout => ApiException.BodyTooSlow(),
                _ => ApiException.Invalid(param: null, "The request's body is not complete."),
            };
        }
    }

    /// <summary>Writes the whole reply.</summary>
    public async Task ReplyAsync(int status, Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, s_json))
            write(writer);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = buffer.WrittenCount;
        await context.Response.Body.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes an error as the whole reply.</summary>
    public Task ReplyAsync(ApiException error, CancellationToken cancellationToken)
    {
        if (error.RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = $"{seconds}";
        if (error.Status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Bearer";
        return ReplyAsync(error.Status, error.Write, cancellationToken);
    }

    /// <summary>Begins a reply of server-sent events.</summary>
    public void BeginEvents()
    {
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        // Else a proxy may keep the pieces back until there are many.
        context.Response.Headers["X-Accel-Buffering"] = "no";
    }

    /// <summary>Writes an event, which goes out at once.</summary>
    public async Task SendAsync(Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        var pipe = context.Response.BodyWriter;
        pipe.Write("data: "u8);
        using (var writer = new Utf8JsonWriter(pipe, s_json))
            write(writer);
        pipe.Write("\n\n"u8);
        await pipe.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the event that ends a stream.</summary>
    public async Task SendDoneAsync(CancellationToken cancellationToken)
    {
        var pipe = context.Response.BodyWriter;
        pipe.Write("data: [DONE]\n\n"u8);
        await pipe.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
