using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Embeddings;
using EmbeddingGenerationOptions = Microsoft.Extensions.AI.EmbeddingGenerationOptions;

namespace Optimas.Providers;

/// <summary>
/// Embeds texts with a model behind OpenAI's <c>/embeddings</c>. Safe for concurrent calls. Failures arrive as
/// <see cref="ProviderException"/>.
/// </summary>
public sealed class OpenAICompatibleEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly OpenAICompatibleOptions _options;
    private readonly OpenAIClient _sdk;
    private readonly EmbeddingGeneratorMetadata _metadata;

    /// <summary>Creates a generator; no request is made until the first call.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message says which.</exception>
    public OpenAICompatibleEmbeddingGenerator(OpenAICompatibleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Checked();
        _sdk = SdkClient.Create(options);
        _metadata = new EmbeddingGeneratorMetadata("openai", options.BaseAddress, options.Model);
    }

    /// <inheritdoc />
    /// <remarks>Texts are sent <see cref="OpenAICompatibleOptions.EmbeddingBatchSize"/> at a time.</remarks>
    /// <returns>One embedding for each text, in the order of the texts.</returns>
    /// <exception cref="ProviderException">The server refused, failed, was silent for too long, or sent what it should not.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        var embeddings = new GeneratedEmbeddings<Embedding<float>>();
        foreach (string[] batch in values.Chunk(_options.EmbeddingBatchSize))
        {
            var call = new ProviderCall(_options, options?.ModelId ?? _options.Model, cancellationToken);
            var part = await call.GuardAsync(() => EmbedAsync(batch, options, call, cancellationToken)).ConfigureAwait(false);
            embeddings.AddRange(part);
            (embeddings.Usage ??= new()).Add(part.Usage!);
        }

        return embeddings;
    }

    /// <summary>Gives the metadata, the SDK's <see cref="OpenAIClient"/> inside, or this generator itself.</summary>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType == typeof(OpenAIClient) ? _sdk
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Does nothing: connections are shared, and an <see cref="HttpClient"/> passed in belongs to the caller.</summary>
    public void Dispose()
    {
    }

    // The protocol lets embeddings come in any order; the ready-made adapter takes them as they come.
    private async Task<GeneratedEmbeddings<Embedding<float>>> EmbedAsync(
        string[] texts, EmbeddingGenerationOptions? options, ProviderCall call, CancellationToken cancellationToken)
    {
        var client = _sdk.GetEmbeddingClient(options?.ModelId ?? _options.Model);
        var request = options?.RawRepresentationFactory?.Invoke(this) as OpenAI.Embeddings.EmbeddingGenerationOptions ?? new();
        request.Dimensions ??= options?.Dimensions;
        var reply = (await client.GenerateEmbeddingsAsync(texts, request, cancellationToken).ConfigureAwait(false)).Value;
        OpenAIEmbedding[] ordered = [.. reply.OrderBy(embedding => embedding.Index)];
        int[] indices = [.. ordered.Select(embedding => embedding.Index)];
        if (!indices.SequenceEqual(Enumerable.Range(0, texts.Length)))
        {
            throw call.Malformed(
                $"{texts.Length} texts were sent, but {indices.Length} embeddings came, or not one for each", inner: null);
        }

        return new(ordered.Select(embedding => new Embedding<float>(embedding.ToFloats()) { ModelId = reply.Model }))
        {
            Usage = new() { InputTokenCount = reply.Usage?.InputTokenCount, TotalTokenCount = reply.Usage?.TotalTokenCount },
        };
    }
}
