using System.Text.Json;

namespace Optimas;

/// <summary>Reads frozen local rewards back from JSON, by their kind.</summary>
public static class LocalRewardJson
{
    /// <summary>Reads what <see cref="ILocalReward.Write"/> wrote.</summary>
    /// <exception cref="JsonException">The kind is unknown, or the content is damaged.</exception>
    public static ILocalReward Read(JsonElement json)
    {
        string? kind = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("kind", out var k) ? k.GetString() : null;
        return kind switch
        {
            _ => throw new JsonException($"a local reward of the kind \"{kind}\" is not known to this version"),
        };
    }
}
