using System.Text.Json;
using Optimas;
using Optimas.Hosting;
using Retrieval;

namespace HotpotQa;

/// <summary>Reads HotpotQA's distractor format as JSON lines; uses <c>id</c>, <c>question</c>, <c>answer</c> and <c>context</c>.</summary>
public static class HotpotData
{
    /// <summary>The questions of a file, each labelled with its answer.</summary>
    /// <exception cref="InvalidDataException">A line is not a question; the message names the file and the line.</exception>
    public static Task<IReadOnlyList<Example<MultiHopQuestion, string>>> ReadQuestionsAsync(string file, CancellationToken cancellationToken)
        => ExampleReader.ReadJsonLinesAsync(
            file,
            static (line, _) => new Example<MultiHopQuestion, string>(Text(line, "id"), new(Text(line, "question")), Text(line, "answer")),
            cancellationToken);

    /// <summary>
    /// The paragraphs of the files, each once, in the order of their titles: which question one was given with leaves no trace.
    /// </summary>
    /// <exception cref="InvalidDataException">A line holds no paragraphs; the message names the file and the line.</exception>
    public static async Task<IReadOnlyList<Document>> ReadPassagesAsync(IEnumerable<string> files, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        var passages = new HashSet<(string Title, string Text)>();
        foreach (string file in files)
        {
            foreach (var paragraphs in await ExampleReader.ReadJsonLinesAsync(file, static (line, _) => Paragraphs(line), cancellationToken))
                passages.UnionWith(paragraphs);
        }

        var sorted = passages.OrderBy(static p => p.Title, StringComparer.Ordinal).ThenBy(static p => p.Text, StringComparer.Ordinal);
        return [.. sorted.Select(static (p, i) => new Document($"{i}", p.Title, p.Text))];
    }

    private static List<(string Title, string Text)> Paragraphs(JsonElement line)
    {
        var paragraphs = new List<(string, string)>();
        foreach (var pair in Items(Member(line, "context")))
        {
            if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2)
                throw new FormatException($"\"context\" holds {pair.GetRawText()} where a title with its sentences belongs.");
            paragraphs.Add((Text(pair[0]), string.Join(' ', Items(pair[1]).Select(static sentence => Text(sentence).Trim()))));
        }

        return paragraphs;
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement value)
        => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw new FormatException($"found {value.ValueKind} where a list belongs.");

    private static JsonElement Member(JsonElement line, string name)
        => line.ValueKind != JsonValueKind.Object ? throw new FormatException($"found {line.ValueKind} where a question's object belongs.")
            : line.TryGetProperty(name, out var value) ? value
            : throw new FormatException($"\"{name}\" is missing.");

    private static string Text(JsonElement line, string name)
        => Member(line, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw new FormatException($"\"{name}\" is no text.");

    private static string Text(JsonElement value)
        => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new FormatException($"found {value.ValueKind} where a text belongs.");
}
