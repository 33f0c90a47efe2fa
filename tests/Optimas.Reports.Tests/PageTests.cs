using System.Globalization;
using Browsing;
using Microsoft.Playwright;
using Optimas.Storage;

namespace Optimas.Reports.Tests;

/// <summary>The page as people see it.</summary>
public sealed class PageTests(Chromium browser, FinishedRun finished) : IClassFixture<Chromium>, IClassFixture<FinishedRun>, IDisposable
{
    private static readonly string[] s_parts =
        ["reward", "changes", "graph", "examples", "values", "alignment", "decisions", "pairs", "usage", "reproduce"];

    // A straight line has no area, and so is never visible to the browser's driver.
    private static readonly LocatorWaitForOptions s_drawn = new() { State = WaitForSelectorState.Attached };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Opened_from_a_disk_the_page_draws_everything_and_asks_for_nothing()
    {
        await using var opened = await browser.OpenAsync(finished.Page);
        var page = opened.Page;

        foreach (string part in s_parts)
            (await page.Locator($"[data-part={part}] > *").CountAsync()).ShouldBeGreaterThan(0, part);
        foreach (string part in (string[])["reward", "alignment", "values"])
        {
            await page.Locator($"#{part}").ScrollIntoViewIfNeededAsync();
            var charts = page.Locator($"#{part} .chart");
            (await charts.CountAsync()).ShouldBeGreaterThan(0, part);
            for (int i = 0; i < await charts.CountAsync(); i++)
            {
                await charts.Nth(i).Locator("svg path").First.WaitForAsync(s_drawn);
                (await charts.Nth(i).GetAttributeAsync("aria-label")).ShouldNotBeNullOrEmpty();
            }

            // What is drawn can be read.
            await page.Locator($"#{part} details.behind > summary").ClickAsync();
            (await page.Locator($"#{part} details.behind tbody tr").CountAsync()).ShouldBeGreaterThan(0, part);
            (await page.Locator($"#{part} details.behind tbody tr").First.IsVisibleAsync()).ShouldBeTrue(part);
        }

        var graph = page.Locator("#graph .graph svg");
        await graph.WaitForAsync();
        string drawn = await graph.TextContentAsync() ?? "";
        foreach (string component in (string[])["Words", "Styled", "Remark", "Turned", "Answer", "gain"])
            drawn.ShouldContain(component);
        (await page.Locator("[data-part=changes] ins").CountAsync()).ShouldBeGreaterThan(0);
        (await page.Locator(".absent").CountAsync()).ShouldBe(0);
        opened.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_example_shows_the_local_rewards_of_what_was_made_before_and_after()
    {
        await using var opened = await browser.OpenAsync(finished.Page);
        var example = opened.Page.Locator("#examples details.example").First;
        await example.Locator("summary").ClickAsync();

        var rewards = example.Locator("[aria-label^='local rewards of trajectory']");
        (await rewards.Locator("th").AllTextContentsAsync()).ShouldBe(["Local reward of", "What was made before", "What was made after", "Difference"]);
        var stored = finished.Reader.OutputRewards(finished.Reader.Runs(default).Single().Id, default);
        (await rewards.Locator("tbody tr").CountAsync()).ShouldBe(stored.Select(r => r.Component).Distinct().Count());
        (await rewards.Locator("tbody tr").First.Locator("td").AllTextContentsAsync())[2].ShouldMatch(@"^[+−]\d+\.\d{3}$|^–$");
        await rewards.ScrollIntoViewIfNeededAsync();
        (await rewards.IsVisibleAsync()).ShouldBeTrue();
        opened.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_reward_is_drawn_over_whatever_was_spent()
    {
        await using var opened = await browser.OpenAsync(finished.Page);
        var select = opened.Page.Locator("#reward select");

        (await select.Locator("option").AllTextContentsAsync()).ShouldBe(["system runs", "US dollars", "tokens", "seconds"]);
        foreach (string axis in (string[])["cost", "tokens", "seconds", "runs"])
        {
            await select.SelectOptionAsync(axis);
            string name = await select.Locator("option:checked").TextContentAsync() ?? "";
            await opened.Page.Locator($"#reward .chart[aria-label*='{name}'] svg text:has-text('{name}')").WaitForAsync();
        }

        opened.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_scripts_the_page_still_tells_what_came_of_the_run()
    {
        await using var opened = await browser.OpenAsync(finished.Page, javaScript: false);
        string text = await opened.Page.InnerTextAsync("body");

        var run = finished.Reader.Runs(default).Single();
        text.ShouldContain("Pipeline");
        text.ShouldContain(run.Id);
        text.ShouldContain("It finished: the budget was spent.");
        text.ShouldContain(run.Initial!.Value.ToString("0.000", CultureInfo.InvariantCulture));
        text.ShouldContain(run.Score!.Value.ToString("0.000", CultureInfo.InvariantCulture));
        text.ShouldContain($"± {run.GainStandardError!.Value.ToString("0.000", CultureInfo.InvariantCulture)}");
        text.ShouldContain("Answer.Instruction");
        text.ShouldContain("need JavaScript");
        (await opened.Page.Locator("#decisions").IsVisibleAsync()).ShouldBeFalse();
        opened.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Markup_in_prompts_values_inputs_and_outputs_is_shown_as_text()
    {
        await using (var store = await RunStore.StartAsync(_folder.Store, default))
        {
            await Optimizer.OptimizeAsync<Letter, string, string, Correspondent.Configuration>(
                new Correspondent().AsSystem(), Letters("a"), Letters("b"),
                Metric.Create<string, string>(0, 1000, (_, reply) => int.Parse(reply.Split(' ')[0], CultureInfo.InvariantCulture)),
                new() { Budget = new() { SystemRuns = 120 }, DecidingExamples = 10, Proposer = new MarkupProposer(), Journal = store },
                null, default);
        }

        string file = await WriteAsync();
        await using var opened = await browser.OpenAsync(file);
        await UnfoldAsync(opened.Page);
        string text = await opened.Page.InnerTextAsync("body");

        text.ShouldContain(Correspondent.Markup);
        text.ShouldContain("Reply. <b onclick=alert(1)>{topic}</b>");
        (await opened.Page.Locator("main img, main b[onclick], main script").CountAsync()).ShouldBe(0);
        (await opened.Page.EvaluateAsync<bool>("() => window.harmed === undefined")).ShouldBeTrue();
        opened.Complaints.ShouldBeEmpty();
        await using var withoutScripts = await browser.OpenAsync(file, javaScript: false);
        (await withoutScripts.Page.InnerTextAsync("#changes")).ShouldContain("<script>window.harmed=true</script>");
    }

    [Fact]
    public async Task The_keyboard_reaches_everything_that_can_be_used()
    {
        await using var opened = await browser.OpenAsync(finished.Page);
        var page = opened.Page;
        await page.Locator("#graph svg").WaitForAsync();
        const string Usable = "a[href], summary, select, [tabindex='0']";
        int expected = await page.EvaluateAsync<int>(
            $$"""() => [...document.querySelectorAll("{{Usable}}")].filter(e => e.checkVisibility()).length""");
        await page.EvaluateAsync("() => { window.reached = new Set(); document.addEventListener('focusin', e => window.reached.add(e.target)); }");
        for (int i = 0; i < expected + 5; i++)
            await page.Keyboard.PressAsync("Tab");
        string[] missed = await page.EvaluateAsync<string[]>(
            $$"""() => [...document.querySelectorAll("{{Usable}}")].filter(e => e.checkVisibility() && !window.reached.has(e)).map(e => e.outerHTML.slice(0, 100))""");

        missed.ShouldBeEmpty();
        expected.ShouldBeGreaterThan(30);
        // And uses what it reached.
        await page.Locator("#decisions summary").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        (await page.Locator("#decisions details").First.GetAttributeAsync("open")).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1200)]
    [InlineData(ColorScheme.Dark, 1200)]
    [InlineData(ColorScheme.Light, 400)]
    [InlineData(ColorScheme.Dark, 400)]
    public async Task Texts_are_told_from_their_background_and_fit_the_window(ColorScheme scheme, int width)
    {
        await using var opened = await browser.OpenAsync(finished.Page, width, scheme);
        var page = opened.Page;
        await page.Locator("#graph svg").WaitForAsync();
        await page.Locator("#reward .chart svg text").First.WaitForAsync();
        await opened.ScreenshotAsync($"report-{scheme.ToString().ToLowerInvariant()}-{width}");
        await UnfoldAsync(page);
        await opened.ScreenshotAsync($"report-{scheme.ToString().ToLowerInvariant()}-{width}-unfolded");

        (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
        string[] faint = await page.EvaluateAsync<string[]>(Contrast);
        faint.ShouldBeEmpty();
        opened.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(3, "not evaluated yet")]
    [InlineData(200, "Best so far")]
    public async Task An_interrupted_run_has_a_page(int executions, string said)
    {
        await RecordedRun.InterruptAsync(_folder.Store, executions);
        await using var opened = await browser.OpenAsync(await WriteAsync());
        string text = await opened.Page.InnerTextAsync("body");

        text.ShouldContain("It was interrupted and can be resumed");
        text.ShouldContain(said);
        text.ShouldNotContain("can't be drawn");
        opened.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failed_run_has_a_page_that_says_why()
    {
        await RecordedRun.FinishAsync(_folder.Store);
        RecordedRun.Change(_folder.Store, "UPDATE runs SET status = 'failed', message = 'The disk & <the> network are gone.'");
        await using var opened = await browser.OpenAsync(await WriteAsync());

        (await opened.Page.InnerTextAsync("header")).ShouldContain("It failed and can be resumed; this page shows how far it came. The disk & <the> network are gone.");
        opened.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_of_thousands_of_steps_with_huge_outputs_has_a_page_of_a_sensible_size()
    {
        await RecordedRun.FinishAsync(_folder.Store);
        RecordedRun.Change(_folder.Store, """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
            INSERT INTO events SELECT run, sequence + 1000000 + n.i, kind, step, component, data, system_runs + n.i, calls, tokens, cost, elapsed
            FROM events, n WHERE (run, sequence) = (SELECT run, min(sequence) FROM events WHERE kind = 'CandidateRejected')
            """);
        RecordedRun.Change(_folder.Store, "UPDATE trajectories SET slots = replace(slots, 'turned:', 'turned: ' || printf('%.*c', 50000, 'x'))");
        string file = await WriteAsync();
        new FileInfo(file).Length.ShouldBeLessThan(6_000_000);
        await using var opened = await browser.OpenAsync(file);
        await opened.Page.Locator("#reward .chart svg path").First.WaitForAsync(s_drawn);

        (await opened.Page.InnerTextAsync("#decisions")).ShouldContain("the run store has them");
        opened.Complaints.ShouldBeEmpty();
    }

    // Every text's contrast to what is behind it, by WCAG's formula: 4.5 at least, 3 for large ones.
    private const string Contrast = """
        () => {
            const parse = c => (c.match(/[\d.]+/g) ?? []).map(Number);
            const channel = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
            const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
            const behind = e => {
                for (; e; e = e.parentElement) {
                    const c = parse(getComputedStyle(e).backgroundColor);
                    if (c.length === 3 || c[3] > 0) return c;
                }
                return [255, 255, 255];
            };
            const found = [];
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const e = walker.currentNode.parentElement;
                if (!walker.currentNode.textContent.trim() || !e.checkVisibility() || e.closest('script, style, .unseen, .skip')) continue;
                const style = getComputedStyle(e);
                const isDrawn = e.closest('svg') !== null;
                const [a, b] = [luminance(parse(isDrawn ? style.fill : style.color)), luminance(behind(e))].sort((x, y) => y - x);
                const ratio = (a + 0.05) / (b + 0.05);
                if (ratio < (parseFloat(style.fontSize) >= 24 ? 3 : 4.5)) found.push(`${ratio.toFixed(2)}: ${walker.currentNode.textContent.slice(0, 60)}`);
            }
            return found;
        }
        """;

    private static async Task UnfoldAsync(IPage page)
    {
        await page.EvaluateAsync("() => document.querySelectorAll('details').forEach(d => d.open = true)");
    }

    private static Example<Letter, string>[] Letters(string set) =>
        [.. Enumerable.Range(0, 20).Select(i => new Example<Letter, string>($"{set}{i} <i>", new(i, $"{i}{Correspondent.Markup}"), Correspondent.Markup))];

    private async Task<string> WriteAsync()
    {
        var reader = new RunReader(_folder.Store);
        await RunReport.WriteAsync(reader, reader.Runs(default)[0].Id, _folder.Page, default);
        return _folder.Page;
    }
}
