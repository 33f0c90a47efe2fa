using System.Text.Json;
using System.Text.Json.Nodes;

namespace Optimas.Providers;

/// <summary>One recorded call: a line of a cassette.</summary>
/// <param name="Key">The hash of the request, 64 hexadecimal digits.</param>
/// <param name="Number">Which of the calls with this request it is, from 1.</param>
/// <param name="Request">The request, without secrets.</param>
/// <param name="Reply">The reply, without secrets.</param>
internal sealed record Recording(string Key, int Number, JsonObject Request, JsonNode Reply)
{
    /// <summary>The line, without its end.</summary>
    public string Write() =>
        $$"""{"key":"{{Key}}","number":{{Number}},"request":{{CanonicalRequest.Write(Request)}},"reply":{{CanonicalRequest.Write(Reply)}}}""";

    /// <summary>Reads a line.</summary>
    /// <exception cref="InvalidDataException">The line is not a recording.</exception>
    public static Recording Read(string line, string path, int lineNumber)
    {
        try
        {
            if (JsonNode.Parse(line) is JsonObject json
                && json["key"] is JsonValue key && json["number"] is JsonValue number
                && json["request"] is JsonObject request && json["reply"] is JsonObject reply)
            {
                ReplyJson.Read(reply);
                return new(key.GetValue<string>(), number.GetValue<int>(), (JsonObject)request.DeepClone(), reply.DeepClone());
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or NotSupportedException or ArgumentException)
        {
            throw new InvalidDataException($"Line {lineNumber} of the cassette '{path}' is damaged: {e.Message} Record it again.", e);
        }

        throw new InvalidDataException(
            $"Line {lineNumber} of the cassette '{path}' is not a recording: it needs \"key\", \"number\", \"request\" and \"reply\". Record it again.");
    }
}
