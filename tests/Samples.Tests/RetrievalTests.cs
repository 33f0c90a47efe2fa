using Microsoft.Extensions.AI;
using Retrieval;

namespace Samples.Tests;

public sealed class RetrievalTests
{
    private static readonly Document[] s_documents =
    [
        new("gate", "The Silver Gate", "Novel about clocks by Mara Velden."),
        new("mara", "Mara Velden", "Born in 1871, expert on clocks."),
        new("bridge", "The Silver Bridge", "Poem about boats by Tora Kalson."),
        new("tora", "Tora Kalson", "Born in 1901, expert on boats; studied."),
    ];

    [Fact]
    public async Task What_shares_more_and_rarer_words_comes_first()
    {
        using var index = await DocumentIndex.CreateAsync(s_documents);

        (await Ids(index, "silver gate clocks", 4)).ShouldBe(["gate", "bridge", "mara"]);
        (await Ids(index, "silver gate clocks", 1)).ShouldBe(["gate"]);
        (await Ids(index, "\"Mara's\" (study) OR -gate*", 4)).ShouldContain("tora");
        (await Ids(index, "", 3)).ShouldBeEmpty();
        (await Ids(index, "nowhere", 3)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Concurrent_searches_find_what_single_ones_do()
    {
        var documents = Enumerable.Range(0, 500).Select(i => new Document($"{i}", $"Page {i % 50}", $"word{i % 7} word{i % 11} word{i % 13}")).ToList();
        string[] queries = [.. Enumerable.Range(0, 40).Select(i => $"page {i} word{i % 7} word{i % 13}")];
        using var one = await DocumentIndex.CreateAsync(documents);
        var alone = new List<string>();
        foreach (string query in queries)
            alone.Add(string.Join(' ', await Ids(one, query, 10)));
        using var other = await DocumentIndex.CreateAsync(documents);

        string[] together = await Task.WhenAll(queries.Select(q => Task.Run(async () => string.Join(' ', await Ids(other, q, 10)))));

        together.ShouldBe(alone);
    }

    [Fact]
    public async Task Searches_can_be_cancelled()
    {
        using var index = await DocumentIndex.CreateAsync(s_documents);

        await Should.ThrowAsync<OperationCanceledException>(() => index.SearchAsync("gate", 1, new CancellationToken(canceled: true)));
        await Should.ThrowAsync<OperationCanceledException>(() => DocumentIndex.CreateAsync(s_documents, null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Nonsense_is_refused()
    {
        await Should.ThrowAsync<ArgumentException>(() => DocumentIndex.CreateAsync([]));
        (await Should.ThrowAsync<ArgumentException>(() => DocumentIndex.CreateAsync([s_documents[0], s_documents[0]]))).Message.ShouldContain("gate");
        using var index = await DocumentIndex.CreateAsync(s_documents);
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => index.SearchAsync("gate", 0));
    }

    [Fact]
    public async Task With_embeddings_what_is_near_in_meaning_is_found_without_a_common_word()
    {
        using var embeddings = new Meanings();
        using var index = await DocumentIndex.CreateAsync(s_documents, embeddings);

        var found = await Ids(index, "ships", 2);

        found.ShouldBe(["bridge", "tora"], ignoreOrder: true);
        (await Ids(index, "gate", 1)).ShouldBe(["gate"]);
        (await index.SearchAsync("silver boats", 4))[0].Document.Id.ShouldBe("bridge");
    }

    private static async Task<string[]> Ids(DocumentIndex index, string words, int count) => [.. (await index.SearchAsync(words, count)).Select(m => m.Document.Id)];

    // One direction for clocks, one for boats and ships, one for all else.
    private sealed class Meanings : IEmbeddingGenerator<string, Embedding<float>>
    {
        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
            => Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(v => new Embedding<float>(new[]
            {
                v.Contains("clock", StringComparison.Ordinal) ? 1f : 0,
                v.Contains("boat", StringComparison.Ordinal) || v.Contains("ship", StringComparison.Ordinal) ? 1f : 0,
                0,
            }))));

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
