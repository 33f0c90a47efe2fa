using Microsoft.Extensions.AI;

namespace Retrieval;

/// <summary>
/// Finds documents by the words of a query: BM25 over their titles and texts. With an embedding generator, what is near in meaning counts
/// too, and both rankings are fused. In memory, read-only once built, safe for concurrent searches.
/// </summary>
public sealed class DocumentIndex : IDisposable
{
    // Reciprocal rank fusion (Cormack et al. 2009), with the constant of its paper, over the best of each ranking.
    private const double Damping = 60;
    private const double TitleWeight = 2;
    private const int FusedDepth = 50;

    private readonly IReadOnlyList<Document> _documents;
    private readonly FullTextIndex _words;
    private readonly VectorIndex? _vectors;

    private DocumentIndex(IReadOnlyList<Document> documents, FullTextIndex words, VectorIndex? vectors) =>
        (_documents, _words, _vectors) = (documents, words, vectors);

    /// <summary>The documents, in order.</summary>
    public IReadOnlyList<Document> Documents => _documents;

    /// <summary>Indexes documents.</summary>
    /// <param name="documents">The documents; at least one, each with an id of its own.</param>
    /// <param name="embeddings">What makes vectors of texts; null for search by words alone.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<DocumentIndex> CreateAsync(
        IReadOnlyList<Document> documents,
        IEmbeddingGenerator<string, Embedding<float>>? embeddings = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        if (documents.Count == 0)
            throw new ArgumentException("There is no document.", nameof(documents));
        if (documents.CountBy(d => d.Id).FirstOrDefault(d => d.Value > 1) is { Key: { } twice })
            throw new ArgumentException($"More than one document has the id \"{twice}\".", nameof(documents));
        var words = new FullTextIndex(documents.Select(d => (d.Title, d.Text)), cancellationToken);
        try
        {
            var vectors = embeddings is null
                ? null
                : await VectorIndex.CreateAsync([.. documents.Select(d => $"{d.Title}: {d.Text}")], embeddings, cancellationToken);
            return new(documents, words, vectors);
        }
        catch
        {
            words.Dispose();
            throw;
        }
    }

    /// <summary>The documents that match best, best first; fewer than asked for where fewer match at all.</summary>
    /// <param name="words">What to search for; punctuation doesn't count, and neither does how often a word occurs.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public async Task<IReadOnlyList<Match>> SearchAsync(string words, int count, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        cancellationToken.ThrowIfCancellationRequested();
        double[] scores = ByWords(words, cancellationToken);
        if (_vectors is not null)
        {
            double[] likeness = await _vectors.LikenessAsync(words, cancellationToken);
            scores = Fuse(scores, likeness, Math.Max(count, FusedDepth));
        }

        return [.. Best(scores, count).Select(id => new Match(_documents[id], scores[id]))];
    }

    /// <inheritdoc/>
    public void Dispose() => _words.Dispose();

    private double[] ByWords(string words, CancellationToken cancellationToken)
    {
        double[] scores = new double[_documents.Count];
        foreach (string word in Tokens.Of(words).Select(token => token.Word).Distinct())
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var posting in _words.Match(word, TitleWeight))
                scores[posting.Id] += posting.Score;
        }

        return scores;
    }

    private static double[] Fuse(double[] one, double[] other, int depth)
    {
        double[] fused = new double[one.Length];
        foreach (double[] scores in new[] { one, other })
        {
            int rank = 0;
            foreach (int id in Best(scores, depth))
                fused[id] += 1 / (Damping + ++rank);
        }

        return fused;
    }

    // Of equal ones, the document that comes first wins.
    private static int[] Best(double[] scores, int count)
    {
        var best = new PriorityQueue<int, (double Score, int Order)>();
        for (int id = 0; id < scores.Length; id++)
        {
            if (scores[id] <= 0)
                continue;
            if (best.Count < count)
                best.Enqueue(id, (scores[id], -id));
            else
                best.EnqueueDequeue(id, (scores[id], -id));
        }

        int[] ids = new int[best.Count];
        for (int i = ids.Length - 1; i >= 0; i--)
            ids[i] = best.Dequeue();
        return ids;
    }
}
