using System.Collections.Concurrent;
using System.Text.Json;

namespace Optimas;

/// <summary>Reads frozen local rewards back from JSON, by their kind.</summary>
public static class LocalRewardJson
{
    private static readonly ConcurrentDictionary<string, Func<JsonElement, ILocalReward>> s_readers =
        new(StringComparer.Ordinal) { [HashedReward.Kind] = HashedReward.Read };

    /// <summary>
    /// Makes a kind known that needs something from the application to be read back, such as the model behind it. Called once at start-up;
    /// a later reader of the same kind takes the place of the earlier one.
    /// </summary>
    public static void Register(string kind, Func<JsonElement, ILocalReward> reader)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentNullException.ThrowIfNull(reader);
        s_readers[kind] = reader;
    }

    /// <summary>Reads what <see cref="ILocalReward.Write"/> wrote.</summary>
    /// <exception cref="JsonException">The kind is unknown, or the content is damaged.</exception>
    public static ILocalReward Read(JsonElement json)
    {
        string? kind = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("kind", out var k) && k.ValueKind == JsonValueKind.String
            ? k.GetString()
            : null;
        if (kind is null || !s_readers.TryGetValue(kind, out var read))
        {
            throw new JsonException(
                $"a local reward of the kind \"{kind}\" is not known here; known are "
                + $"{string.Join(", ", s_readers.Keys.Order(StringComparer.Ordinal))}, and {nameof(LocalRewardJson)}.{nameof(Register)} adds others");
        }

        try
        {
            return read(json);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new JsonException($"the local reward of the kind \"{kind}\" is damaged: {e.Message}", e);
        }
    }
}
