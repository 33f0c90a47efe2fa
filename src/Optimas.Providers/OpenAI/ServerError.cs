using System.Text.Json;

namespace Optimas.Providers;

/// <summary>
/// What a server says about a failure, in any of the shapes that servers use: <c>{"error":{"message","code"}}</c>, <c>{"error":"…"}</c>,
/// <c>{"message":"…"}</c>, <c>{"detail":…}</c> and <c>"…"</c>.
/// </summary>
internal sealed record ServerError(string Message, string? Code)
{
    /// <summary>The error in a body; null where the body is not JSON or holds none.</summary>
    public static ServerError? TryParse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var body = document.RootElement;
            if (body.ValueKind == JsonValueKind.String)
                return new ServerError(body.ToString(), Code: null);
            if (body.ValueKind != JsonValueKind.Object)
                return null;
            return Member(body, "error") is { } error ? Read(error)
                : Member(body, "message") is not null ? Read(body)
                : Member(body, "detail") is { } detail ? new ServerError(detail.ToString(), Code: null)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ServerError Read(JsonElement error) => error.ValueKind != JsonValueKind.Object
        ? new(error.ToString(), Code: null)
        : new((Member(error, "message") ?? error).ToString(), (Member(error, "code") ?? Member(error, "type"))?.ToString());

    private static JsonElement? Member(JsonElement element, string name) =>
        element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;
}
