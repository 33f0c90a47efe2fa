using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Optimas.Providers;

/// <summary>Replies as JSON, from which each reader gets a copy of its own. What only the provider's SDK knows of a reply is left out.</summary>
internal static class ReplyJson
{
    private static JsonTypeInfo<ChatResponse> Response { get; } =
        (JsonTypeInfo<ChatResponse>)AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ChatResponse));

    private static JsonTypeInfo<ChatResponseUpdate> Update { get; } =
        (JsonTypeInfo<ChatResponseUpdate>)AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ChatResponseUpdate));

    /// <summary>The reply as UTF-8; null where it holds something that can't be written down.</summary>
    public static byte[]? TryWrite(ChatResponse response)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(response, Response);
        }
        catch (Exception problem) when (problem is NotSupportedException or JsonException)
        {
            return null;
        }
    }

    /// <summary>A new copy of the reply.</summary>
    /// <exception cref="JsonException">The JSON is not a reply.</exception>
    public static ChatResponse Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, Response) ?? throw new JsonException("The reply is null.");

    /// <summary>A new copy of the reply.</summary>
    /// <exception cref="JsonException">The JSON is not a reply.</exception>
    public static ChatResponse Read(JsonNode json) => json.Deserialize(Response) ?? throw new JsonException("The reply is null.");

    /// <summary>A copy of a piece of a reply, which its reader can't change any more; null where it can't be written down.</summary>
    public static ChatResponseUpdate? TryCopy(ChatResponseUpdate update)
    {
        try
        {
            return JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(update, Update), Update);
        }
        catch (Exception problem) when (problem is NotSupportedException or JsonException)
        {
            return null;
        }
    }
}
