using System.Buffers.Binary;
using System.Text.Json;

namespace Optimas;

/// <summary>
/// A frozen local reward over hashed features: h_k ∘ φ as one vector of weights, since both are linear. Immutable, hence safe for concurrent
/// use; a score costs one pass over the output.
/// </summary>
public sealed class HashedReward : ILocalReward
{
    internal const string Kind = "hashed";

    // Counts the definition of the features: weights of another version would be applied to other features.
    internal const int Version = 2;
    private const int BytesPerWeight = 6;

    private readonly float[] _weights;

    internal HashedReward(float[] weights) => _weights = weights;

    internal ReadOnlySpan<float> Weights => _weights;

    /// <summary>The score of an observed (x_k, y_k); the difference of two is the log-odds that the first is better.</summary>
    public double Score(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        return FeatureHasher.Hash(observation, _weights.Length).Dot(_weights);
    }

    /// <inheritdoc/>
    public ValueTask<double> ScoreAsync(Observation observation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Score(observation));
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        int[] used = [.. Enumerable.Range(0, _weights.Length).Where(i => _weights[i] != 0)];
        byte[] bytes = new byte[used.Length * BytesPerWeight];
        for (int i = 0; i < used.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(i * BytesPerWeight), (ushort)used[i]);
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * BytesPerWeight + 2), _weights[used[i]]);
        }

        writer.WriteStartObject();
        writer.WriteString("kind", Kind);
        writer.WriteNumber("version", Version);
        writer.WriteNumber("buckets", _weights.Length);
        writer.WriteBase64String("weights", bytes);
        writer.WriteEndObject();
    }

    internal static HashedReward Read(JsonElement json)
    {
        int version = json.GetProperty("version").GetInt32();
        if (version != Version)
        {
            throw new JsonException(
                $"the local reward was trained on features of version {version}, but this is version {Version}; train it again");
        }

        int buckets = json.GetProperty("buckets").GetInt32();
        byte[] bytes = json.GetProperty("weights").GetBytesFromBase64();
        if (buckets is < 1 or > FeatureHasher.MaxBuckets || bytes.Length % BytesPerWeight != 0)
            throw new JsonException($"the local reward is damaged: {buckets} buckets, {bytes.Length} bytes of weights");
        float[] weights = new float[buckets];
        for (int i = 0; i < bytes.Length; i += BytesPerWeight)
        {
            int bucket = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(i));
            float weight = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i + 2));
            if (bucket >= buckets || !float.IsFinite(weight))
                throw new JsonException($"the local reward is damaged: weight {weight} in bucket {bucket} of {buckets}");
            weights[bucket] = weight;
        }

        return new(weights);
    }
}
