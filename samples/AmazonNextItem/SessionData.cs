using System.Text.Json;
using Optimas;
using Optimas.Hosting;

namespace AmazonNextItem;

/// <summary>What the shopper viewed next.</summary>
/// <param name="Choices">The titles to choose from.</param>
/// <param name="Answer">The index of the right one.</param>
public sealed record NextView(IReadOnlyList<string> Choices, int Answer);

/// <summary>Reads sessions as ShopBench (KDD Cup 2024) has them, one a line.</summary>
public static class SessionData
{
    /// <summary>The examples of a file.</summary>
    public static Task<IReadOnlyList<Example<ShopVisit, NextView>>> ReadAsync(string file, CancellationToken cancellationToken) =>
        ExampleReader.ReadJsonLinesAsync(file, Read, cancellationToken);

    private static Example<ShopVisit, NextView> Read(JsonElement row, int line)
    {
        string[] choices = [.. row.GetProperty("choices").EnumerateArray().Select(c => c.GetString()!)];
        int answer = row.GetProperty("answer").GetInt32();
        if (answer < 0 || answer >= choices.Length)
            throw new InvalidDataException($"Line {line}: the answer {answer} is not the index of a choice.");
        string id = row.TryGetProperty("id", out var given) ? given.GetString()! : $"{line}";
        return new(id, new(row.GetProperty("sequence").GetString()!, choices), new(choices, answer));
    }
}
