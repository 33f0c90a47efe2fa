namespace Optimas.Hosting.Tests;

/// <summary>A temporary folder with data for <see cref="Shouter"/>: under its best configuration every example scores 1.</summary>
public class DataFolder : IDisposable
{
    private static readonly string[] s_words = ["apple", "pear", "plum", "fig", "lemon", "quince"];

    private readonly string _root = Directory.CreateTempSubdirectory("optimas-hosting-").FullName;

    /// <summary>Training examples.</summary>
    protected string Train => Write("train.jsonl", Examples("t"));

    /// <summary>Validation examples.</summary>
    protected string Validation => Write("validation.jsonl", Examples("v"));

    /// <inheritdoc/>
    public void Dispose()
    {
        Directory.Delete(_root, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A path in the folder.</summary>
    protected string At(string name) => Path.Combine(_root, name);

    /// <summary>Writes a file and gives its path.</summary>
    protected string Write(string name, string text)
    {
        File.WriteAllText(At(name), text);
        return At(name);
    }

    /// <summary>An example as a line of JSON.</summary>
    protected static string Example(string id, string text, string label) =>
        $$"""{"id": "{{id}}", "input": {"text": "{{text}}"}, "label": "{{label}}"}""" + "\n";

    private static string Examples(string prefix) => string.Concat(Enumerable.Range(0, 24).Select(i =>
    {
        string first = s_words[i % 6], last = s_words[(i + 1 + i / 6) % 6];
        return Example($"{prefix}{i}", $"{first};{last}", $"{last} {last}".ToUpperInvariant());
    }));
}
