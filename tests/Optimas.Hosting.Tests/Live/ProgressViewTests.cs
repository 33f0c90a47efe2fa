using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Optimas.Hosting.Live;
using Spectre.Console;

namespace Optimas.Hosting.Tests.Live;

/// <summary>What live progress draws.</summary>
public sealed partial class ProgressViewTests
{
    private static readonly SystemGraph s_graph = Shouter.Configuration.Default.Graph;

    [Fact]
    public void Everything_that_is_known_is_shown()
    {
        string text = Draw(width: 100, Told(
            new CandidateRejected("Words", [new("Words.Separator", ",", ";")], -0.25, 8) { Spent = Spending(30) },
            new CandidateAccepted("Shout", [new("Shout.Times", 1, 2)], 0.125, 0.625) { Spent = Spending(40) }));

        string[] lines = text.Split('\n');
        lines[0].TrimEnd().ShouldBe("Shouter  iteration 3 · Shout");
        lines[1].TrimEnd().ShouldBe("score      0.625  start 0.500, +0.125");
        lines[2].ShouldStartWith("runs       40.0 of 200 ━━━");
        lines[3].TrimEnd().ShouldBe("models     80 of 1,000 calls, 1,200 tokens, $0.40 of $2.00");
        lines[4].TrimEnd().ShouldBe("time       0:40 of 10:00, left at most 2:40, 2.0 calls/s");
        lines[5].TrimEnd().ShouldBe("alignment  Words —");
        lines[6].TrimEnd().ShouldBe("           Shout 0.75 [0.60, 0.85] on 40 pairs");
        lines[7].TrimEnd().ShouldBe("decisions  accepted +0.125 Shout.Times = 2");
        lines[8].TrimEnd().ShouldBe("           rejected -0.250 Words.Separator = \";\"");
    }

    [Fact]
    public void What_is_not_known_yet_is_a_dash()
    {
        var state = new ProgressState(s_graph);
        string text = Text(Record(80, ColorSystemSupport.NoColors, c => c.Write(
            new ProgressView(new(200, null, null, null, null)).Draw(state.Picture, Spending(0), new SpendingRate(), c))));

        text.ShouldContain("score      —");
        text.ShouldContain("left —, — calls/s");
        text.ShouldContain("alignment  Words —");
    }

    [Theory]
    [InlineData("[red]not markup[/] [bold")]
    [InlineData("\e[2J\e[?25l\e]0;title\a\r\n\tand \u202Emore\u2028lines\u0085")]
    [InlineData("漢字かな交じり文 漢字かな交じり文 漢字かな交じり文 漢字かな交じり文 👩‍👩‍👧‍👦")]
    [InlineData("lone \ud800 surrogate")]
    public void Text_of_prompts_is_shown_and_does_nothing(string prompt)
    {
        foreach (int width in new[] { 20, 40, 80 })
        {
            string raw = Record(width, ColorSystemSupport.TrueColor, c => c.Write(View(c, Told(
                new CandidateAccepted("Shout", [new("Shout.Prompt", "", prompt)], 0.1, 0.6) { Spent = Spending(10) },
                new ProposalFailed("Shout", new InvalidOperationException(prompt)) { Spent = Spending(11) }))));

            Style().Replace(raw, "").ShouldNotContain('\e');
            Text(raw).Where(c => char.IsControl(c) && c != '\n').ShouldBeEmpty();
            Text(raw).ShouldNotContain('\u202E');
            Text(raw).TrimEnd('\n').Split('\n').Length.ShouldBe(9);
        }

        string shown = Draw(width: 160, Told(new ProposalFailed("Shout", new InvalidOperationException(prompt)) { Spent = Spending(11) }));
        if (prompt.StartsWith('['))
            shown.ShouldContain(prompt);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(20)]
    public void A_narrow_terminal_gets_no_line_that_is_too_long(int width)
    {
        string text = Draw(width, Told(new CandidateAccepted("Shout", [new("Shout.Prompt", "", new string('x', 500))], 0.125, 0.625) { Spent = Spending(40) }));

        string[] lines = text.TrimEnd('\n').Split('\n');
        lines.Length.ShouldBe(8);
        lines.ShouldAllBe(l => l.Length <= width);
        lines[3].TrimEnd().ShouldEndWith("…");
    }

    [Fact]
    public void A_low_terminal_keeps_what_matters_most()
    {
        var told = Told([.. Enumerable.Range(0, 8).Select(i => new CandidateRejected("Shout", [new("Shout.Times", 1, i)], 0, 8) { Spent = Spending(20) })]);
        string text = Text(Record(80, ColorSystemSupport.NoColors, c =>
        {
            c.Profile.Height = 10;
            c.Write(View(c, told));
        }));

        string[] lines = text.TrimEnd('\n').Split('\n');
        lines.Length.ShouldBeLessThan(10);
        lines[1].ShouldStartWith("score");
        lines[^1].ShouldContain("rejected");
    }

    [Fact]
    public void A_terminal_without_colours_gets_none()
    {
        string raw = Record(80, ColorSystemSupport.NoColors, c => c.Write(View(c, Told())));
        raw.ShouldNotContain("38;5");
        raw.ShouldNotContain("\e[3");
        Record(80, ColorSystemSupport.EightBit, c => c.Write(View(c, Told()))).ShouldContain("\e[38;5");
    }

    [Fact]
    public void A_terminal_without_unicode_gets_ascii()
    {
        string text = Text(Record(80, ColorSystemSupport.NoColors, c =>
        {
            c.Profile.Capabilities.Unicode = false;
            c.Write(View(c, Told(new CandidateAccepted("Shout", [new("Shout.Prompt", "", new string('é', 500))], 0.125, 0.625) { Spent = Spending(40) })));
        }));
        text.ShouldAllBe(c => char.IsAscii(c));
    }

    [Fact]
    public async Task An_exception_leaves_the_terminal_sane()
    {
        using var writer = new StringWriter();
        var console = Console(writer, 80, ColorSystemSupport.NoColors);
        var live = new LiveProgress(console, s_graph, new SpendingMeter(), new(200, null, null, null, null));

        var failure = await Should.ThrowAsync<InvalidOperationException>(() => live.RunAsync<int>(
            progress =>
            {
                progress.Report(new BaselineEvaluated(0.5, 0.1, 0) { Spent = Spending(1) });
                throw new InvalidOperationException("it broke");
            },
            CancellationToken.None));

        failure.Message.ShouldBe("it broke");
        string raw = writer.ToString();
        Text(raw).ShouldContain("0.500 ± 0.100");
        raw.LastIndexOf("\e[?25h", StringComparison.Ordinal).ShouldBeGreaterThan(raw.LastIndexOf("\e[?25l", StringComparison.Ordinal));
        // The region is closed: what is written next stays below it.
        int written = raw.Length;
        console.WriteLine("next");
        writer.ToString()[written..].ShouldBe("next\n");
    }

    [Fact]
    public void Time_left_goes_by_the_limit_that_comes_first()
    {
        var rate = new SpendingRate();
        for (int i = 0; i <= 10; i++)
            rate.Add(Spending(i));
        var spent = Spending(10);

        new SpendingLimits(110, null, null, null, null).TimeLeft(spent, rate).ShouldBe(TimeSpan.FromSeconds(100));
        new SpendingLimits(110, 60, null, null, null).TimeLeft(spent, rate).ShouldBe(TimeSpan.FromSeconds(20));
        new SpendingLimits(110, 60, 450, null, null).TimeLeft(spent, rate).ShouldBe(TimeSpan.FromSeconds(5));
        new SpendingLimits(110, null, null, 0.11m, null).TimeLeft(spent, rate)!.Value.TotalSeconds.ShouldBe(1, 1e-6);
        new SpendingLimits(110, null, null, null, TimeSpan.FromSeconds(13)).TimeLeft(spent, rate).ShouldBe(TimeSpan.FromSeconds(3));
        new SpendingLimits(110, null, null, null, null).TimeLeft(spent, new SpendingRate()).ShouldBeNull();
    }

    private static ProgressPicture Told(params OptimizationEvent[] events)
    {
        var state = new ProgressState(s_graph);
        OptimizationEvent[] first =
        [
            new OptimizationPlanned(Shouter.Configuration.Default, ["Shout.Times"], 24, 30, new()) { Spent = Spending(0) },
            new BaselineEvaluated(0.5, 0.05, 0) { Spent = Spending(24) },
            new RewardTrained("Shout", 40, Abstains: false, new(0.75, 0.6, 0.85, 40, 12)) { Spent = Spending(24) },
            new ComponentPicked(3, "Shout") { Spent = Spending(24) },
        ];
        foreach (var happened in first.Concat(events))
            state.Report(happened);
        return state.Picture;
    }

    // A system run a second: two calls, thirty tokens, a cent.
    private static Spending Spending(double runs) =>
        new(runs, new((int)(2 * runs), (long)(20 * runs), (long)(10 * runs), (decimal)runs / 100), TimeSpan.FromSeconds(runs));

    private static string Draw(int width, ProgressPicture picture) => Text(Record(width, ColorSystemSupport.NoColors, c => c.Write(View(c, picture))));

    private static Spectre.Console.Rendering.IRenderable View(IAnsiConsole console, ProgressPicture picture)
    {
        var rate = new SpendingRate();
        for (int i = 0; i <= 40; i++)
            rate.Add(Spending(i));
        return new ProgressView(new(200, 1000, null, 2, TimeSpan.FromMinutes(10))).Draw(picture, Spending(40), rate, console);
    }

    private static string Record(int width, ColorSystemSupport colors, Action<IAnsiConsole> write)
    {
        using var writer = new StringWriter();
        write(Console(writer, width, colors));
        return writer.ToString();
    }

    private static IAnsiConsole Console(StringWriter writer, int width, ColorSystemSupport colors)
    {
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.Yes, ColorSystem = colors, Out = new AnsiConsoleOutput(writer) });
        (console.Profile.Width, console.Profile.Height, console.Profile.Capabilities.Unicode) = (width, 40, true);
        return console;
    }

    private static string Text(string raw) => Style().Replace(raw, "");

    [GeneratedRegex("\e\\[[0-9;]*m")]
    private static partial Regex Style();
}
