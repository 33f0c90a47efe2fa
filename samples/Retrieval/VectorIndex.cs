using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;

namespace Retrieval;

/// <summary>Texts as unit vectors, compared by their cosine.</summary>
internal sealed class VectorIndex
{
    private const int Batch = 100;

    private readonly IEmbeddingGenerator<string, Embedding<float>> _embeddings;
    private readonly float[][] _vectors;

    private VectorIndex(IEmbeddingGenerator<string, Embedding<float>> embeddings, float[][] vectors) => (_embeddings, _vectors) = (embeddings, vectors);

    public static async Task<VectorIndex> CreateAsync(
        IReadOnlyList<string> texts, IEmbeddingGenerator<string, Embedding<float>> embeddings, CancellationToken cancellationToken)
    {
        var vectors = new List<float[]>();
        foreach (string[] batch in texts.Chunk(Batch))
        {
            var embedded = await embeddings.GenerateAsync(batch, cancellationToken: cancellationToken);
            vectors.AddRange(embedded.Select(e => Unit(e.Vector.Span)));
        }

        if (vectors.Count != texts.Count || vectors.Any(v => v.Length != vectors[0].Length))
            throw new InvalidOperationException($"{texts.Count} texts gave {vectors.Count} vectors, or vectors of different lengths.");
        return new(embeddings, [.. vectors]);
    }

    /// <summary>The cosine of each text with a query.</summary>
    public async Task<double[]> LikenessAsync(string query, CancellationToken cancellationToken)
    {
        var embedded = await _embeddings.GenerateAsync([query], cancellationToken: cancellationToken);
        float[] vector = Unit(embedded[0].Vector.Span);
        return [.. _vectors.Select(v => (double)Dot(v, vector))];
    }

    private static float[] Unit(ReadOnlySpan<float> vector)
    {
        float length = MathF.Sqrt(Dot(vector, vector));
        float[] unit = vector.ToArray();
        for (int i = 0; i < unit.Length && length > 0; i++)
            unit[i] /= length;
        return unit;
    }

    private static float Dot(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var sum = Vector<float>.Zero;
        var ones = MemoryMarshal.Cast<float, Vector<float>>(one);
        var others = MemoryMarshal.Cast<float, Vector<float>>(other);
        for (int i = 0; i < ones.Length; i++)
            sum += ones[i] * others[i];
        float dot = Vector.Sum(sum);
        for (int i = ones.Length * Vector<float>.Count; i < one.Length; i++)
            dot += one[i] * other[i];
        return dot;
    }
}
