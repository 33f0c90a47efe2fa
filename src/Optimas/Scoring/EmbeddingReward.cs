using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Optimas;

/// <summary>
/// A frozen head over the embeddings of a provider. Its JSON holds the head alone: an application that loads it first names the embedding
/// model by <see cref="Register"/>.
/// </summary>
public sealed class EmbeddingReward : ILocalReward
{
    private const string Kind = "embedding";

    private readonly ObservationEmbedder _embedder;
    private readonly float[] _weights;

    internal EmbeddingReward(ObservationEmbedder embedder, float[] weights)
    {
        _embedder = embedder;
        _weights = weights;
    }

    /// <summary>Makes rewards of this kind readable, over an embedding model. They must have been trained on the same one.</summary>
    public static void Register(IEmbeddingGenerator<string, Embedding<float>> generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        var embedder = new ObservationEmbedder(generator);
        LocalRewardJson.Register(Kind, json => Read(json, embedder));
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The embedding model is not the one that the head was trained on.</exception>
    public async ValueTask<double> ScoreAsync(Observation observation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(observation);
        var features = await _embedder.EmbedAsync([observation], cancellationToken).ConfigureAwait(false);
        if (_embedder.FeatureCount != _weights.Length)
        {
            throw new InvalidOperationException(
                $"The local reward was trained on {_weights.Length} features, but {_embedder.ModelId} gives {_embedder.FeatureCount}.");
        }

        return features[observation].Dot(_weights);
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        byte[] bytes = new byte[_weights.Length * sizeof(float)];
        for (int i = 0; i < _weights.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), _weights[i]);
        writer.WriteStartObject();
        writer.WriteString("kind", Kind);
        writer.WriteNumber("version", HashedReward.Version);
        writer.WriteString("model", _embedder.ModelId);
        writer.WriteBase64String("weights", bytes);
        writer.WriteEndObject();
    }

    private static EmbeddingReward Read(JsonElement json, ObservationEmbedder embedder)
    {
        int version = json.GetProperty("version").GetInt32();
        if (version != HashedReward.Version)
        {
            throw new JsonException(
                $"the local reward was trained on features of version {version}, but this is version {HashedReward.Version}; train it again");
        }

        if (json.GetProperty("model").GetString() is { } model && model != embedder.ModelId)
            throw new JsonException($"the local reward was trained on embeddings of {model}, but {embedder.ModelId} is registered");
        byte[] bytes = json.GetProperty("weights").GetBytesFromBase64();
        if (bytes.Length % sizeof(float) != 0)
            throw new JsonException($"the local reward is damaged: {bytes.Length} bytes of weights");
        float[] weights = new float[bytes.Length / sizeof(float)];
        for (int i = 0; i < weights.Length; i++)
            weights[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
        return new(embedder, weights);
    }
}
