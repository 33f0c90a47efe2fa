using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Optimas.Providers;

/// <summary>Reads a list of embeddings, which may come in any order, as numbers or as base64 of little-endian floats.</summary>
internal static class EmbeddingReply
{
    /// <exception cref="FormatException">The reply does not hold one vector for each text.</exception>
    public static GeneratedEmbeddings<Embedding<float>> Read(JsonElement reply, int texts, string model)
    {
        var modelId = reply.Text("model") ?? model;
        var embeddings = new Embedding<float>?[texts];
        var position = 0;
        foreach (var item in reply.Items("data"))
        {
            var index = item.Integer("index") ?? position;
            position++;
            if (index < 0 || index >= texts || embeddings[index] is not null)
            {
                throw new FormatException($"{texts} texts were sent, but an embedding came with index {index}, twice or out of range");
            }

            embeddings[index] = new Embedding<float>(Vector(item)) { ModelId = modelId };
        }

        if (position != texts)
        {
            throw new FormatException($"{texts} texts were sent, but {position} embeddings came back");
        }

        var usage = reply.Member("usage");
        return new GeneratedEmbeddings<Embedding<float>>(embeddings!)
        {
            Usage = usage is null ? null : new UsageDetails
            {
                InputTokenCount = usage.Value.Integer("prompt_tokens"),
                TotalTokenCount = usage.Value.Integer("total_tokens"),
            },
        };
    }

    private static float[] Vector(JsonElement item)
    {
        if (item.Member("embedding", JsonValueKind.String) is { } text)
        {
            return text.TryGetBytesFromBase64(out var bytes) && bytes is not [] && bytes.Length % sizeof(float) == 0
                ? Floats(bytes)
                : throw new FormatException("an embedding is not base64 of floats");
        }

        if (item.Member("embedding", JsonValueKind.Array) is not { } numbers || numbers.GetArrayLength() == 0)
        {
            throw new FormatException("an item holds no embedding");
        }

        var vector = new float[numbers.GetArrayLength()];
        var position = 0;
        foreach (var number in numbers.EnumerateArray())
        {
            if (number.ValueKind != JsonValueKind.Number || !number.TryGetSingle(out vector[position++]))
            {
                throw new FormatException("an embedding holds something other than numbers");
            }
        }

        return vector;
    }

    private static float[] Floats(byte[] bytes)
    {
        var vector = new float[bytes.Length / sizeof(float)];
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
        }

        return vector;
    }
}
