using System.Text.Json;
using BigCodeBench.Languages;
using Optimas;
using Optimas.Hosting;

namespace BigCodeBench;

/// <summary>
/// Reads BigCodeBench's tasks as JSON lines; uses <c>task_id</c>, <c>instruct_prompt</c>, <c>code_prompt</c> and <c>test</c>. Made-up tasks have
/// <c>language</c> as well; without it, a task is in Python.
/// </summary>
public static class CodingTasks
{
    /// <summary>The tasks of a file. Those that need more than Python's standard library are left out, as the sandbox has nothing else.</summary>
    /// <exception cref="InvalidDataException">A line is not a task, or there is none to run; the message names the file.</exception>
    public static async Task<IReadOnlyList<Example<CodingTask, HiddenTests>>> ReadAsync(string file, CancellationToken cancellationToken)
    {
        var tasks = await ExampleReader.ReadJsonLinesAsync(file, static (line, _) => TaskOf(line), cancellationToken);
        IReadOnlyList<Example<CodingTask, HiddenTests>> runnable = [.. tasks.OfType<Example<CodingTask, HiddenTests>>()];
        return runnable.Count > 0 ? runnable : throw new InvalidDataException($"{file}: every task needs more than Python's standard library.");
    }

    private static Example<CodingTask, HiddenTests>? TaskOf(JsonElement line)
    {
        if (line.TryGetProperty("stdlib_only", out var stdlib) && stdlib.ValueKind == JsonValueKind.False)
            return null;
        string language = line.TryGetProperty("language", out var named) ? Text(named, "language") : PythonLanguage.Name;
        return new(
            Text(line.GetProperty("task_id"), "task_id"),
            new(Text(line.GetProperty("instruct_prompt"), "instruct_prompt"), language),
            new(language, Text(line.GetProperty("code_prompt"), "code_prompt"), Text(line.GetProperty("test"), "test")));
    }

    private static string Text(JsonElement value, string name) => value.ValueKind == JsonValueKind.String
        ? value.GetString()!
        : throw new FormatException($"\"{name}\" has {value.ValueKind} where a text belongs.");
}
