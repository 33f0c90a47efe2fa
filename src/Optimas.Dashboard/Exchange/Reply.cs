using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Optimas.Dashboard.Exchange;

/// <summary>Whole replies.</summary>
internal static class Reply
{
    public static Task JsonAsync<T>(HttpContext context, int status, T value, JsonTypeInfo<T> type)
    {
        context.Response.StatusCode = status;
        return BytesAsync(context, "application/json", JsonSerializer.SerializeToUtf8Bytes(value, type));
    }

    public static Task HtmlAsync(HttpContext context, int status, string html)
    {
        context.Response.StatusCode = status;
        return BytesAsync(context, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(html));
    }

    /// <summary>A file to keep.</summary>
    public static Task DownloadAsync(HttpContext context, string name, string json)
    {
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        return BytesAsync(context, "application/json", Encoding.UTF8.GetBytes(json));
    }

    private static async Task BytesAsync(HttpContext context, string type, byte[] content)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content, context.RequestAborted).ConfigureAwait(false);
    }
}
