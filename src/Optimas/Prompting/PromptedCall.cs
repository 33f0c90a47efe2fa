using System.ComponentModel;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Optimas.Runtime;

/// <summary>The call of a prompted component: what the generated body does.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record PromptedCall
{
    /// <summary>The key under which a component's weights travel in <see cref="ChatOptions.AdditionalProperties"/>.</summary>
    public const string WeightsProperty = "optimas.weights";

    // A schema for chat models has an object at its root; other types travel as its only property.
    private const string ValueProperty = "value";

    /// <summary>The component's name.</summary>
    public required string Component { get; init; }

    /// <summary>The instruction in force; <c>{name}</c> stands for the placeholder of that name.</summary>
    public required string Instruction { get; init; }

    /// <summary>What placeholders stand for: inputs and hyperparameters, as text.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Placeholders { get; init; } = [];

    /// <summary>Visits the inputs.</summary>
    public required Action<IFieldWriter> Inputs { get; init; }

    /// <summary>The sampling temperature; null for the provider's default.</summary>
    public float? Temperature { get; init; }

    /// <summary>The largest number of tokens to write; null for the provider's default.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>The model; null for the client's own.</summary>
    public string? ModelId { get; init; }

    /// <summary>The seed of the configuration; null for the run's.</summary>
    public long? Seed { get; init; }

    /// <summary>Trained weights; null for the model's own.</summary>
    public string? Weights { get; init; }

    /// <summary>The names of the elements where the reply is a named tuple; empty otherwise.</summary>
    public IReadOnlyList<string> ElementNames { get; init; } = [];

    /// <summary>Whether null is a legal reply.</summary>
    public bool AcceptsNull { get; init; }

    /// <summary>Asks for a text.</summary>
    public async Task<string> TextAsync(IChatClient client, CancellationToken cancellationToken)
    {
        var response = await SendAsync(client, Messages(), Options(), cancellationToken).ConfigureAwait(false);
        return response.Text;
    }

    /// <summary>Asks for a value by JSON schema. A malformed reply is sent back once with what is wrong with it.</summary>
    /// <exception cref="MalformedReplyException">The second reply is malformed as well.</exception>
    public async Task<T> JsonAsync<T>(IChatClient client, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(type);
        var schema = AIJsonUtilities.CreateJsonSchema(typeof(T), serializerOptions: type.Options);
        bool wrapped = !IsObjectSchema(schema);
        var tuple = ElementNames.Count > 0 && !wrapped ? new TupleReply(ElementNames, type.Options) : null;
        if (tuple is not null)
            schema = tuple.Schema(schema);
        if (wrapped)
            schema = Wrap(schema);
        var options = Options();
        options.ResponseFormat = ChatResponseFormat.ForJsonSchema(schema, Component, $"The {Component}.");
        var messages = Messages();
        var response = await SendAsync(client, messages, options, cancellationToken).ConfigureAwait(false);
        if (TryRead(response.Text, type, wrapped, tuple, out var value, out string problem))
            return value;

        messages.Add(new(ChatRole.Assistant, response.Text));
        messages.Add(new(ChatRole.User, $"That reply can't be read: {problem} Reply again with nothing but JSON that fits this schema:\n{schema}"));
        response = await SendAsync(client, messages, options, cancellationToken).ConfigureAwait(false);
        return TryRead(response.Text, type, wrapped, tuple, out value, out problem)
            ? value
            : throw new MalformedReplyException(Component, response.Text, problem);
    }

    private static async Task<ChatResponse> SendAsync(
        IChatClient client, List<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
    {
        var response = await client.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        ComponentScope.Current?.Report(ModelUsage.Of(response.Usage));
        return response;
    }

    private List<ChatMessage> Messages()
    {
        return [new(ChatRole.System, Fill(Instruction)), new(ChatRole.User, TextRenderer.Render(Inputs))];
    }

    // In one pass: a value may itself hold braces, and what it says is not a placeholder. Neither is a name in doubled braces.
    private string Fill(string instruction)
    {
        var text = new StringBuilder();
        for (int at = 0; at < instruction.Length;)
        {
            var placeholder = instruction[at] == '{' && (at == 0 || instruction[at - 1] != '{')
                ? Placeholders.FirstOrDefault(p => Stands(instruction, at, p.Key))
                : default;
            text.Append(placeholder.Key is null ? instruction[at].ToString() : placeholder.Value);
            at += placeholder.Key is null ? 1 : placeholder.Key.Length + 2;
        }

        return text.ToString();
    }

    private static bool Stands(string instruction, int at, string key)
    {
        int end = at + key.Length + 2;
        return string.CompareOrdinal(instruction, at + 1, $"{key}}}", 0, key.Length + 1) == 0 && (end >= instruction.Length || instruction[end] != '}');
    }

    private ChatOptions Options()
    {
        var options = new ChatOptions
        {
            Temperature = Temperature,
            MaxOutputTokens = MaxOutputTokens,
            ModelId = ModelId,
            Seed = Seed ?? ComponentScope.Current?.Seed,
        };
        options.AdditionalProperties = new() { [ComponentScope.CallerProperty] = Component };
        if (Weights is not null)
            options.AdditionalProperties[WeightsProperty] = Weights;
        return options;
    }

    private static bool IsObjectSchema(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("type", out var type)
        && type.ValueKind == JsonValueKind.String && type.GetString() == "object";

    private static JsonElement Wrap(JsonElement schema)
    {
        var root = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { [ValueProperty] = JsonNode.Parse(schema.GetRawText()) },
            ["required"] = new JsonArray(ValueProperty),
            ["additionalProperties"] = false,
        };
        using var document = JsonDocument.Parse(root.ToJsonString());
        return document.RootElement.Clone();
    }

    private bool TryRead<T>(string reply, JsonTypeInfo<T> type, bool wrapped, TupleReply? tuple, out T value, out string problem)
    {
        try
        {
            using var document = JsonDocument.Parse(StripFence(reply));
            var json = document.RootElement;
            if (wrapped)
            {
                if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(ValueProperty, out json))
                {
                    value = default!;
                    problem = $"it is not an object with the property \"{ValueProperty}\".";
                    return false;
                }
            }

            var read = (tuple?.Read(json) ?? json).Deserialize(type);
            value = read!;
            bool good = read is not null || AcceptsNull;
            problem = good ? "" : "it is null.";
            return good;
        }
        catch (JsonException e)
        {
            value = default!;
            problem = e.Message;
            return false;
        }
    }

    private static string StripFence(string reply)
    {
        string text = reply.Trim();
        if (!text.StartsWith("```", StringComparison.Ordinal) || !text.EndsWith("```", StringComparison.Ordinal))
            return text;
        int start = text.IndexOf('\n', StringComparison.Ordinal);
        return start < 0 || start > text.Length - 3 ? text : text[start..^3];
    }
}
