using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Optimas.Storage;

namespace Optimas.Reports;

/// <summary>The page of a run: what matters most as HTML, everything else as JSON that the page's script draws.</summary>
internal static class ReportPage
{
    // Letters of every language stand as they are; < and & do not.
    private static readonly JsonTypeInfo<ReportDocument> s_json = (JsonTypeInfo<ReportDocument>)new JsonSerializerOptions(ReportJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    }.GetTypeInfo(typeof(ReportDocument));

    // The parts by the names that web/src/charts/index.ts gives them.
    private static readonly (string Part, string Title)[] s_parts =
    [
        ("reward", "Reward"),
        ("changes", "What changed"),
        ("graph", "Where it was gained"),
        ("examples", "Examples"),
        ("values", "Hyperparameters"),
        ("alignment", "Alignment of local rewards"),
        ("decisions", "Decisions"),
        ("pairs", "Preference pairs"),
        ("usage", "Model calls"),
        ("reproduce", "How to reproduce"),
    ];

    public static string Write(ReportDocument report, PageAssets assets)
    {
        var run = report.Document.Run;
        var page = new HtmlWriter();
        page.Write($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{assets.Policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <link rel="icon" href="data:,">
            <title>{run.System}, run {run.Id}</title>
            """);
        page.WriteRaw($"<style>{assets.Styles}</style>\n");
        page.WriteRaw("<noscript><style>.drawn, nav { display: none }</style></noscript>\n");
        page.Write($"""
            </head>
            <body>
            <a class="skip" href="#content">To the content</a>
            """);
        Headline(page, run);
        page.Write($"""<main id="content">""");
        if (assets.Script.Length == 0)
            page.Write($"""<p class="absent">This page has no charts: the program that wrote it was built without them (-p:OptimasWeb=none).</p>""");
        page.Write($"""<noscript><p class="absent">The charts, the decisions and the examples need JavaScript, which is off here.</p></noscript>""");
        foreach (var (part, title) in s_parts)
        {
            bool isStatic = part == "changes";
            page.Write($"""<section id="{part}" class="{(isStatic ? "" : "drawn")}" aria-labelledby="{part}-title">""");
            page.Write($"""<h2 id="{part}-title">{title}</h2><div data-part="{part}">""");
            if (isStatic)
                Changes(page, report.Document);
            page.Write($"</div></section>");
        }

        page.Write($"""
            </main>
            <footer><p class="aside">Made by Optimas {VersionOf()} from what the run store held at {run.Updated.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.</p></footer>
            """);
        page.WriteRaw($"""<script type="application/json" id="document">{JsonSerializer.Serialize(report, s_json)}</script>""");
        if (assets.Script.Length > 0)
            page.WriteRaw($"\n<script>{assets.Script}</script>");
        page.WriteRaw("\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void Headline(HtmlWriter page, RunDetail run)
    {
        page.Write($"""
            <header>
            <h1>{run.System}</h1>
            <p>Run {run.Id}, started {run.Created.UtcDateTime:yyyy-MM-dd HH:mm} UTC. {Status(run)}</p>
            <dl class="numbers">
            <div><dt>Before</dt><dd>{Score(run.Initial)}</dd></div>
            <div><dt>{(run.Status == RunStatus.Finished ? "After" : "Best so far")}</dt><dd>{Score(run.Score)}</dd></div>
            <div><dt>Gain</dt><dd>{Gain(run)}</dd></div>
            <div><dt>System runs</dt><dd>{run.Spent.SystemRuns:N1}</dd></div>
            <div><dt>Model calls</dt><dd>{run.Spent.Calls:N0}</dd></div>
            <div><dt>Tokens</dt><dd>{run.Spent.Tokens:N0}</dd></div>
            <div><dt>Cost</dt><dd>{(run.Spent.Cost == 0 ? "no price known" : FormattableString.Invariant($"${run.Spent.Cost:N2}"))}</dd></div>
            <div><dt>Time</dt><dd>{Duration(run.ElapsedSeconds)}</dd></div>
            </dl>
            <nav aria-label="Parts of this page"><ul>
            """);
        foreach (var (part, title) in s_parts)
            page.Write($"""<li><a href="#{part}">{title}</a></li>""");
        page.Write($"</ul></nav></header>");
    }

    // The script replaces it by a difference word by word.
    private static void Changes(HtmlWriter page, RunDocument document)
    {
        if (document.Changes.IsEmpty)
            page.Write($"""<p class="absent">Nothing yet: the best configuration is the start.</p>""");
        foreach (var change in document.Changes)
        {
            page.Write($"""
                <h3>{change.Field}</h3>
                <h4>Before</h4><pre>
                {change.Before}</pre>
                <h4>After</h4><pre>
                {change.After}</pre>
                """);
        }
    }

    private static string Status(RunDetail run) => run.Status switch
    {
        RunStatus.Finished when run.Message == nameof(StopReason.Budget) => "It finished: the budget was spent.",
        RunStatus.Finished when run.Message == nameof(StopReason.Exhausted) => "It finished: no untried candidate was left.",
        RunStatus.Finished => $"It finished. {run.Message}",
        RunStatus.Interrupted => "It was interrupted and can be resumed; this page shows how far it came.",
        RunStatus.Failed => $"It failed and can be resumed; this page shows how far it came. {run.Message}",
        _ => "It was still running when this page was made.",
    };

    private static string Score(double? score) => score is { } known ? FormattableString.Invariant($"{known:0.000}") : "not evaluated yet";

    private static string Gain(RunDetail run)
    {
        if (run is not { Initial: { } initial, Score: { } score })
            return "–";
        string gain = FormattableString.Invariant($"{(score < initial ? "−" : "+")}{Math.Abs(score - initial):0.000}");
        return run.GainStandardError is { } error ? FormattableString.Invariant($"{gain} ± {error:0.000}") : gain;
    }

    private static string Duration(double seconds) => seconds switch
    {
        < 120 => FormattableString.Invariant($"{seconds:0.0} s"),
        < 7200 => FormattableString.Invariant($"{seconds / 60:0.0} min"),
        _ => FormattableString.Invariant($"{seconds / 3600:0.0} h"),
    };

    private static string VersionOf() => typeof(ReportPage).Assembly.GetName().Version!.ToString(3);
}
