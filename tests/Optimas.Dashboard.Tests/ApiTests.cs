using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Optimas.Reports;
using Optimas.Storage;

namespace Optimas.Dashboard.Tests;

/// <summary>The store as JSON.</summary>
public sealed class ApiTests(StoredRuns runs) : IClassFixture<StoredRuns>
{
    private const int Many = 200;

    [Fact]
    public async Task Runs_and_their_documents_are_those_of_the_store()
    {
        await using var served = await Served.StartAsync(runs.File);
        var reader = runs.Reader;

        (await served.GetAsync("/api/runs")).Text.ShouldBe(JsonSerializer.Serialize([.. reader.Runs(default).Select(RunSummary.Of)], ReportJson.Default.ImmutableArrayRunSummary));
        (await served.GetAsync($"/api/runs/{runs.First}")).Text.ShouldBe(JsonSerializer.Serialize(RunDocument.Read(reader, runs.First, default), ReportJson.Default.RunDocument));
        var progress = (await served.GetAsync($"/api/runs/{runs.First}/progress")).Json;
        progress.GetProperty("run").GetProperty("id").GetString().ShouldBe(runs.First);
        progress.GetProperty("run").GetProperty("status").GetString().ShouldBe("finished");
        var events = reader.Events(runs.First, -1, default);
        progress.GetProperty("lastEvent").GetInt64().ShouldBe(events[^1].Sequence);
        (await served.GetAsync($"/api/runs/{runs.First}/events")).Json.GetArrayLength().ShouldBe(events.Length);
        (await served.GetAsync($"/api/runs/{runs.First}/events?after={events[^3].Sequence}")).Json.EnumerateArray().Select(e => e.GetProperty("sequence").GetInt64())
            .ShouldBe([events[^2].Sequence, events[^1].Sequence]);
        var state = (await served.GetAsync("/api/store")).Json;
        state.GetProperty("state").GetString().ShouldBe("ready");
        state.GetProperty("file").GetString().ShouldBe(runs.File);
        // As much of an id as tells it apart is enough.
        (await served.GetAsync($"/api/runs/{runs.First[^4..]}")).Json.GetProperty("run").GetProperty("id").GetString().ShouldBe(runs.First);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("order=oldest", 0)]
    [InlineData("order=best&count=7", 3)]
    [InlineData("order=worst", 0)]
    [InlineData("failed=true", 0)]
    [InlineData("failed=false&minScore=0.5&maxScore=1.25", 0)]
    [InlineData("step=1", 0)]
    [InlineData("text=badly%20turned", 0)]
    [InlineData("text=never%20said", 0)]
    [InlineData("example=EXAMPLE", 0)]
    [InlineData("count=50", 100_000)]
    public async Task Trajectories_come_in_pages_and_by_filters(string query, int offset)
    {
        await using var served = await Served.StartAsync(runs.File);
        string example = runs.Reader.Examples(runs.First, default).First(e => e.Deciding).Id;
        query = query.Replace("EXAMPLE", Uri.EscapeDataString(example), StringComparison.Ordinal);
        var fields = System.Web.HttpUtility.ParseQueryString(query);
        double? Number(string name) => fields[name] is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;
        var filter = new TrajectoryFilter
        {
            Order = Enum.Parse<TrajectoryOrder>(fields["order"] ?? "newest", ignoreCase: true),
            Failed = fields["failed"] is { } failed ? bool.Parse(failed) : null,
            MinScore = Number("minScore"),
            MaxScore = Number("maxScore"),
            Step = (int?)Number("step"),
            Text = fields["text"],
            Example = fields["example"],
        };
        var expected = runs.Reader.Trajectories(runs.First, filter, offset, (int?)Number("count") ?? 50, default);

        var page = (await served.GetAsync($"/api/runs/{runs.First}/trajectories?offset={offset}&{query}")).Json;

        page.GetProperty("total").GetInt64().ShouldBe(expected.Total);
        page.GetProperty("items").EnumerateArray().Select(t => t.GetProperty("sequence").GetInt64()).ShouldBe(expected.Items.Select(t => t.Sequence));
        if (query is not "text=never%20said")
            expected.Total.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_trajectory_is_read_whole()
    {
        await using var served = await Served.StartAsync(runs.File);
        var reader = runs.Reader;
        var kept = reader.Trajectories(runs.First, TrajectoryFilter.All, 0, Many, default).Items.First(t => t.Complete && t.Executions < 3 && t.Score is not null);

        var answer = await served.GetAsync($"/api/runs/{runs.First}/trajectories/{kept.Sequence}");

        answer.Text.ShouldBe(JsonSerializer.Serialize(TrajectoryDetail.Read(reader, runs.First, kept.Sequence, default), ReportJson.Default.TrajectoryDetail));
        answer.Json.GetProperty("slots").EnumerateArray().Select(s => s.GetProperty("origin").GetString()).ShouldContain("kept");
    }

    [Fact]
    public async Task Pairs_changes_and_differences_are_told()
    {
        await using var served = await Served.StartAsync(runs.File);
        var reader = runs.Reader;
        var pairs = reader.Pairs(runs.First, null, 0, 5, default);
        string component = pairs.Items[0].Component;

        var all = (await served.GetAsync($"/api/runs/{runs.First}/pairs?count=5")).Json;
        var some = (await served.GetAsync($"/api/runs/{runs.First}/pairs?component={component}&count=1")).Json;
        all.GetProperty("total").GetInt64().ShouldBe(pairs.Total);
        all.GetProperty("items").EnumerateArray().Select(p => p.GetProperty("sequence").GetInt64()).ShouldBe(pairs.Items.Select(p => p.Sequence));
        some.GetProperty("total").GetInt64().ShouldBe(reader.Pairs(runs.First, component, 0, 1, default).Total);

        var candidate = reader.Candidates(runs.First, default).First(c => c.Changes.Length > 0);
        var changes = (await served.GetAsync($"/api/runs/{runs.First}/changes?from={candidate.Parent}&to={candidate.Configuration}")).Json;
        changes.EnumerateArray().Select(c => c.GetProperty("field").GetString()).ShouldBe(candidate.Changes.Select(c => c.Field), ignoreOrder: true);

        var difference = (await served.GetAsync($"/api/diff?a={runs.First}&b={runs.Second}")).Json;
        difference.GetProperty("a").GetProperty("id").GetString().ShouldBe(runs.First);
        difference.GetProperty("b").GetProperty("id").GetString().ShouldBe(runs.Second);
        difference.GetProperty("isComparable").GetBoolean().ShouldBeTrue();
        ConfigurationDocument Best(string run) => ConfigurationDocument.Parse(reader.Configuration(run, reader.Run(run, default).Best, default));
        difference.GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("field").GetString())
            .ShouldBe(ConfigurationDocument.Changes(Best(runs.First), Best(runs.Second)).Select(c => c.Field));
        (await served.GetAsync($"/api/diff?a={runs.First}&b={runs.First}")).Json.GetProperty("changes").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_configuration_is_downloaded_as_it_is()
    {
        await using var served = await Served.StartAsync(runs.File);
        var run = runs.Reader.Run(runs.First, default);

        var answer = await served.GetAsync($"/api/runs/{run.Id}/configurations/{run.Best}");

        answer.Text.ShouldBe(runs.Reader.Configuration(run.Id, run.Best, default));
        answer.Header("Content-Type").ShouldBe("application/json");
        answer.Header("Content-Disposition").ShouldBe($"attachment; filename=\"configuration-{run.Id}-{run.Best[..8]}.json\"");
        Subject.Pipeline.Configuration.FromJson(answer.Text).ToJson().ShouldBe(answer.Text);
    }

    [Theory]
    [InlineData("/api/runs?all=true", "all", "This address takes no fields.")]
    [InlineData("/api/runs/RUN/trajectories?page=2", "page", "There is no such field; there is offset, count, order")]
    [InlineData("/api/runs/RUN/trajectories?count=0", "count", "It is 0; give a whole number from 1 to 200.")]
    [InlineData("/api/runs/RUN/trajectories?count=201", "count", "It is 201; give a whole number from 1 to 200.")]
    [InlineData("/api/runs/RUN/trajectories?count=1e3", "count", "It is 1e3; give a whole number from 1 to 200.")]
    [InlineData("/api/runs/RUN/trajectories?count=1&count=2", "count", "It is given more than once.")]
    [InlineData("/api/runs/RUN/trajectories?offset=-1", "offset", "It is -1; give a whole number from 0 to 2147483647.")]
    [InlineData("/api/runs/RUN/trajectories?offset=99999999999999999999", "offset", "give a whole number from 0 to 2147483647.")]
    [InlineData("/api/runs/RUN/trajectories?order=random", "order", "It is random; give one of newest, oldest, best, worst.")]
    [InlineData("/api/runs/RUN/trajectories?order=1", "order", "It is 1; give one of newest, oldest, best, worst.")]
    [InlineData("/api/runs/RUN/trajectories?failed=perhaps", "failed", "It is perhaps; give true or false.")]
    [InlineData("/api/runs/RUN/trajectories?minScore=high", "minScore", "It is high; give a number.")]
    [InlineData("/api/runs/RUN/trajectories?minScore=NaN", "minScore", "It is NaN; give a number.")]
    [InlineData("/api/runs/RUN/trajectories?maxScore=1e999", "maxScore", "It is 1e999; give a number.")]
    [InlineData("/api/runs/RUN/trajectories?minScore=2&maxScore=1", "minScore", "It is above maxScore")]
    [InlineData("/api/runs/RUN/trajectories?step=-1", "step", "It is -1; give a whole number from 0 to 2147483647.")]
    [InlineData("/api/runs/RUN/trajectories?configuration=abc", "configuration", "It is abc; give the 32 hexadecimal digits")]
    [InlineData("/api/runs/RUN/trajectories/first", "trajectory", "The address does not end in a trajectory's number.")]
    [InlineData("/api/runs/RUN/events?after=x", "after", "It is x; give a whole number from -1")]
    [InlineData("/api/runs/RUN/pairs?count=1000", "count", "It is 1000; give a whole number from 1 to 200.")]
    [InlineData("/api/runs/RUN/configurations/zz", "hash", "It is zz; give the 32 hexadecimal digits")]
    [InlineData("/api/runs/RUN/changes?from=00000000000000000000000000000000", "to", "It is missing.")]
    [InlineData("/api/diff?a=RUN", "b", "It is missing.")]
    public async Task Bad_input_is_refused_by_the_name_of_its_field(string address, string field, string message)
    {
        await using var served = await Served.StartAsync(runs.File);

        var answer = await served.GetAsync(address.Replace("RUN", runs.First, StringComparison.Ordinal));

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Error.GetProperty("field").GetString().ShouldBe(field);
        answer.ErrorMessage.ShouldContain(message);
    }

    [Fact]
    public async Task Texts_have_a_longest_length()
    {
        await using var served = await Served.StartAsync(runs.File);

        var answer = await served.GetAsync($"/api/runs/{runs.First}/trajectories?text={new string('x', 201)}");

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.ErrorMessage.ShouldBe("It has 201 characters; give 200 at most.");
    }

    [Theory]
    [InlineData("/api/runs/nobody", "it has no run nobody")]
    [InlineData("/api/runs/2", "may be any of")]
    [InlineData("/api/runs/RUN/trajectories/999999", "has no trajectory 999999")]
    [InlineData("/api/runs/RUN/configurations/00000000000000000000000000000000", "has no configuration 0000")]
    [InlineData("/api/runs/RUN/nothing", "Nothing is at this address")]
    [InlineData("/api/runs/../../etc/passwd", "Nothing is at this address")]
    [InlineData("/api/runs/'%20OR%201=1--", "it has no run ' OR 1=1--")]
    public async Task What_is_not_there_is_said_to_be_missing(string address, string message)
    {
        await using var served = await Served.StartAsync(runs.File);

        var answer = await served.GetAsync(address.Replace("RUN", runs.First, StringComparison.Ordinal));

        answer.Status.ShouldBe(HttpStatusCode.NotFound);
        answer.ErrorMessage.ShouldContain(message);
    }

    [Theory, InlineData("/api/runs"), InlineData("/api/runs/RUN"), InlineData("/api/runs/RUN/progress")]
    public async Task What_has_not_changed_is_not_sent_again(string address)
    {
        using var folder = new TemporaryFolder();
        string run = await RecordedRun.FinishAsync(folder.Store);
        await using var served = await Served.StartAsync(folder.Store);
        string path = address.Replace("RUN", run, StringComparison.Ordinal);
        var first = await served.GetAsync(path);

        var second = await served.GetAsync(path, ("If-None-Match", first.Header("ETag")));
        RecordedRun.Change(folder.Store, "UPDATE runs SET system_runs = system_runs + 1");
        var third = await served.GetAsync(path, ("If-None-Match", first.Header("ETag")));

        second.Status.ShouldBe(HttpStatusCode.NotModified);
        second.Text.ShouldBeEmpty();
        third.Status.ShouldBe(HttpStatusCode.OK);
        third.Text.ShouldNotBe(first.Text);
    }

    [Fact]
    public async Task A_store_that_comes_later_is_found()
    {
        using var folder = new TemporaryFolder();
        await using var served = await Served.StartAsync(folder.Store);

        var before = await served.GetAsync("/api/runs");
        before.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        before.Header("Retry-After").ShouldBe("1");
        before.Error.GetProperty("code").GetString().ShouldBe("store_missing");
        before.ErrorMessage.ShouldContain(folder.Store);
        (await served.GetAsync("/api/store")).Json.GetProperty("state").GetString().ShouldBe("missing");
        (await served.GetAsync("/")).Status.ShouldBe(HttpStatusCode.OK, "the page says it");
        File.Exists(folder.Store).ShouldBeFalse("a reader makes no file");

        await RecordedRun.FinishAsync(folder.Store);
        (await served.GetAsync("/api/runs")).Json.GetArrayLength().ShouldBe(1);
        foreach (string file in Directory.GetFiles(folder.Path))
            File.Delete(file);
        (await served.GetAsync("/api/runs")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        await RecordedRun.FinishAsync(folder.Store, seed: 7);
        (await served.GetAsync("/api/runs")).Json[0].GetProperty("seed").GetInt64().ShouldBe(7);
    }

    [Theory]
    [InlineData("PRAGMA user_version = 99", "it was written by a newer version of Optimas (schema 99")]
    [InlineData("PRAGMA application_id = 1", "it is an SQLite database of another program")]
    public async Task A_file_that_can_not_be_read_is_named_with_the_reason(string change, string message)
    {
        using var folder = new TemporaryFolder();
        await RecordedRun.FinishAsync(folder.Store);
        RecordedRun.Change(folder.Store, change);
        await using var served = await Served.StartAsync(folder.Store);

        var answer = await served.GetAsync("/api/runs");
        var state = (await served.GetAsync("/api/store")).Json;

        answer.Status.ShouldBe(HttpStatusCode.InternalServerError);
        answer.Error.GetProperty("code").GetString().ShouldBe("store_unreadable");
        answer.ErrorMessage.ShouldContain(message);
        state.GetProperty("state").GetString().ShouldBe("unreadable");
        state.GetProperty("message").GetString()!.ShouldContain(message);
    }

    [Fact]
    public async Task A_damaged_file_is_named()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Store, new string('x', 5000));
        await using var served = await Served.StartAsync(folder.Store);

        (await served.GetAsync("/api/runs")).ErrorMessage.ShouldContain("it is not an SQLite database");
    }

    [Fact]
    public async Task Many_may_read_at_once()
    {
        await using var served = await Served.StartAsync(runs.File);

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => served.GetAsync(i % 2 == 0 ? $"/api/runs/{runs.First}" : $"/api/runs/{runs.First}/trajectories?text=turned")));

        answers.ShouldAllBe(a => a.Status == HttpStatusCode.OK);
        answers.Select(a => a.Text).Distinct().Count().ShouldBe(2);
    }

    // What the pages expect of the dashboard's own documents; those of a run are checked where they are made.
    [Theory, InlineData("StoreState"), InlineData("RunProgress"), InlineData("RunDifference")]
    public void The_pages_know_the_fields_of_the_documents(string name)
    {
        string source = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "api.ts"));
        string body = source.Split($"export interface {name} {{")[1].Split('}')[0];
        var fields = body.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).Select(line => line.Split(':')[0]).ToImmutableArray();
        var type = typeof(DashboardServer).Assembly.GetType($"Optimas.Dashboard.Api.{name}").ShouldNotBeNull();

        fields.ShouldBe(type.GetProperties().Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)), ignoreOrder: true);
    }
}
