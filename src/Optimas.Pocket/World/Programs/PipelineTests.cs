using System.Collections.Immutable;

namespace Optimas.Pocket;

/// <summary>
/// What a <see cref="PipelineProgram"/> should give: a line for each example, as <c>3 8 -> 16</c>. Values in between, as in
/// <c>3 8 -> 8 -> 16</c>, are left out of account; so are lines that are no example.
/// </summary>
/// <param name="Examples">Lists, and what should come of them.</param>
public sealed record PipelineTests(ImmutableArray<(ImmutableArray<int> Input, string Expected)> Examples)
{
    private const int MostExamples = 32, ShownFailures = 2;

    /// <summary>Reads the examples of a text; there may be none.</summary>
    /// <param name="text">The text.</param>
    public static PipelineTests Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var examples = ImmutableArray.CreateBuilder<(ImmutableArray<int>, string)>();
        foreach (string line in text.Split('\n'))
        {
            string[] values = line.Split("->");
            if (values.Length >= 2 && examples.Count < MostExamples
                && PipelineValue.ReadList(values[0]) is { } input && PipelineValue.Read(values[^1]) is { } expected)
                examples.Add((input, expected.ToString()));
        }

        return new(examples.ToImmutable());
    }

    /// <summary>Whether a text is a program that gives what it should in every example.</summary>
    /// <param name="code">The text.</param>
    public bool Pass(string code) =>
        PipelineProgram.Read(code, out _) is { } program && Examples.All(e => program.Run(e.Input).ToString() == e.Expected);

    /// <summary>What comes of running a text on the examples, tersely: <c>1 of 2 passed. 4 4 gave 4, expected error.</c></summary>
    /// <param name="code">The text.</param>
    public string Report(string code)
    {
        if (PipelineProgram.Read(code, out string? error) is not { } program)
            return $"Error: {error}.";
        if (Examples.IsEmpty)
            return "No test could be read.";
        var failures = Examples.Select(e => (e.Input, e.Expected, Given: program.Run(e.Input).ToString())).Where(e => e.Given != e.Expected).ToList();
        string passed = failures.Count == 0 ? "All passed." : $"{Examples.Length - failures.Count} of {Examples.Length} passed.";
        return string.Join(' ', failures.Take(ShownFailures).Select(f => $"{PipelineValue.TextOf(f.Input)} gave {f.Given}, expected {f.Expected}.").Prepend(passed));
    }
}
