using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace HotpotEvidence;

/// <summary>A passage that matches a phrase.</summary>
/// <param name="Id">The passage's number in the index.</param>
/// <param name="Score">Its BM25 score for the phrase; greater is better.</param>
public readonly record struct Posting(int Id, double Score);

/// <summary>
/// Passages in an SQLite FTS5 table in memory. Read-only once built and safe for concurrent use: the matches of a phrase are read from
/// SQLite once and kept, since BM25 of a query is the sum over its phrases.
/// </summary>
public sealed class PassageIndex : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly Lock _reading = new();
    private readonly ConcurrentDictionary<(string Phrase, double TitleWeight), Posting[]> _postings = new();
    private readonly IReadOnlyList<Passage> _passages;

    /// <summary>Indexes the passages; one that occurs twice is kept once.</summary>
    public PassageIndex(IEnumerable<Passage> passages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(passages);
        _passages = [.. passages.Distinct()];
        if (_passages.Count == 0)
            throw new ArgumentException("The corpus holds no passage.", nameof(passages));
        _connection.Open();
        using var transaction = _connection.BeginTransaction();
        using var command = _connection.CreateCommand();
        command.CommandText = "CREATE VIRTUAL TABLE passages USING fts5(title, text, tokenize = 'porter unicode61 remove_diacritics 2')";
        command.ExecuteNonQuery();
        command.CommandText = "INSERT INTO passages(rowid, title, text) VALUES ($id, $title, $text)";
        var id = command.Parameters.Add("$id", SqliteType.Integer);
        var title = command.Parameters.Add("$title", SqliteType.Text);
        var text = command.Parameters.Add("$text", SqliteType.Text);
        for (int i = 0; i < _passages.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (id.Value, title.Value, text.Value) = (i, _passages[i].Title, _passages[i].Text);
            command.ExecuteNonQuery();
        }

        transaction.Commit();
        Titles = new TitleLexicon(_passages);
    }

    /// <summary>How many passages there are; their numbers start at 0.</summary>
    public int Count => _passages.Count;

    /// <summary>Which passages a text names by their titles.</summary>
    public TitleLexicon Titles { get; }

    /// <summary>A passage by its number.</summary>
    public Passage this[int id] => _passages[id];

    /// <summary>The passages that hold the phrase, by number, with their BM25 scores.</summary>
    /// <param name="phrase">Words in a row, as <see cref="Tokens"/> splits them.</param>
    /// <param name="titleWeight">What a match in the title counts, relative to one in the text.</param>
    public IReadOnlyList<Posting> Match(string phrase, double titleWeight)
        => _postings.TryGetValue((phrase, titleWeight), out var known) ? known : Read(phrase, titleWeight);

    /// <summary>How rare a phrase is among the passages: log(N / n), 0 for one that occurs nowhere.</summary>
    public double Rarity(string phrase)
    {
        int count = Match(phrase, 1).Count;
        return count == 0 ? 0 : Math.Log((double)Count / count);
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private Posting[] Read(string phrase, double titleWeight)
    {
        var found = new List<Posting>();
        lock (_reading)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = string.Create(
                CultureInfo.InvariantCulture,
                $"SELECT rowid, -bm25(passages, {titleWeight}, 1.0) FROM passages WHERE passages MATCH $phrase ORDER BY rowid");
            command.Parameters.AddWithValue("$phrase", $"\"{phrase.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
            using var rows = command.ExecuteReader();
            while (rows.Read())
                found.Add(new Posting(rows.GetInt32(0), rows.GetDouble(1)));
        }

        return _postings.GetOrAdd((phrase, titleWeight), [.. found]);
    }
}
