using System.Globalization;
using System.Text.Json;
using Optimas;
using Optimas.Hosting;

namespace QuickStart;

/// <summary>A page of the knowledge base: what it says of one topic of one device.</summary>
public sealed record Article(string Device, string Topic, string Text);

/// <summary>What a word is worth in an article's topic, against 1 in its text. A trainer's weights travel as that number.</summary>
public sealed record Relevance(double Topic) : ITrainable<Relevance>
{
    /// <inheritdoc/>
    public Relevance WithWeights(string weights) => new(double.Parse(weights, CultureInfo.InvariantCulture));
}

/// <summary>Made-up articles about made-up devices, found by the words that they share with a query.</summary>
public sealed class KnowledgeBase(IReadOnlyList<Article> articles, IReadOnlyDictionary<string, string> faults)
{
    /// <summary>Reads the articles and the meanings of error codes.</summary>
    public static async ValueTask<KnowledgeBase> LoadAsync(string folder, CancellationToken cancellationToken)
    {
        static string Read(JsonElement row, string member) => row.GetProperty(member).GetString()!;
        var articles = await ExampleReader.ReadJsonLinesAsync(
            Path.Combine(folder, "articles.jsonl"),
            (row, _) => new Article(Read(row, "device"), Read(row, "topic"), Read(row, "text")),
            cancellationToken);
        var faults = await ExampleReader.ReadJsonLinesAsync(
            Path.Combine(folder, "faults.jsonl"), (row, _) => KeyValuePair.Create(Read(row, "code"), Read(row, "meaning")), cancellationToken);
        return new(articles, new Dictionary<string, string>(faults));
    }

    /// <summary>The device and the error code that a letter names.</summary>
    public Mention FindMention(string letter) => new(
        articles.Select(a => a.Device).FirstOrDefault(d => letter.Contains(d, StringComparison.Ordinal)),
        faults.Keys.FirstOrDefault(c => letter.Contains(c, StringComparison.Ordinal)));

    /// <summary>What an error code means.</summary>
    public async ValueTask<string> ExplainAsync(string code, CancellationToken cancellationToken)
    {
        await Task.Yield(); // Stands for the call to another service.
        cancellationToken.ThrowIfCancellationRequested();
        return faults[code];
    }

    /// <summary>The articles that share the most words with the query, best first.</summary>
    public IReadOnlyList<Article> Search(string query, string? device, int count, double deviceWeight, Relevance relevance)
    {
        var words = Text.Words(query).ToHashSet();
        double Score(Article article) =>
            relevance.Topic * Text.Words(article.Topic).Count(words.Contains)
            + Text.Words(article.Text).Count(words.Contains)
            + (article.Device == device ? deviceWeight : 0);
        return [.. articles.OrderByDescending(Score).Take(count)];
    }
}
