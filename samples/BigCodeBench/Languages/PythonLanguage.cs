using System.Security.Cryptography;
using System.Text.Json;
using BigCodeBench.Sandbox;

namespace BigCodeBench.Languages;

/// <summary>Python, by its <c>unittest</c> or plain assertions. A model's program is untrusted: it runs in the sandbox, or not at all.</summary>
public sealed class PythonLanguage(PythonSandbox sandbox) : IProgramLanguage
{
    /// <summary>The language's name.</summary>
    public const string Name = "python";

    private const int ShownFailures = 2, ShownLength = 160;

    private static readonly string s_runner = ReadRunner();

    /// <inheritdoc/>
    public async ValueTask<string> TryAsync(string code, string tests, CancellationToken cancellationToken)
    {
        var report = await RunAsync(Fenced.Content(code), Fenced.Content(tests), cancellationToken);
        if (report.Error is not null)
            return $"Error: {Shorten(report.Error)}.";
        if (report.Ran == 0)
            return "No test could be read.";
        string passed = report.Failures.Count == 0 ? "All passed." : $"{report.Ran - report.Failures.Count} of {report.Ran} passed.";
        return string.Join(' ', report.Failures.Take(ShownFailures).Select(f => $"{Shorten(f)}.").Prepend(passed));
    }

    /// <inheritdoc/>
    /// <remarks>
    /// As BigCodeBench's own evaluation does by default, the given opening stands before the program, so that a program which leaves the given
    /// imports out is not punished for it.
    /// </remarks>
    public async ValueTask<bool> PassesAsync(string code, HiddenTests hidden, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hidden);
        string program = hidden.Opening.Length == 0 ? Fenced.Content(code) : $"{hidden.Opening}\n    pass\n{Fenced.Content(code)}";
        var report = await RunAsync(program, hidden.Test, cancellationToken);
        return report is { Error: null, Failures.Count: 0, Ran: > 0 };
    }

    /// <summary>What came of each test.</summary>
    internal async Task<TestReport> RunAsync(string program, string tests, CancellationToken cancellationToken)
    {
        // The report is told from what the program prints by a word that its author can't know. Tests and program share an interpreter, as in
        // BigCodeBench's own evaluation: a program that goes looking there could find the word and forge its report.
        string mark = RandomNumberGenerator.GetHexString(16);
        var request = new Dictionary<string, string> { ["mark"] = mark, ["program"] = program, ["tests"] = tests };
        var run = await sandbox.RunAsync(s_runner, JsonSerializer.Serialize(request), cancellationToken);
        if (run.Stopped != SandboxStop.None)
            return new(0, [], $"stopped: {run.Stopped.Describe()}");
        string? line = run.Output.Split('\n').LastOrDefault(l => l.StartsWith(mark, StringComparison.Ordinal));
        if (line is null)
            return new(0, [], "the program ended before its tests did");
        using var json = JsonDocument.Parse(line[mark.Length..]);
        var root = json.RootElement;
        return new(
            root.GetProperty("ran").GetInt32(),
            [.. root.GetProperty("failures").EnumerateArray().Select(f => f.GetString()!)],
            root.GetProperty("error").GetString());
    }

    private static string Shorten(string text)
    {
        string line = text.ReplaceLineEndings(" ").Trim();
        return line.Length > ShownLength ? line[..ShownLength] : line;
    }

    private static string ReadRunner()
    {
        using var stream = typeof(PythonLanguage).Assembly.GetManifestResourceStream("run-tests.py")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>What came of each test of a program.</summary>
/// <param name="Ran">How many tests were run.</param>
/// <param name="Failures">What failed, one text each.</param>
/// <param name="Error">Why the tests were not run to their end; null where they were.</param>
internal sealed record TestReport(int Ran, IReadOnlyList<string> Failures, string? Error);
