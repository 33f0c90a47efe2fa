using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Optimas.Hosting;
using Retrieval;

namespace StarkPrime;

/// <summary>How much scorers read of a node, in characters.</summary>
/// <param name="Text">Of its text.</param>
/// <param name="Relations">Of its relations, of which at least one is shown whole.</param>
public sealed record ReadingLimits(int Text, int Relations);

/// <summary>Nodes with texts and relations, found by the words that they share with a query. Safe for concurrent searches.</summary>
public sealed class KnowledgeBase : IDisposable
{
    private readonly DocumentIndex _index;
    private readonly IReadOnlyList<KnowledgeNode> _nodes;
    private readonly ReadingLimits _limits;

    private KnowledgeBase(DocumentIndex index, IReadOnlyList<KnowledgeNode> nodes, ReadingLimits limits) => (_index, _nodes, _limits) = (index, nodes, limits);

    /// <summary>The nodes, in the file's order.</summary>
    public IReadOnlyList<KnowledgeNode> Nodes => _nodes;

    /// <summary>Reads <c>kb_nodes.jsonl</c> and <c>kb_edges.jsonl</c>, which hold each edge in both directions.</summary>
    /// <param name="folder">Where both are.</param>
    /// <param name="limits">How much scorers read.</param>
    /// <param name="embeddings">For search by meaning as well; null for search by words alone.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="InvalidDataException">A line is damaged; the message names the file and the line.</exception>
    public static async Task<KnowledgeBase> LoadAsync(
        string folder, ReadingLimits limits, IEmbeddingGenerator<string, Embedding<float>>? embeddings, CancellationToken cancellationToken)
    {
        var nodes = await ExampleReader.ReadJsonLinesAsync(Path.Combine(folder, "kb_nodes.jsonl"), static (row, _) => KnowledgeNode.Read(row), cancellationToken);
        var edges = await ExampleReader.ReadJsonLinesAsync(
            Path.Combine(folder, "kb_edges.jsonl"),
            static (row, _) => (Head: Number(row, "head"), Kind: KnowledgeNode.ReadText(row, "relation"), Tail: Number(row, "tail")),
            cancellationToken);
        var names = nodes.ToDictionary(n => n.Id, n => n.Name);
        var relations = edges.Where(e => names.ContainsKey(e.Tail)).ToLookup(e => e.Head, e => new NodeRelation(e.Kind, names[e.Tail]));
        nodes = [.. nodes.Select(n => n with { Relations = [.. relations[n.Id]] })];
        var documents = nodes.Select((n, i) => new Document($"{i}", n.Name, $"{n.Text} {string.Join(' ', n.Relations.Select(r => r.Name))}"));
        return new(await DocumentIndex.CreateAsync([.. documents], embeddings, cancellationToken), nodes, limits);
    }

    /// <summary>The nodes that match best.</summary>
    /// <param name="query">What to look for.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public async Task<CandidateSet> SearchAsync(string query, int count, CancellationToken cancellationToken)
    {
        var found = await _index.SearchAsync(query, count, cancellationToken);
        var nodes = found.Select(m => int.Parse(m.Document.Id, CultureInfo.InvariantCulture)).Order().Select(i => _nodes[i]).ToList();
        return new(
            [.. nodes.Select(n => n.Id)],
            [.. nodes.Select(n => $"{n.Title}: {Cut(n.Text, _limits.Text)}")],
            [.. nodes.Select(n => $"{n.Title}: {Relations(n, query)}")]);
    }

    /// <inheritdoc/>
    public void Dispose() => _index.Dispose();

    private static int Number(JsonElement row, string name)
        => KnowledgeNode.Member(row, name).TryGetInt32(out int number) ? number : throw new FormatException($"\"{name}\" is no id.");

    private static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        int end = text.LastIndexOf(' ', length);
        return $"{text[..(end > 0 ? end : length)]} ...";
    }

    // What the query names comes first: a node may have hundreds of relations.
    private string Relations(KnowledgeNode node, string query)
    {
        var text = new StringBuilder();
        foreach (var relation in node.Relations.OrderBy(r => query.Contains(r.Name, StringComparison.Ordinal) ? 0 : 1))
        {
            string next = $"{(text.Length > 0 ? "; " : "")}{relation.Kind} {relation.Name}";
            if (text.Length > 0 && text.Length + next.Length > _limits.Relations)
                break;
            text.Append(next);
        }

        return text.ToString();
    }
}
