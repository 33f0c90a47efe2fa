using System.Text.Json;
using Optimas;
using Optimas.Hosting;

namespace PubMedQa;

/// <summary>
/// Reads PubMedQA's records as JSON lines; uses <c>id</c>, <c>question</c>, <c>contexts</c> and <c>answer</c>. The abstract's conclusion,
/// <c>long_answer</c>, gives the answer away and is never read.
/// </summary>
public static class PubMedData
{
    /// <summary>The questions of a file, each labelled yes, no or maybe.</summary>
    /// <exception cref="InvalidDataException">A line is not a question; the message names the file and the line.</exception>
    public static Task<IReadOnlyList<Example<ResearchQuestion, string>>> ReadQuestionsAsync(string file, CancellationToken cancellationToken)
        => ExampleReader.ReadJsonLinesAsync(file, static (line, _) => Read(line), cancellationToken);

    private static Example<ResearchQuestion, string> Read(JsonElement line)
    {
        var contexts = Member(line, "contexts");
        if (contexts.ValueKind != JsonValueKind.Array || contexts.GetArrayLength() == 0)
            throw new FormatException("\"contexts\" is no list of sections.");
        string answer = Text(Member(line, "answer"), "answer");
        if (answer is not ("yes" or "no" or "maybe"))
            throw new FormatException($"\"answer\" is \"{answer}\" and not yes, no or maybe.");
        string[] sections = [.. contexts.EnumerateArray().Select(section => Text(section, "contexts"))];
        return new(Text(Member(line, "id"), "id"), new(Text(Member(line, "question"), "question"), sections), answer);
    }

    private static JsonElement Member(JsonElement line, string name)
        => line.ValueKind != JsonValueKind.Object ? throw new FormatException($"found {line.ValueKind} where a question's object belongs.")
            : line.TryGetProperty(name, out var value) ? value
            : throw new FormatException($"\"{name}\" is missing.");

    private static string Text(JsonElement value, string name)
        => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new FormatException($"\"{name}\" holds {value.ValueKind} where a text belongs.");
}
