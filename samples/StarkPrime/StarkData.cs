using System.Text.Json;
using Optimas;
using Optimas.Hosting;

namespace StarkPrime;

/// <summary>Reads STaRK's queries as JSON lines; uses <c>id</c>, <c>query</c>, <c>answer_ids</c> and <c>in_kb</c>.</summary>
public static class StarkData
{
    /// <summary>
    /// The queries of a file, each labelled with the ids of all that fits. Those whose answers the knowledge base doesn't hold
    /// (<c>in_kb</c> is false) are left out: nothing could be learned from them.
    /// </summary>
    /// <exception cref="InvalidDataException">A line is not a query; the message names the file and the line.</exception>
    public static async Task<IReadOnlyList<Example<EntityRequest, IReadOnlyList<int>>>> ReadQueriesAsync(string file, CancellationToken cancellationToken)
    {
        var all = await ExampleReader.ReadJsonLinesAsync(file, static (line, _) => Read(line), cancellationToken);
        return [.. all.OfType<Example<EntityRequest, IReadOnlyList<int>>>()];
    }

    private static Example<EntityRequest, IReadOnlyList<int>>? Read(JsonElement line)
    {
        var answers = KnowledgeNode.Member(line, "answer_ids");
        if (answers.ValueKind != JsonValueKind.Array || answers.GetArrayLength() == 0)
            throw new FormatException("\"answer_ids\" is no list of ids.");
        int[] ids = [.. answers.EnumerateArray().Select(a => a.TryGetInt32(out int id) ? id : throw new FormatException("\"answer_ids\" holds what is no id."))];
        string query = KnowledgeNode.ReadText(line, "query");
        return line.TryGetProperty("in_kb", out var held) && held.ValueKind == JsonValueKind.False
            ? null
            : new(KnowledgeNode.Member(line, "id").ToString(), new(query), ids);
    }
}
