using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Optimas.Providers;

/// <summary>
/// Everything about a request that changes its reply, in one JSON form: names sorted, what says nothing left out. Equal requests have
/// equal texts, and different ones different texts.
/// </summary>
internal sealed class CanonicalRequest
{
    private static readonly JsonWriterOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private CanonicalRequest(JsonObject json)
    {
        Json = json;
        Text = Write(json);
    }

    /// <summary>The request.</summary>
    public JsonObject Json { get; }

    /// <summary>The request as text.</summary>
    public string Text { get; }

    /// <summary>Puts a request into its form.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="options">The options. Who calls is left out, as are the values of secret properties: neither changes the reply.</param>
    /// <param name="defaultModel">The model that answers where the options name none.</param>
    /// <exception cref="UnkeyableRequestException">Something in the request can't be written down.</exception>
    public static CanonicalRequest Of(IEnumerable<ChatMessage> messages, ChatOptions? options, string? defaultModel)
    {
        if (options?.RawRepresentationFactory is not null)
            throw new UnkeyableRequestException("RawRepresentationFactory is set, whose effect on the request can't be seen");
        var request = Options(options ?? new());
        if ((options?.ModelId ?? defaultModel) is { } model)
            request["modelId"] = model;
        request["messages"] = new JsonArray([.. messages.Select((message, i) => Message(message, i))]);
        return new(request);
    }

    /// <summary>The request without secrets, which may be shown and kept.</summary>
    public CanonicalRequest Redacted(Redactor redactor) => new((JsonObject)redactor.Redact(Json)!);

    /// <summary>A hash of the request and of what else tells it apart: SHA-256, 32 bytes.</summary>
    public byte[] Hash(string scope) => SHA256.HashData(Encoding.UTF8.GetBytes($"1\n{scope.Length}\n{scope}\n{Text}"));

    /// <summary>Writes JSON with sorted names and no blanks.</summary>
    public static string Write(JsonNode? node)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, s_writing))
            Write(node, writer);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Write(JsonNode? node, Utf8JsonWriter writer)
    {
        switch (node)
        {
            case JsonObject o:
                writer.WriteStartObject();
                foreach (var (name, value) in o.OrderBy(p => p.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(name);
                    Write(value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonArray a:
                writer.WriteStartArray();
                foreach (var item in a)
                    Write(item, writer);
                writer.WriteEndArray();
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }

    private static JsonObject Options(ChatOptions options)
    {
        var plain = options.Clone();
        plain.AdditionalProperties = null;
        plain.Tools = null;
        var json = (JsonObject)Node(plain, typeof(ChatOptions), "The options")!;
        if (Properties(options.AdditionalProperties, "ChatOptions") is { Count: > 0 } properties)
            json["additionalProperties"] = properties;
        if (options.Tools is { Count: > 0 } tools)
            json["tools"] = new JsonArray([.. tools.Select(Tool)]);
        return json;
    }

    private static JsonObject Tool(AITool tool)
    {
        if (tool is not AIFunctionDeclaration function)
            throw new UnkeyableRequestException($"the tool '{tool.Name}' is a {tool.GetType().Name}, of which only functions can be told apart");
        var json = new JsonObject
        {
            ["name"] = function.Name,
            ["description"] = function.Description,
            ["schema"] = JsonNode.Parse(function.JsonSchema.GetRawText()),
        };
        if (function.ReturnJsonSchema is { } returned)
            json["returns"] = JsonNode.Parse(returned.GetRawText());
        if (Properties(function.AdditionalProperties, $"The tool '{tool.Name}'") is { Count: > 0 } properties)
            json["additionalProperties"] = properties;
        return json;
    }

    // When a message was made, and under which number, does not change the reply.
    private static JsonObject Message(ChatMessage message, int index)
    {
        var plain = message.Clone();
        plain.AdditionalProperties = null;
        plain.MessageId = null;
        plain.CreatedAt = null;
        var json = (JsonObject)Node(plain, typeof(ChatMessage), $"Message {index}")!;
        if (Properties(message.AdditionalProperties, $"Message {index}") is { Count: > 0 } properties)
            json["additionalProperties"] = properties;
        return json;
    }

    private static JsonObject Properties(IEnumerable<KeyValuePair<string, object?>>? properties, string owner)
    {
        var json = new JsonObject();
        foreach (var (name, value) in properties ?? [])
        {
            if (string.Equals(name, ComponentScope.CallerProperty, StringComparison.OrdinalIgnoreCase))
                continue;
            json[name] = Redactor.IsSecretName(name) && value is not null
                ? Redactor.Mask
                : Node(value, value?.GetType() ?? typeof(object), $"{owner}.AdditionalProperties[\"{name}\"]");
        }

        return json;
    }

    private static JsonNode? Node(object? value, Type type, string what)
    {
        try
        {
            return value is null ? null : JsonSerializer.SerializeToNode(value, AIJsonUtilities.DefaultOptions.GetTypeInfo(type));
        }
        catch (Exception problem) when (problem is NotSupportedException or JsonException or InvalidOperationException or ArgumentException)
        {
            throw new UnkeyableRequestException($"{what} can't be written as JSON: {problem.Message}");
        }
    }
}
