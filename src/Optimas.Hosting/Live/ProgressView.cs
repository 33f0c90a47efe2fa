using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Optimas.Hosting.Live;

/// <summary>Draws an optimization's progress, in as many lines as the terminal has room for.</summary>
internal sealed class ProgressView(SpendingLimits limits)
{
    private const int LabelWidth = 11, BarWidth = 30, LeastDecisions = 3, MostDecisions = 6;
    private const string Unknown = "—";

    private static readonly Style s_label = new(Color.Grey), s_good = new(Color.Green), s_strong = new(decoration: Decoration.Bold);

    /// <summary>The progress at some moment.</summary>
    /// <param name="picture">What the events told.</param>
    /// <param name="spent">What has been spent.</param>
    /// <param name="rate">How fast.</param>
    /// <param name="console">The terminal.</param>
    public IRenderable Draw(ProgressPicture picture, Spending spent, SpendingRate rate, IAnsiConsole console)
    {
        int width = Math.Max(10, console.Profile.Width - 1);
        bool isUnicode = console.Profile.Capabilities.Unicode;
        ProgressLine Labelled(string label) => new ProgressLine(width, isUnicode).Add(label.PadRight(LabelWidth), s_label);

        List<ProgressLine> lines =
        [
            new ProgressLine(width, isUnicode).Add(picture.System, s_strong).Add(picture.Turn == 0 || picture.IsFinished ? "  " : $"  iteration {picture.Turn} · ").Add(picture.Doing),
            Score(Labelled("score"), picture),
            Runs(Labelled("runs"), spent, isUnicode),
            Models(Labelled("models"), spent),
            Time(Labelled("time"), picture, spent, rate),
        ];
        // What does not fit is left out: decisions first, then components.
        int room = Math.Max(0, console.Profile.Height - 2 - lines.Count);
        int decisions = Math.Min(picture.Decisions.Length, Math.Min(MostDecisions, Math.Max(LeastDecisions, room - picture.Alignment.Length)));
        decisions = Math.Min(decisions, room);
        int components = Math.Min(picture.Alignment.Length, room - decisions);
        foreach (var (i, alignment) in picture.Alignment.Take(components).Index())
            lines.Add(Alignment(Labelled(i == 0 ? "alignment" : ""), alignment, picture.Alignment.Max(a => a.Component.Length)));
        foreach (var (i, decision) in picture.Decisions.Take(decisions).Index())
            lines.Add(Decided(Labelled(i == 0 ? "decisions" : ""), decision));
        return new Rows(lines.Select(l => l.Render()));
    }

    private static ProgressLine Score(ProgressLine line, ProgressPicture picture)
    {
        if (picture.Best is not { } best)
            return line.Add(Unknown);
        line.Add(Number(best, "0.000"), s_strong);
        if (picture.BestError is { } error)
            line.Add($" ± {Number(error, "0.000")}");
        return picture.Start is { } start && best != start
            ? line.Add($"  start {Number(start, "0.000")}, ").Add(Number(best - start, "+0.000;-0.000"), best > start ? s_good : Style.Plain)
            : line;
    }

    private ProgressLine Runs(ProgressLine line, Spending spent, bool isUnicode)
    {
        line.Add($"{Number(spent.SystemRuns, "#,0.0")} of {Number(limits.Runs, "#,0.#")} ");
        int cells = Math.Min(BarWidth, line.Left);
        int full = (int)Math.Clamp(cells * spent.SystemRuns / limits.Runs, 0, cells);
        return line.Add(new string(isUnicode ? '━' : '=', full), s_good).Add(new string(isUnicode ? '─' : '-', cells - full), s_label);
    }

    private ProgressLine Models(ProgressLine line, Spending spent)
    {
        var usage = spent.Usage;
        line.Add($"{Number(usage.Calls, "#,0")}{Of(limits.Calls)} calls, {Number(usage.InputTokens + usage.OutputTokens, "#,0")}{Of(limits.Tokens)} tokens");
        return usage.Cost > 0 || limits.Dollars is not null
            ? line.Add($", ${Number((double)usage.Cost, "0.00##")}{(limits.Dollars is { } dollars ? $" of ${dollars.ToString("0.00##", CultureInfo.InvariantCulture)}" : "")}")
            : line;

        static string Of(long? limit) => limit is { } most ? $" of {Number(most, "#,0")}" : "";
    }

    private ProgressLine Time(ProgressLine line, ProgressPicture picture, Spending spent, SpendingRate rate)
    {
        string calls = rate.PerSecond(s => s.Usage.Calls, TimeSpan.FromSeconds(15)) is { } speed ? Number(speed, "0.0") : Unknown;
        line.Add(limits.Time is { } most ? $"{Clock(spent.Duration)} of {Clock(most)}" : Clock(spent.Duration));
        if (picture.IsFinished)
            return line;
        // It may end sooner, where nothing is left to try.
        string left = picture.Best is not null && limits.TimeLeft(spent, rate) is { } rest ? $"at most {Clock(rest)}" : Unknown;
        return line.Add($", left {left}, {calls} calls/s");
    }

    private static ProgressLine Alignment(ProgressLine line, ComponentAlignment alignment, int nameWidth)
    {
        line.Add(alignment.Component.PadRight(Math.Min(nameWidth, 20)) + " ");
        if (alignment.Accuracy is not { } accuracy)
            return line.Add(alignment.IsTrained ? "trained, none held out" : Unknown, s_label);
        line.Add(Number(accuracy.Value, "0.00"), accuracy.Low > 0.5 ? s_good : Style.Plain)
            .Add($" [{Number(accuracy.Low, "0.00")}, {Number(accuracy.High, "0.00")}] on {Number(accuracy.Pairs, "#,0")} pair{(accuracy.Pairs == 1 ? "" : "s")}", s_label);
        return alignment.IsTrained ? line : line.Add(", abstains", s_label);
    }

    private static ProgressLine Decided(ProgressLine line, Decision decision)
    {
        var (word, style) = decision.Kind switch
        {
            DecisionKind.Accepted => ("accepted ", s_good),
            DecisionKind.Rejected => ("rejected ", s_label),
            _ => ("", Style.Plain),
        };
        line.Add(word, style);
        if (decision.Gain is { } gain)
            line.Add(Number(gain, "+0.000 ;-0.000 "));
        return line.Add(decision.Text);
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Clock(TimeSpan time) => time.TotalDays >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalDays}d {time:hh\\:mm\\:ss}")
        : time.ToString(time.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
}
