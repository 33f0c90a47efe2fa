using System.Text.RegularExpressions;
using Browsing;
using Microsoft.Playwright;
using Optimas.Storage;
using Subject;

namespace Optimas.Dashboard.Tests;

/// <summary>The pages as people see and use them.</summary>
public sealed partial class PageTests(StoredRuns runs, Chromium browser) : IClassFixture<StoredRuns>, IClassFixture<Chromium>
{
    private static readonly string[] s_parts = ["reward", "changes", "graph", "values", "alignment", "decisions", "usage", "reproduce"];

    [Fact]
    public async Task The_list_leads_to_a_run_and_to_a_comparison()
    {
        await using var served = await Served.StartAsync(runs.File);
        await using var opened = await browser.OpenAsync(served.Server);
        var page = opened.Page;
        await page.Locator("tbody tr").First.WaitForAsync();

        (await page.Locator("tbody tr").CountAsync()).ShouldBe(2);
        string row = await page.Locator("tbody tr").First.InnerTextAsync();
        row.ShouldContain(runs.Second);
        row.ShouldContain("Pipeline");
        row.ShouldContain("finished");
        (await page.TitleAsync()).ShouldBe("Runs · Optimas");
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare the chosen runs" }).ClickAsync();
        await page.GetByText("Choose two runs or more").WaitForAsync();
        await page.GetByLabel($"Compare {runs.First}").CheckAsync();
        await page.GetByLabel($"Compare {runs.Second}").CheckAsync();
        await opened.ScreenshotAsync("dashboard-runs-light");
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare the chosen runs" }).ClickAsync();

        await DrawnAsync(page, ".chart");
        (await page.GetByRole(AriaRole.Heading, new() { Name = $"Best of {runs.Second} against best of {runs.First}" }).CountAsync()).ShouldBe(1);
        (await page.Locator("#curves-title ~ * .chart").GetAttributeAsync("aria-label"))!.ShouldContain(runs.First);
        var legend = page.Locator(".chart svg text");
        (await legend.AllTextContentsAsync()).ShouldContain(runs.First);
        (await legend.AllTextContentsAsync()).ShouldContain(runs.Second);
        (await page.Locator("[aria-label='the runs in numbers'] tbody tr").CountAsync()).ShouldBe(2);
        await page.Locator("summary", new() { HasText = "Table: each step" }).ClickAsync();
        (await page.Locator("details.behind tbody tr").First.IsVisibleAsync()).ShouldBeTrue();
        await opened.ScreenshotAsync("dashboard-compare-light");

        await page.GoBackAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = runs.First }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = $"Run {runs.First}" }).WaitForAsync();
        opened.Complaints.ShouldBeEmpty();
    }

    [Theory, InlineData(ColorScheme.Light, 1280), InlineData(ColorScheme.Dark, 1280), InlineData(ColorScheme.Light, 420)]
    public async Task A_run_is_drawn_with_a_table_behind_each_chart(ColorScheme scheme, int width)
    {
        await using var served = await Served.StartAsync(runs.File);
        await using var opened = await browser.OpenAsync(served.Server, $"runs/{runs.First}", scheme, width);
        var page = opened.Page;
        foreach (string part in s_parts)
            await page.Locator($"[data-part={part}] > *").First.WaitForAsync();

        await page.Locator("[data-part=graph] .graph svg").WaitForAsync();
        foreach (string part in (string[])["reward", "alignment", "values"])
        {
            await page.Locator($"[data-part={part}]").ScrollIntoViewIfNeededAsync();
            await DrawnAsync(page, $"[data-part={part}] .chart");
            await page.Locator($"[data-part={part}] details.behind > summary").First.ClickAsync();
            (await page.Locator($"[data-part={part}] details.behind tbody tr").First.IsVisibleAsync()).ShouldBeTrue(part);
            await page.Locator($"[data-part={part}] details.behind > summary").First.ClickAsync();
        }

        string numbers = await page.Locator("dl.numbers").InnerTextAsync();
        numbers.ShouldContain("150");
        (await page.Locator("[data-status]").InnerTextAsync()).ShouldBe("finished");
        (await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth")).ShouldBeTrue("nothing is cut off at the side");
        await opened.ScreenshotAsync($"dashboard-run-{(width < 500 ? "narrow-" : "")}{(scheme == ColorScheme.Dark ? "dark" : "light")}");
        opened.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_is_followed_while_it_is_written()
    {
        using var folder = new TemporaryFolder();
        await using var served = await Served.StartAsync(folder.Store);
        await using var opened = await browser.OpenAsync(served.Server);
        var page = opened.Page;
        await page.GetByText("There is no run store").WaitForAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Waiting for the run store" }).WaitForAsync();

        // The run waits at two places until the page has shown how far it is.
        using SemaphoreSlim atStart = new(0), atMiddle = new(0);
        var running = RecordedRun.RunAsync(folder.Store, RecordedRun.Options, new Waiting(TimeSpan.Zero, n =>
        {
            if (n is 20 or 400)
                (n == 20 ? atStart : atMiddle).Wait(TimeSpan.FromMinutes(2)).ShouldBeTrue();
        }));
        try
        {
            await page.Locator("tbody tr").First.WaitForAsync();
            (await page.Locator("[data-status]").InnerTextAsync()).ShouldBe("running");
            await page.Locator("tbody a").First.ClickAsync();
            await page.GetByText("The start has not been evaluated yet.").WaitForAsync();
            atStart.Release();

            await DrawnAsync(page, "[data-part=reward] .chart");
            (await page.Locator("[data-status]").InnerTextAsync()).ShouldBe("running");
            await page.Locator("[data-part=decisions] details").Nth(1).WaitForAsync();
            // What the reader has unfolded stays so, and so does where they are.
            await page.Locator("[data-part=decisions] summary").First.ClickAsync();
            await page.GetByRole(AriaRole.Heading, new() { Name = "Run 2" }).FocusAsync();
            await page.EvaluateAsync("() => { window.sameHeading = document.querySelector('h1'); }");
            await opened.ScreenshotAsync("dashboard-live-light");
            atMiddle.Release();

            await page.Locator("[data-status=finished]").WaitForAsync();
            string run = await running;
            var stored = new RunReader(folder.Store).Run(run, default);
            await page.Locator("dl.numbers dd").First.GetByText(stored.Score!.Value.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture)).WaitForAsync();
            await page.Locator("[data-part=decisions] summary", new() { HasText = "End" }).WaitForAsync();
            (await page.Locator("[data-part=decisions] details").First.GetAttributeAsync("open")).ShouldNotBeNull();
            (await page.EvaluateAsync<bool>("() => window.sameHeading.isConnected && document.activeElement === window.sameHeading")).ShouldBeTrue();
            (await page.Locator("#spoken").InnerTextAsync()).ShouldStartWith("The run is finished");
        }
        finally
        {
            atStart.Release();
            atMiddle.Release();
            await running;
        }

        opened.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Trajectories_are_filtered_paged_and_opened()
    {
        await using var served = await Served.StartAsync(runs.File);
        await using var opened = await browser.OpenAsync(served.Server, $"runs/{runs.First}/trajectories");
        var page = opened.Page;
        var reader = runs.Reader;
        long all = reader.Trajectories(runs.First, TrajectoryFilter.All, 0, 1, default).Total;
        await page.Locator("tbody tr").First.WaitForAsync();

        (await page.Locator("tbody tr").CountAsync()).ShouldBe(50);
        (await page.Locator("tbody a").First.InnerTextAsync()).ShouldBe($"{all - 1}");
        await page.Locator("nav.paging a", new() { HasText = "Next" }).First.ClickAsync();
        await page.GetByText($"51 to 100 of {all}").First.WaitForAsync();
        (await page.Locator("tbody a").First.InnerTextAsync()).ShouldBe($"{all - 51}");
        await page.Locator("nav.paging a", new() { HasText = "Last" }).First.ClickAsync();
        await page.Locator("tbody a", new() { HasTextRegex = Zero() }).First.WaitForAsync();

        // By keyboard alone.
        await page.GetByLabel("Failed").FocusAsync();
        await page.GetByLabel("Failed").SelectOptionAsync("true");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("w1");
        await page.Keyboard.PressAsync("Enter");
        var failed = reader.Trajectories(runs.First, new() { Failed = true, Text = "w1" }, 0, 50, default);
        failed.Total.ShouldBeGreaterThan(0);
        await page.GetByText($"1 to {Math.Min(50, failed.Total)} of {failed.Total}").First.WaitForAsync();
        (await page.Locator("tbody tr").CountAsync()).ShouldBe(failed.Items.Length);
        (await page.Locator("tbody .failure").First.InnerTextAsync()).ShouldBe("failed in Styled");
        page.Url.ShouldContain("failed=true");

        await page.GetByLabel("Score from").FillAsync("high");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Alert).GetByText("minScore: It is high; give a number.").WaitForAsync();
        (await page.GetByLabel("Score from").GetAttributeAsync("aria-invalid")).ShouldBe("true");
        // The browser itself tells of a reply of 400.
        opened.Complaints.ShouldAllBe(c => c.Contains("400", StringComparison.Ordinal));
        opened.Complaints.Clear();
        await page.GetByRole(AriaRole.Link, new() { Name = "Clear" }).ClickAsync();
        await page.GetByText($"1 to 50 of {all}").First.WaitForAsync();
        await opened.ScreenshotAsync("dashboard-trajectories-light");

        var kept = reader.Trajectories(runs.First, TrajectoryFilter.All, 0, 200, default).Items.First(t => t.Complete && t.Executions < 3 && t.Score is not null);
        var detail = reader.Trajectory(runs.First, kept.Sequence, default);
        await opened.GoAsync($"runs/{runs.First}/trajectories/{kept.Sequence}");
        await page.Locator(".slot").First.WaitForAsync();
        (await page.Locator(".slot h3").AllInnerTextsAsync()).Select(t => t.Split(' ')[0]).ShouldBe(detail.Slots.Select(s => s.Component));
        string source = detail.Slots.First(s => s.Source is not null).Source.ToString()!;
        await opened.ScreenshotAsync("dashboard-trajectory-light");
        await page.GetByRole(AriaRole.Link, new() { Name = $"trajectory {source}", Exact = true }).First.ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = $"Trajectory {source} of" }).WaitForAsync();
        opened.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Preference_pairs_are_paged_by_component()
    {
        await using var served = await Served.StartAsync(runs.File);
        await using var opened = await browser.OpenAsync(served.Server, $"runs/{runs.First}/pairs", ColorScheme.Dark);
        var page = opened.Page;
        var reader = runs.Reader;
        var pairs = reader.Pairs(runs.First, null, 0, 20, default);
        await page.Locator(".pair").First.WaitForAsync();
        (await page.Locator(".pair").CountAsync()).ShouldBe(pairs.Items.Length);
        string component = pairs.Items[0].Component;
        await opened.ScreenshotAsync("dashboard-pairs-dark");

        await page.GetByLabel("Component").SelectOptionAsync(component);

        long some = reader.Pairs(runs.First, component, 0, 1, default).Total;
        await page.GetByText($"1 to {Math.Min(20, some)} of {some}").First.WaitForAsync();
        opened.Complaints.ShouldBeEmpty();
    }

    [Theory, InlineData(ColorScheme.Light), InlineData(ColorScheme.Dark)]
    public async Task The_lineage_is_walked_by_keyboard(ColorScheme scheme)
    {
        await using var served = await Served.StartAsync(runs.File);
        await using var opened = await browser.OpenAsync(served.Server, $"runs/{runs.First}/lineage", scheme);
        var page = opened.Page;
        var candidates = runs.Reader.Candidates(runs.First, default);
        var last = candidates.Last(c => c.Accepted);
        var tree = page.GetByRole(AriaRole.Tree);
        await tree.WaitForAsync();
        await page.Locator(".detail h3").First.WaitForAsync();

        (await page.GetByRole(AriaRole.Treeitem, new() { Selected = true }).GetAttributeAsync("data-key")).ShouldBe($"{last.Sequence}");
        (await page.Locator("[role=treeitem][tabindex='0']").CountAsync()).ShouldBe(1, "one item is in the order of the tab key");
        (await page.Locator(".detail h2").InnerTextAsync()).ShouldContain("accepted");
        await opened.ScreenshotAsync($"dashboard-lineage-{(scheme == ColorScheme.Dark ? "dark" : "light")}");

        // From the heading by Tab to the tree, then by arrows.
        await page.GetByLabel("only accepted ones").FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        if (await opened.FocusAsync() != $"{last.Sequence}")
            await page.Keyboard.PressAsync("Tab");
        (await opened.FocusAsync()).ShouldBe($"{last.Sequence}");
        await page.Keyboard.PressAsync("Home");
        (await opened.FocusAsync()).ShouldBe("start");
        var root = page.Locator("[data-key=start]");
        await page.Keyboard.PressAsync("ArrowLeft");
        (await root.GetAttributeAsync("aria-expanded")).ShouldBe("false");
        (await page.Locator("[role=group] [role=treeitem]").First.IsVisibleAsync()).ShouldBeFalse();
        await page.Keyboard.PressAsync("ArrowDown");
        (await opened.FocusAsync()).ShouldBe("start", "what is folded away is not walked through");
        await page.Keyboard.PressAsync("ArrowRight");
        (await root.GetAttributeAsync("aria-expanded")).ShouldBe("true");
        await page.Keyboard.PressAsync("ArrowRight");
        var first = candidates.First(c => c.Parent == runs.Reader.Run(runs.First, default).Start);
        (await opened.FocusAsync()).ShouldBe($"{first.Sequence}");
        await page.Keyboard.PressAsync("ArrowLeft");
        (await opened.FocusAsync()).ShouldBe("start");

        // A change of a prompt shows what was taken out and put in.
        var prompt = candidates.First(c => c.Changes.Any(x => x.Field == "Answer.Instruction"));
        await page.Keyboard.PressAsync("Home");
        for (int i = 0; i < 500 && await opened.FocusAsync() != $"{prompt.Sequence}"; i++)
        {
            await page.Keyboard.PressAsync("ArrowDown");
            if (await page.EvaluateAsync<bool>("() => document.activeElement.getAttribute('aria-expanded') === 'false'"))
                await page.Keyboard.PressAsync("ArrowRight");
        }

        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".detail .difference ins").First.WaitForAsync();
        (await page.Locator(".detail h2").InnerTextAsync()).ShouldContain(prompt.Accepted ? "accepted" : "rejected");
        page.Url.ShouldContain($"node={prompt.Sequence}");
        await page.GetByLabel("only accepted ones").CheckAsync();
        await page.WaitForFunctionAsync("n => document.querySelectorAll('[role=treeitem]').length === n", candidates.Count(c => c.Accepted) + 1);
        opened.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_configuration_is_exported_as_it_is()
    {
        await using var served = await Served.StartAsync(runs.File);
        await using var opened = await browser.OpenAsync(served.Server, $"runs/{runs.First}");
        var run = runs.Reader.Run(runs.First, default);

        var download = await opened.Page.RunAndWaitForDownloadAsync(() => opened.Page.GetByRole(AriaRole.Link, new() { Name = "Export the best configuration" }).ClickAsync());

        download.SuggestedFilename.ShouldBe($"configuration-{run.Id}-{run.Best[..8]}.json");
        string json = await File.ReadAllTextAsync(await download.PathAsync());
        json.ShouldBe(runs.Reader.Configuration(run.Id, run.Best, default));
        Pipeline.Configuration.FromJson(json).ToJson().ShouldBe(json);
        opened.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task With_a_token_people_sign_in_once()
    {
        const string Token = "planted-in-this-test-4711";
        await using var served = await Served.StartAsync(runs.File, Token);
        await using var opened = await browser.OpenAsync(served.Server, "", ColorScheme.Dark);
        var page = opened.Page;
        await opened.ScreenshotAsync("dashboard-sign-in-dark");

        await page.GetByLabel("The token").FillAsync("something-else-4712");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Alert).WaitForAsync();
        await page.GetByLabel("The token").FillAsync(Token);
        await page.Keyboard.PressAsync("Enter");

        await page.Locator("tbody tr").First.WaitForAsync();
        (await page.EvaluateAsync<string>("() => document.cookie")).ShouldBeEmpty("scripts do not see the cookie");
        await page.ReloadAsync();
        await page.Locator("tbody tr").First.WaitForAsync();
        // The browser itself tells of replies of 401.
        opened.Complaints.ShouldAllBe(c => c.Contains("401", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_run_holds_is_never_read_as_markup()
    {
        const string Markup = "<img src=x onerror=\"window.harmed=true;alert(1)\"><script>window.harmed=true</script>";
        using var folder = new TemporaryFolder();
        string run = await RecordedRun.FinishAsync(folder.Store);
        string text = System.Text.Json.JsonSerializer.Serialize($"{Markup}").Replace("'", "''", StringComparison.Ordinal);
        RecordedRun.Change(folder.Store, $"UPDATE runs SET system = '{Markup}', message = '{Markup}', components = replace(components, 'Words', '{Markup.Replace("\"", "\\\"", StringComparison.Ordinal)}')");
        RecordedRun.Change(folder.Store, $"UPDATE trajectories SET example = '{Markup}', failed = '{Markup}', failure = '{Markup}', slots = json_set(slots, '$[0].output', json('{text}'))");
        RecordedRun.Change(folder.Store, $"UPDATE texts SET text = '{Markup}'");
        RecordedRun.Change(folder.Store, $"UPDATE candidates SET component = '{Markup}', changes = json_set(changes, '$[0].after', '{Markup}')");
        await using var served = await Served.StartAsync(folder.Store);
        await using var opened = await browser.OpenAsync(served.Server);
        var page = opened.Page;

        foreach (string address in new[] { "", $"runs/{run}", $"runs/{run}/trajectories", $"runs/{run}/trajectories/1", $"runs/{run}/pairs", $"runs/{run}/lineage", $"compare?runs={run},{run}" })
        {
            await opened.GoAsync(address);
            await page.Locator("main:not([aria-busy]) h1").First.WaitForAsync();
            await page.Locator("body", new() { HasText = "<img src=x" }).WaitForAsync();
            (await page.EvaluateAsync<bool>("() => window.harmed === true || document.querySelector('img') !== null")).ShouldBeFalse(address);
        }

        opened.Complaints.ShouldBeEmpty();
    }

    // A line that runs straight has no height, so it does not count as visible.
    private static Task DrawnAsync(IPage page, string chart) =>
        page.Locator($"{chart} svg path").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });

    [GeneratedRegex("^0$")]
    private static partial Regex Zero();
}
