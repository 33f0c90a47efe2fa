using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OpenAI.Embeddings;
using EmbeddingGenerationOptions = Microsoft.Extensions.AI.EmbeddingGenerationOptions;

namespace Optimas.Providers;

/// <summary>Embeds texts with a model behind OpenAI's <c>/embeddings</c>. All texts of a call go in one request, so a server's limit on
/// their number applies (2048 at OpenAI). Safe for concurrent calls. Failures arrive as <see cref="ProviderException"/>.</summary>
public sealed class OpenAICompatibleEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly OpenAICompatibleOptions _options;
    private readonly EmbeddingClient _inner;
    private readonly EmbeddingGeneratorMetadata _metadata;

    /// <summary>Creates a generator; no request is made until the first call.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message says which.</exception>
    public OpenAICompatibleEmbeddingGenerator(OpenAICompatibleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Checked();
        _inner = new EmbeddingClient(options.Model, SdkOptions.Credential(options), SdkOptions.From(options));
        _metadata = new EmbeddingGeneratorMetadata("openai", options.Endpoint, options.Model);
    }

    /// <inheritdoc />
    /// <returns>One embedding for each text, in the order of the texts.</returns>
    /// <exception cref="ProviderException">The server refused, failed, was silent for too long, or sent what it should not.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        var texts = new JsonArray([.. values.Select(text => (JsonNode)text)]);
        if (texts.Count == 0)
        {
            return [];
        }

        var model = options?.ModelId ?? _options.Model;
        var request = new JsonObject { ["model"] = model, ["input"] = texts };
        request.Put("dimensions", options?.Dimensions);
        request.Overlay(options?.AdditionalProperties);
        var exchange = new Exchange(_inner.GenerateEmbeddingsAsync, new Failures(_options, model), cancellationToken);
        return await exchange.AskAsync(request, reply => EmbeddingReply.Read(reply, texts.Count, model)).ConfigureAwait(false);
    }

    /// <summary>Gives the <see cref="EmbeddingGeneratorMetadata"/>, the SDK's <see cref="EmbeddingClient"/> inside, or this generator
    /// itself.</summary>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType == typeof(EmbeddingClient) ? _inner
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Does nothing: connections are shared, and an <see cref="HttpClient"/> passed in belongs to the caller.</summary>
    public void Dispose()
    {
    }
}
