using System.Text.Json;

namespace Optimas.Serving.Protocol;

/// <summary>A request for <c>/v1/embeddings</c>.</summary>
/// <param name="Model">The model.</param>
/// <param name="Texts">What to embed, in order.</param>
/// <param name="IsBase64">Whether vectors go out as the base64 of their little-endian singles rather than as arrays.</param>
/// <param name="Dimensions">The length that is asked for; null for the model's own.</param>
internal sealed record EmbeddingRequest(string Model, IReadOnlyList<string> Texts, bool IsBase64, int? Dimensions)
{
    private const int MostTexts = 2048;

    /// <summary>Reads a request's body.</summary>
    /// <exception cref="ApiException">A member is missing, wrong, or asks for what is not offered.</exception>
    public static EmbeddingRequest Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
            throw ApiException.Invalid(param: null, "The request's body must be a JSON object.");
        var fields = new RequestFields(body, "");
        string model = fields.RequiredString("model");
        if (fields.TryGet("input", out var input) && input.ValueKind == JsonValueKind.Array
            && input.EnumerateArray().Any(i => i.ValueKind is JsonValueKind.Number or JsonValueKind.Array))
        {
            throw ApiException.Unsupported("input", "input holds token ids, but this server embeds texts: give a string or an array of strings.");
        }

        var texts = fields.Strings("input") ?? throw ApiException.Invalid("input", "input is missing.");
        if (texts.Count is 0 or > MostTexts)
            throw ApiException.Invalid("input", $"input has {texts.Count} texts, but must have from 1 to {MostTexts}.");
        string format = fields.String("encoding_format") ?? "float";
        return format is "float" or "base64"
            ? new(model, texts, format == "base64", fields.Integer("dimensions", 1, int.MaxValue))
            : throw ApiException.Invalid("encoding_format", "encoding_format must be float or base64.");
    }
}
