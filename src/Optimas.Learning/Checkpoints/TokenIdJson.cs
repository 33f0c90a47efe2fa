using System.Text.Json;

namespace Optimas.Learning;

/// <summary>Token ids as the files of checkpoints hold them: a number for one, a list for more.</summary>
internal static class TokenIdJson
{
    public static void Write(Utf8JsonWriter writer, string key, IReadOnlyList<int> ids)
    {
        if (ids is [int only])
        {
            writer.WriteNumber(key, only);
            return;
        }

        writer.WriteStartArray(key);
        foreach (int id in ids)
            writer.WriteNumberValue(id);
        writer.WriteEndArray();
    }
}
