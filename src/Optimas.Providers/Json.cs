using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Optimas.Providers;

/// <summary>Writing requests and reading replies. Compatible servers leave out, null or mistype much of what OpenAI sends, so reading a
/// member of the wrong kind gives <see langword="null"/> rather than an exception.</summary>
internal static class Json
{
    // A request body is never part of a web page, and escaping every letter outside ASCII would swell it.
    private static readonly JsonWriterOptions _unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonTypeInfo<IDictionary<string, object?>> Arguments { get; } =
        (JsonTypeInfo<IDictionary<string, object?>>)AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>));

    public static BinaryData Bytes(JsonObject value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, _unescaped))
        {
            value.WriteTo(writer);
        }

        return BinaryData.FromBytes(buffer.WrittenMemory);
    }

    public static JsonNode? Node(object? value) =>
        value is null ? null : JsonSerializer.SerializeToNode(value, AIJsonUtilities.DefaultOptions.GetTypeInfo(value.GetType()));

    extension(JsonObject target)
    {
        /// <summary>Sets a property, unless the value is null.</summary>
        public void Put(string name, JsonNode? value)
        {
            if (value is not null)
            {
                target[name] = value;
            }
        }

        /// <summary>Lays the caller's own properties over the request; a null takes one away.</summary>
        public void Overlay(AdditionalPropertiesDictionary? properties)
        {
            foreach (var (name, value) in properties ?? [])
            {
                if (value is null)
                {
                    target.Remove(name);
                }
                else
                {
                    target[name] = Node(value);
                }
            }
        }
    }

    extension(JsonElement element)
    {
        public JsonElement? Member(string name) =>
            element.ValueKind == JsonValueKind.Object
            && element.TryGetProperty(name, out var member)
            && member.ValueKind != JsonValueKind.Null ? member : null;

        public JsonElement? Member(string name, JsonValueKind kind) =>
            element.Member(name) is { } member && member.ValueKind == kind ? member : null;

        public string? Text(string name) => element.Member(name, JsonValueKind.String)?.GetString();

        public long? Integer(string name) =>
            element.Member(name, JsonValueKind.Number) is { } number && number.TryGetDouble(out var value) && Math.Abs(value) < 1e18
                ? (long)value
                : null;

        public IEnumerable<JsonElement> Items(string name) =>
            element.Member(name, JsonValueKind.Array) is { } array ? array.EnumerateArray() : [];
    }
}
