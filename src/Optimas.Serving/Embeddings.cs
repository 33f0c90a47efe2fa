using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Optimas.Serving.Protocol;

namespace Optimas.Serving;

/// <summary>Answers a request for <c>/v1/embeddings</c>.</summary>
internal static class Embeddings
{
    public static async Task AnswerAsync(
        Exchange exchange, EmbeddingRequest request, IEmbeddingGenerator<string, Embedding<float>> generator, CancellationToken cancellationToken)
    {
        var options = new EmbeddingGenerationOptions { ModelId = request.Model, Dimensions = request.Dimensions };
        var vectors = await generator.GenerateAsync(request.Texts, options, cancellationToken).ConfigureAwait(false);
        if (vectors.Count != request.Texts.Count)
            throw new InvalidOperationException($"{request.Texts.Count} texts were to embed, but {vectors.Count} embeddings came.");
        if (request.Dimensions is { } wanted && vectors[0].Vector.Length != wanted)
            throw ApiException.Invalid("dimensions", $"dimensions is {wanted}, but the embeddings of {request.Model} have {vectors[0].Vector.Length}; leave it out.");
        long tokens = vectors.Usage?.InputTokenCount ?? 0;
        exchange.Usage.InputTokenCount = tokens;
        await exchange.ReplyAsync(
            StatusCodes.Status200OK,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("object", "list");
                writer.WriteStartArray("data");
                for (int i = 0; i < vectors.Count; i++)
                {
                    writer.WriteStartObject();
                    writer.WriteString("object", "embedding");
                    writer.WriteNumber("index", i);
                    if (request.IsBase64)
                    {
                        writer.WriteBase64String("embedding", MemoryMarshal.AsBytes(vectors[i].Vector.Span));
                    }
                    else
                    {
                        writer.WriteStartArray("embedding");
                        foreach (float value in vectors[i].Vector.Span)
                            writer.WriteNumberValue(value);
                        writer.WriteEndArray();
                    }

                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                writer.WriteString("model", request.Model);
                writer.WriteStartObject("usage");
                writer.WriteNumber("prompt_tokens", tokens);
                writer.WriteNumber("total_tokens", tokens);
                writer.WriteEndObject();
                writer.WriteEndObject();
            },
            cancellationToken).ConfigureAwait(false);
    }
}
