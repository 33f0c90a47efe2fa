using System.Text.Json;

namespace Optimas.Hosting;

/// <summary>Reads examples from files of JSON lines.</summary>
public static class ExampleReader
{
    /// <summary>
    /// Reads lines of the form <c>{"id": …, "input": …, "label": …}</c>; without an id, file and line are one. Empty lines are skipped.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="readInput">Reads the input.</param>
    /// <param name="readLabel">Reads the label.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidDataException">A line can't be read; the message names the file and the line.</exception>
    public static Task<IReadOnlyList<Example<TIn, TLabel>>> ReadJsonLinesAsync<TIn, TLabel>(
        string path, Func<JsonElement, TIn> readInput, Func<JsonElement, TLabel> readLabel, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(readInput);
        ArgumentNullException.ThrowIfNull(readLabel);
        return ReadJsonLinesAsync(
            path,
            (json, line) => new Example<TIn, TLabel>(
                json.TryGetProperty("id", out var id) ? id.ToString() : $"{path}:{line}",
                readInput(json.GetProperty("input")),
                readLabel(json.GetProperty("label"))),
            cancellationToken);
    }

    /// <summary>Reads lines of any form, one example each. Empty lines are skipped.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Reads a line's JSON, given its number from 1.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidDataException">A line can't be read; the message names the file and the line.</exception>
    public static async Task<IReadOnlyList<T>> ReadJsonLinesAsync<T>(string path, Func<JsonElement, int, T> read, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(read);
        if (Directory.Exists(path))
            throw new InvalidDataException($"{path} is a folder; a file of JSON lines is needed.");
        var examples = new List<T>();
        int number = 0;
        await foreach (string line in File.ReadLinesAsync(path, cancellationToken).ConfigureAwait(false))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            try
            {
                using var document = JsonDocument.Parse(line);
                examples.Add(read(document.RootElement, number));
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
            {
                throw new InvalidDataException($"{path}, line {number}: {e.Message}", e);
            }
        }

        return examples.Count > 0 ? examples : throw new InvalidDataException($"{path} holds no examples.");
    }
}
