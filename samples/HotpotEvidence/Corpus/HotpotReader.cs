using System.Runtime.CompilerServices;
using System.Text.Json;

namespace HotpotEvidence;

/// <summary>A data file that is not in the expected format.</summary>
public sealed class HotpotFormatException(string file, int line, string problem, Exception? inner = null)
    : FormatException($"{file}, line {line}: {problem}", inner);

/// <summary>Reads questions as JSON lines: id, question, supporting_facts, context.</summary>
public static class HotpotReader
{
    /// <summary>The questions of a file, in order. Empty lines are skipped.</summary>
    /// <exception cref="HotpotFormatException">A line is not a question; says which and why.</exception>
    public static async IAsyncEnumerable<HotpotExample> ReadAsync(string file, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        int number = 0;
        await foreach (string line in File.ReadLinesAsync(file, cancellationToken))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
                yield return Parse(line, file, number);
        }
    }

    private static HotpotExample Parse(string line, string file, int number)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                throw new HotpotFormatException(file, number, $"expected a JSON object, found {root.ValueKind}.");
            JsonElement Member(string name, JsonValueKind kind)
                => !root.TryGetProperty(name, out var value) ? throw new HotpotFormatException(file, number, $"has no \"{name}\".")
                    : value.ValueKind != kind ? throw new HotpotFormatException(file, number, $"\"{name}\" is {value.ValueKind}, not {kind}.")
                    : value;

            string question = Member("question", JsonValueKind.String).GetString()!;
            if (string.IsNullOrWhiteSpace(question))
                throw new HotpotFormatException(file, number, "\"question\" is empty.");
            var titles = Member("supporting_facts", JsonValueKind.Array).EnumerateArray().Select(fact => First(fact, "supporting_facts")).Distinct().ToList();
            if (titles.Count == 0)
                throw new HotpotFormatException(file, number, "\"supporting_facts\" names no title.");
            var context = Member("context", JsonValueKind.Array).EnumerateArray()
                .Select(paragraph => new Passage(First(paragraph, "context"), Sentences(paragraph))).ToList();
            return new HotpotExample(Member("id", JsonValueKind.String).GetString()!, question, titles, context);

            string First(JsonElement pair, string member)
                => pair.ValueKind == JsonValueKind.Array && pair.GetArrayLength() == 2 && pair[0].ValueKind == JsonValueKind.String ? pair[0].GetString()!
                    : throw new HotpotFormatException(file, number, $"\"{member}\" holds something other than [title, …] pairs.");

            string Sentences(JsonElement pair)
                => pair[1].ValueKind == JsonValueKind.Array && pair[1].EnumerateArray().All(static s => s.ValueKind == JsonValueKind.String)
                    ? string.Join(' ', pair[1].EnumerateArray().Select(static s => s.GetString()!.Trim()))
                    : throw new HotpotFormatException(file, number, $"the paragraph \"{pair[0].GetString()}\" has no list of sentences.");
        }
        catch (JsonException e)
        {
            throw new HotpotFormatException(file, number, $"is not JSON: {e.Message}", e);
        }
    }
}
