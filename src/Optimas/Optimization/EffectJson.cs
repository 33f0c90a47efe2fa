using System.Text;
using System.Text.Json;
using Optimas.Journaling;

namespace Optimas;

/// <summary>Results of effects as JSON objects: what an effect gave, or what it threw.</summary>
internal static class EffectJson
{
    public static string Write(Exception? failure, Action<Utf8JsonWriter> writeResult, Action<Utf8JsonWriter>? writeAlways = null)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            if (failure is null)
            {
                writeResult(writer);
            }
            else
            {
                writer.WriteString("failure", failure.Message);
                writer.WriteString("failureType", failure.GetType().FullName);
            }

            writeAlways?.Invoke(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Throws what the effect threw.</summary>
    /// <exception cref="RecordedFailureException">The effect failed.</exception>
    public static void ThrowFailure(JsonElement json)
    {
        if (json.TryGetProperty("failure", out var message))
            throw new RecordedFailureException(json.GetProperty("failureType").GetString()!, message.GetString()!);
    }
}
