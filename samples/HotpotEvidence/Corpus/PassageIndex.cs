using Retrieval;

namespace HotpotEvidence;

/// <summary>The passages of the corpus, to be searched by words and phrases. Read-only once built and safe for concurrent use.</summary>
public sealed class PassageIndex : IDisposable
{
    private readonly IReadOnlyList<Passage> _passages;
    private readonly FullTextIndex _words;

    /// <summary>Indexes the passages; one that occurs twice is kept once.</summary>
    public PassageIndex(IEnumerable<Passage> passages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(passages);
        _passages = [.. passages.Distinct()];
        if (_passages.Count == 0)
            throw new ArgumentException("The corpus holds no passage.", nameof(passages));
        _words = new(_passages.Select(static p => (p.Title, p.Text)), cancellationToken);
        Titles = new TitleLexicon(_passages);
    }

    /// <summary>How many passages there are; their numbers start at 0.</summary>
    public int Count => _passages.Count;

    /// <summary>Which passages a text names by their titles.</summary>
    public TitleLexicon Titles { get; }

    /// <summary>A passage by its number.</summary>
    public Passage this[int id] => _passages[id];

    /// <inheritdoc cref="FullTextIndex.Match"/>
    public IReadOnlyList<Posting> Match(string phrase, double titleWeight) => _words.Match(phrase, titleWeight);

    /// <summary>How rare a phrase is among the passages: log(N / n), 0 for one that occurs nowhere.</summary>
    public double Rarity(string phrase)
    {
        int count = Match(phrase, 1).Count;
        return count == 0 ? 0 : Math.Log((double)Count / count);
    }

    /// <inheritdoc/>
    public void Dispose() => _words.Dispose();
}
