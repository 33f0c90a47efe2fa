using Microsoft.AspNetCore.Http;

namespace Optimas.Dashboard.Exchange;

/// <summary>A request can't be answered.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">What is wrong, for programs.</param>
/// <param name="field">The field that is wrong; null where it is none.</param>
/// <param name="message">What is wrong and what to do.</param>
internal sealed class RequestException(int status, string code, string? field, string message) : Exception(message)
{
    public int Status => status;

    public static RequestException Invalid(string field, string message) => new(StatusCodes.Status400BadRequest, "invalid", field, message);

    public Task ReplyAsync(HttpContext context)
    {
        if (status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Bearer";
        if (status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = "1";
        return Reply.JsonAsync(context, status, new(new(code, field, Message)), RefusalJson.Default.Refusal);
    }
}
