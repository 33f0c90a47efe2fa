using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace Optimas;

/// <summary>φ by an embedding model: the embedding of the texts [x_k, y_k] (OPTIMAS, section 4.1), then the typed features.</summary>
internal sealed class ObservationEmbedder(IEmbeddingGenerator<string, Embedding<float>> generator)
{
    private const int BatchSize = 64, NumberBuckets = 1024, MaxCached = 20_000;

    // Outputs for one x_k share most of their text, so their embeddings of length one differ by a fraction: this brings them to scale.
    private const double EmbeddingWeight = 4;

    private readonly ConcurrentDictionary<string, float[]> _cache = new(StringComparer.Ordinal);
    private int _dimensions;

    public int FeatureCount => _dimensions + NumberBuckets;

    public string ModelId =>
        (generator.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata)?.DefaultModelId ?? "an unnamed model";

    public async Task<IReadOnlyDictionary<Observation, SparseVector>> EmbedAsync(
        IReadOnlyCollection<Observation> observations, CancellationToken cancellationToken)
    {
        var embeddings = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (string[] texts in observations.Select(TextOf).Distinct(StringComparer.Ordinal).Chunk(BatchSize))
        {
            string[] missing = [.. texts.Where(t => !_cache.ContainsKey(t))];
            if (missing.Length > 0)
            {
                var generated = await generator.GenerateAsync(missing, cancellationToken: cancellationToken).ConfigureAwait(false);
                if (generated.Count != missing.Length)
                    throw new InvalidOperationException($"The embedding model gave {generated.Count} embeddings for {missing.Length} texts.");
                for (int i = 0; i < missing.Length; i++)
                    embeddings[missing[i]] = Keep(missing[i], generated[i].Vector.ToArray());
            }

            foreach (string text in texts)
                embeddings.TryAdd(text, _cache.GetValueOrDefault(text)!);
        }

        return observations.ToDictionary(o => o, o => Features(o, embeddings[TextOf(o)]));
    }

    private static string TextOf(Observation observation) => $"{observation.Input}\n\n{observation.Output}";

    private float[] Keep(string text, float[] embedding)
    {
        int dimensions = Interlocked.CompareExchange(ref _dimensions, embedding.Length, 0);
        if (dimensions != 0 && dimensions != embedding.Length)
            throw new InvalidOperationException($"The embedding model gave {embedding.Length} dimensions after {dimensions}.");
        if (_cache.Count < MaxCached)
            _cache.TryAdd(text, embedding);
        return embedding;
    }

    private static SparseVector Features(Observation observation, float[] embedding)
    {
        double norm = Math.Sqrt(embedding.Sum(v => (double)v * v));
        var numbers = FeatureHasher.HashNumbers(observation, NumberBuckets);
        var entries = new List<KeyValuePair<int, double>>(embedding.Length + numbers.Indices.Length);
        for (int i = 0; i < embedding.Length; i++)
            entries.Add(new(i, norm > 0 ? EmbeddingWeight * embedding[i] / norm : 0));
        for (int i = 0; i < numbers.Indices.Length; i++)
            entries.Add(new(embedding.Length + numbers.Indices[i], numbers.Values[i]));
        return SparseVector.Of(entries);
    }
}
