using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Optimas.Serving.Protocol;

/// <summary>A request for <c>/v1/chat/completions</c>, as Microsoft.Extensions.AI has it.</summary>
internal sealed record ChatRequest(string Model, IReadOnlyList<ChatMessage> Messages, ChatOptions Options)
{
    private const int MostStops = 16;

    /// <summary>How many replies are wanted.</summary>
    public int Choices { get; private init; } = 1;

    /// <summary>Whether the reply goes out as it is written.</summary>
    public bool Streams { get; private init; }

    /// <summary>Whether a stream ends with the tokens it used.</summary>
    public bool IncludesUsage { get; private init; }

    /// <summary>Reads a request's body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="mostChoices">The largest n.</param>
    /// <exception cref="ApiException">A member is missing, wrong, or asks for what is not offered.</exception>
    public static ChatRequest Read(JsonElement body, int mostChoices)
    {
        if (body.ValueKind != JsonValueKind.Object)
            throw ApiException.Invalid(param: null, "The request's body must be a JSON object.");
        var fields = new RequestFields(body, "");
        string model = fields.RequiredString("model");
        Refuse(fields);
        bool streams = fields.Flag("stream");
        bool includesUsage = false;
        if (fields.TryGet("stream_options", out var streamOptions))
        {
            if (!streams)
                throw ApiException.Invalid("stream_options", "stream_options is for streams alone; set stream to true or leave it out.");
            if (streamOptions.ValueKind != JsonValueKind.Object)
                throw fields.Wrong("stream_options", "an object", streamOptions);
            includesUsage = new RequestFields(streamOptions, "stream_options.").Flag("include_usage");
        }

        return new(model, MessagesOf(fields), OptionsOf(fields, model))
        {
            Choices = fields.Integer("n", 1, mostChoices) ?? 1,
            Streams = streams,
            IncludesUsage = includesUsage,
        };
    }

    /// <summary>The options of one of the replies. A seed goes up by one from each to the next, so that they differ and can be had again.</summary>
    public ChatOptions OptionsOf(int choice)
    {
        var options = Options.Clone();
        if (options.Seed is { } seed)
            options.Seed = unchecked(seed + choice);
        return options;
    }

    // What would change the reply and can't be done is an error, never left out in silence.
    private static void Refuse(RequestFields fields)
    {
        foreach (string name in (ReadOnlySpan<string>)["tools", "functions"])
        {
            if (fields.TryGet(name, out var tools) && (tools.ValueKind != JsonValueKind.Array || tools.GetArrayLength() > 0))
                throw ApiException.Unsupported(name, $"This server calls no tools; leave {name} out.");
        }

        if (fields.Flag("logprobs"))
            throw ApiException.Unsupported("logprobs", "This server gives no log probabilities; leave logprobs out.");
        if (fields.TryGet("logit_bias", out var bias) && (bias.ValueKind != JsonValueKind.Object || bias.EnumerateObject().Any()))
            throw ApiException.Unsupported("logit_bias", "This server does not bias logits; leave logit_bias out.");
        if (fields.TryGet("audio", out _))
            throw ApiException.Unsupported("audio", "This server replies with text alone; leave audio out.");
    }

    private static ChatOptions OptionsOf(RequestFields fields, string model)
    {
        int? most = fields.Integer("max_tokens", 1, int.MaxValue), mostNew = fields.Integer("max_completion_tokens", 1, int.MaxValue);
        if (most is not null && mostNew is not null && most != mostNew)
            throw ApiException.Invalid("max_tokens", "max_tokens and max_completion_tokens differ; give one of them.");
        if (fields.Number("top_p", 0, 1) is not { } topP)
            topP = 1;
        else if (topP == 0)
            throw ApiException.Invalid("top_p", "top_p is 0, which leaves no token; for the likeliest one set temperature to 0.");
        var stops = fields.Strings("stop");
        if (stops?.Count > MostStops)
            throw ApiException.Invalid("stop", $"stop has {stops.Count} texts, but may have {MostStops} at most.");
        if (stops?.Any(string.IsNullOrEmpty) == true)
            throw ApiException.Invalid("stop", "stop holds an empty text.");
        return new()
        {
            ModelId = model,
            Temperature = fields.Number("temperature", 0, 2),
            TopP = topP == 1 ? null : topP,
            TopK = fields.Integer("top_k", 1, int.MaxValue),
            MaxOutputTokens = mostNew ?? most,
            StopSequences = stops is { Count: > 0 } ? [.. stops] : null,
            Seed = fields.Long("seed"),
            FrequencyPenalty = fields.Number("frequency_penalty", -2, 2),
            PresencePenalty = fields.Number("presence_penalty", -2, 2),
            ResponseFormat = FormatOf(fields),
        };
    }

    private static ChatResponseFormat? FormatOf(RequestFields fields)
    {
        if (!fields.TryGet("response_format", out var format))
            return null;
        if (format.ValueKind != JsonValueKind.Object)
            throw fields.Wrong("response_format", "an object", format);
        var own = new RequestFields(format, "response_format.");
        string type = own.RequiredString("type");
        switch (type)
        {
            case "text":
                return ChatResponseFormat.Text;
            case "json_object":
                return ChatResponseFormat.Json;
            case "json_schema" when own.TryGet("json_schema", out var wrapped) && wrapped.ValueKind == JsonValueKind.Object:
                var schema = new RequestFields(wrapped, "response_format.json_schema.");
                if (!schema.TryGet("schema", out var json) || json.ValueKind is not (JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False))
                    throw ApiException.Invalid("response_format.json_schema.schema", "response_format.json_schema.schema must be a JSON schema.");
                // The document that the request was read from ends before the reply does.
                return ChatResponseFormat.ForJsonSchema(json.Clone(), schema.String("name"), schema.String("description"));
            case "json_schema":
                throw ApiException.Invalid("response_format.json_schema", "response_format.json_schema must be an object with a schema.");
            default:
                throw ApiException.Invalid("response_format.type", "response_format.type must be text, json_object or json_schema.");
        }
    }

    private static List<ChatMessage> MessagesOf(RequestFields fields)
    {
        if (!fields.TryGet("messages", out var array))
            throw ApiException.Invalid("messages", "messages is missing.");
        if (array.ValueKind != JsonValueKind.Array)
            throw fields.Wrong("messages", "an array", array);
        if (array.GetArrayLength() == 0)
            throw ApiException.Invalid("messages", "messages is empty; there is nothing to reply to.");
        var messages = new List<ChatMessage>(array.GetArrayLength());
        foreach (var item in array.EnumerateArray())
        {
            string at = $"messages[{messages.Count}]";
            if (item.ValueKind != JsonValueKind.Object)
                throw fields.Wrong(at, "an object", item);
            messages.Add(MessageOf(new RequestFields(item, at + ".")));
        }

        return messages;
    }

    private static ChatMessage MessageOf(RequestFields fields)
    {
        string role = fields.RequiredString("role");
        return new(
            role switch
            {
                "system" or "developer" => ChatRole.System,
                "user" => ChatRole.User,
                "assistant" => ChatRole.Assistant,
                "tool" or "function" => throw ApiException.Unsupported(fields.PathOf("role"), "This server calls no tools, so no message can have their results."),
                _ => throw ApiException.Invalid(fields.PathOf("role"), $"{fields.PathOf("role")} must be system, developer, user or assistant."),
            },
            ContentOf(fields))
        {
            AuthorName = fields.String("name"),
        };
    }

    private static string ContentOf(RequestFields fields)
    {
        if (!fields.TryGet("content", out var content))
            throw ApiException.Invalid(fields.PathOf("content"), $"{fields.PathOf("content")} is missing.");
        if (content.ValueKind == JsonValueKind.String)
            return fields.String("content")!;
        if (content.ValueKind != JsonValueKind.Array)
            throw fields.Wrong("content", "a string or an array of parts", content);
        var parts = new List<string>();
        foreach (var part in content.EnumerateArray())
        {
            string at = $"content[{parts.Count}]";
            if (part.ValueKind != JsonValueKind.Object)
                throw fields.Wrong(at, "an object", part);
            var own = new RequestFields(part, fields.PathOf(at) + ".");
            parts.Add(own.RequiredString("type") switch
            {
                "text" => own.String("text"),
                "refusal" => own.String("refusal"),
                _ => throw ApiException.Unsupported(own.PathOf("type"), $"{own.PathOf("type")} must be text: this server reads nothing else."),
            } ?? throw ApiException.Invalid(own.PathOf("text"), $"{own.PathOf("text")} is missing."));
        }

        return string.Concat(parts);
    }
}
