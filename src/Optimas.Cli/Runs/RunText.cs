using System.Globalization;
using System.Text;
using System.Text.Json;
using Optimas.Storage;

namespace Optimas.Cli.Runs;

/// <summary>Runs as text and JSON.</summary>
internal static class RunText
{
    private const int LongestValue = 100;

    /// <summary>A gain with its error, as far as both are known.</summary>
    public static string Gain(StoredRun run) => run is { Initial: { } initial, Score: { } score }
        ? Invariant($"{score - initial:+0.000;-0.000;+0.000}{(run.GainStandardError is { } error ? Invariant($" ± {error:0.000}") : "")}")
        : "";

    public static string Score(double? score) => score is { } known ? known.ToString("0.000", CultureInfo.InvariantCulture) : "";

    public static string Spent(StoredSpending spent) => Invariant(
        $"{spent.SystemRuns:0.0} system runs, {spent.Calls} model calls, {spent.Tokens} tokens, ${spent.Cost:0.####}, {spent.Elapsed.TotalSeconds:0.0} s");

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A text on one line, cut where it is long. Characters that a terminal would act on are left out.</summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder();
        bool isSpace = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                isSpace = true;
                continue;
            }

            if (line.Length >= LongestValue)
                return line.Append('…').ToString();
            if (isSpace && line.Length > 0)
                line.Append(' ');
            isSpace = false;
            line.Append(rune.ToString());
        }

        return line.ToString();
    }

    /// <summary>Rows as a table: columns as wide as their widest cell, two spaces between.</summary>
    public static string Table(IReadOnlyList<string[]> rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(c => rows.Max(r => r[c].Length))];
        return string.Join('\n', rows.Select(r => string.Join("  ", r.Select((cell, c) => cell.PadRight(widths[c]))).TrimEnd()));
    }

    /// <summary>One line of JSON.</summary>
    public static string Json(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            write(writer);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>A run's own properties.</summary>
    public static void Write(Utf8JsonWriter writer, StoredRun run)
    {
        writer.WriteString("id", run.Id);
        writer.WriteString("system", run.System);
        writer.WriteString("signatureHash", run.Signature);
        writer.WriteString("status", run.Status.ToString());
        writer.WriteString("message", run.Message);
        writer.WriteString("created", run.Created);
        writer.WriteString("updated", run.Updated);
        writer.WriteNumber("sessions", run.Sessions);
        writer.WriteNumber("seed", run.Seed);
        Number(writer, "initial", run.Initial);
        Number(writer, "score", run.Score);
        Number(writer, "gainStandardError", run.GainStandardError);
        writer.WriteString("start", run.Start);
        writer.WriteString("best", run.Best);
        writer.WriteNumber("systemRuns", run.Spent.SystemRuns);
        writer.WriteNumber("calls", run.Spent.Calls);
        writer.WriteNumber("tokens", run.Spent.Tokens);
        writer.WriteNumber("cost", run.Spent.Cost);
        writer.WriteNumber("seconds", run.Spent.Elapsed.TotalSeconds);
    }

    private static void Number(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
            writer.WriteNumber(name, number);
        else
            writer.WriteNull(name);
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
