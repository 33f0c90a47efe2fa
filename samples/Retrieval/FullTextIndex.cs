using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Retrieval;

/// <summary>A document that holds a phrase.</summary>
/// <param name="Id">The document's number in the index.</param>
/// <param name="Score">Its BM25 score for the phrase; greater is better.</param>
public readonly record struct Posting(int Id, double Score);

/// <summary>
/// Titles and texts in an SQLite FTS5 table in memory. Read-only once built and safe for concurrent use: the matches of a phrase are read
/// from SQLite once and kept, since BM25 of a query is the sum over its phrases.
/// </summary>
public sealed class FullTextIndex : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly Lock _reading = new();
    private readonly ConcurrentDictionary<(string Phrase, double TitleWeight), Posting[]> _postings = new();

    /// <summary>Indexes documents under their numbers, from 0 on.</summary>
    public FullTextIndex(IEnumerable<(string Title, string Text)> documents, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        _connection.Open();
        using var transaction = _connection.BeginTransaction();
        using var command = _connection.CreateCommand();
        command.CommandText = "CREATE VIRTUAL TABLE documents USING fts5(title, text, tokenize = 'porter unicode61 remove_diacritics 2')";
        command.ExecuteNonQuery();
        command.CommandText = "INSERT INTO documents(rowid, title, text) VALUES ($id, $title, $text)";
        var id = command.Parameters.Add("$id", SqliteType.Integer);
        var title = command.Parameters.Add("$title", SqliteType.Text);
        var text = command.Parameters.Add("$text", SqliteType.Text);
        foreach (var document in documents)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (id.Value, title.Value, text.Value) = (Count++, document.Title, document.Text);
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    /// <summary>How many documents there are.</summary>
    public int Count { get; }

    /// <summary>The documents that hold the phrase, by number, with their BM25 scores.</summary>
    /// <param name="phrase">Words in a row, as <see cref="Tokens"/> splits them.</param>
    /// <param name="titleWeight">What a match in the title counts, relative to one in the text.</param>
    public IReadOnlyList<Posting> Match(string phrase, double titleWeight)
        => _postings.TryGetValue((phrase, titleWeight), out var known) ? known : Read(phrase, titleWeight);

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
                $"SELECT rowid, -bm25(documents, {titleWeight}, 1.0) FROM documents WHERE documents MATCH $phrase ORDER BY rowid");
            command.Parameters.AddWithValue("$phrase", $"\"{phrase.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
            using var rows = command.ExecuteReader();
            while (rows.Read())
                found.Add(new Posting(rows.GetInt32(0), rows.GetDouble(1)));
        }

        return _postings.GetOrAdd((phrase, titleWeight), [.. found]);
    }
}
