using System.Text.Json;
using Optimas;
using Optimas.Hosting;
using Retrieval;

namespace HotpotEvidence;

/// <summary>
/// Reads HotpotQA's distractor format as JSON lines; uses <c>id</c>, <c>question</c>, <c>supporting_facts</c> and <c>context</c>.
/// </summary>
public static class HotpotData
{
    /// <summary>The questions of a file, each labelled with its supporting titles.</summary>
    /// <exception cref="InvalidDataException">A line is not a question; the message names the file and the line.</exception>
    public static Task<IReadOnlyList<Example<HotpotQuestion, IReadOnlyList<string>>>> ReadQuestionsAsync(
        string file, CancellationToken cancellationToken)
        => ExampleReader.ReadJsonLinesAsync(file, static (line, _) => QuestionOf(line), cancellationToken);

    /// <summary>
    /// The paragraphs of the files, in order. Which question a paragraph was given with, and its place there, are left behind.
    /// </summary>
    /// <exception cref="InvalidDataException">A line holds no paragraphs; the message names the file and the line.</exception>
    public static async Task<IReadOnlyList<Passage>> ReadPassagesAsync(IEnumerable<string> files, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        var passages = new HashSet<Passage>();
        foreach (string file in files)
        {
            var lines = await ExampleReader.ReadJsonLinesAsync(file, static (line, _) => PassagesOf(line), cancellationToken);
            passages.UnionWith(lines.SelectMany(static paragraphs => paragraphs));
        }

        return [.. passages.OrderBy(static p => p.Title, StringComparer.Ordinal).ThenBy(static p => p.Text, StringComparer.Ordinal)];
    }

    private static Example<HotpotQuestion, IReadOnlyList<string>> QuestionOf(JsonElement line)
    {
        string question = Text(Member(line, "question"), "question");
        if (Tokens.Of(question).Count == 0)
            throw new FormatException("\"question\" holds no word.");
        string[] titles = [.. Pairs(line, "supporting_facts").Select(static fact => fact.Title).Distinct(StringComparer.Ordinal)];
        return titles.Length > 0
            ? new(Text(Member(line, "id"), "id"), new(question), titles)
            : throw new FormatException("\"supporting_facts\" names no title.");
    }

    private static List<Passage> PassagesOf(JsonElement line)
        => [.. Pairs(line, "context").Select(static pair => new Passage(pair.Title, string.Join(' ', Sentences(pair.Content))))];

    private static IEnumerable<string> Sentences(JsonElement content)
        => content.ValueKind == JsonValueKind.Array
            ? content.EnumerateArray().Select(static sentence => Text(sentence, "context").Trim())
            : throw new FormatException($"\"context\" has {content.ValueKind} where a paragraph's list of sentences belongs.");

    private static IEnumerable<(string Title, JsonElement Content)> Pairs(JsonElement line, string name)
    {
        var list = Member(line, name);
        if (list.ValueKind != JsonValueKind.Array)
            throw new FormatException($"\"{name}\" is {list.ValueKind}, not a list.");
        foreach (var pair in list.EnumerateArray())
        {
            if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2)
                throw new FormatException($"\"{name}\" holds {pair.GetRawText()} where a pair that starts with a title belongs.");
            yield return (Text(pair[0], name), pair[1]);
        }
    }

    private static JsonElement Member(JsonElement line, string name)
        => line.ValueKind != JsonValueKind.Object ? throw new FormatException($"found {line.ValueKind} where a question's object belongs.")
            : line.TryGetProperty(name, out var value) ? value
            : throw new FormatException($"\"{name}\" is missing.");

    private static string Text(JsonElement value, string name)
        => value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new FormatException($"\"{name}\" has {value.ValueKind} where a text belongs.");
}
