using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Optimas.Dashboard.Exchange;
using Optimas.Reports;
using Optimas.Storage;

namespace Optimas.Dashboard.Api;

/// <summary>The store as JSON. Everything is read, nothing is written.</summary>
internal sealed class RunApi(string file) : IDisposable
{
    private const int DefaultCount = 50;
    private const int MostCount = 200;
    private const int MostEvents = 1000;
    private const int MostText = 200;
    private const int MostName = 300;

    // A page of an older build must not go on with what it has.
    private static readonly string s_build = typeof(RunApi).Assembly.ManifestModule.ModuleVersionId.ToString("n");

    private readonly StoreFile _store = new(file);

    public void Dispose() => _store.Dispose();

    /// <exception cref="RequestException">The request is wrong, or the store has no answer.</exception>
    public async Task ReplyAsync(HttpContext context, Route route)
    {
        var ct = context.RequestAborted;
        var query = context.Request.Query;
        switch (route.Name)
        {
            case Route.Store:
                _ = new QueryFields(query);
                await JsonAsync(context, await _store.StateAsync(ct).ConfigureAwait(false), DashboardJson.Default.StoreState).ConfigureAwait(false);
                break;
            case Route.Runs:
                _ = new QueryFields(query);
                var runs = await _store.ReadAsync(r => r.Runs(ct).Select(RunSummary.Of).ToImmutableArray(), ct).ConfigureAwait(false);
                if (!IsUnchanged(context, string.Join('\n', runs.Select(Version))))
                    await JsonAsync(context, runs, ReportJson.Default.ImmutableArrayRunSummary).ConfigureAwait(false);
                break;
            case Route.Run:
                _ = new QueryFields(query);
                if (!IsUnchanged(context, Version(await ProgressAsync(route, ct).ConfigureAwait(false))))
                    await ReadAsync(context, route, (reader, run) => RunDocument.Read(reader, run, ct), ReportJson.Default.RunDocument).ConfigureAwait(false);
                break;
            case Route.Progress:
                _ = new QueryFields(query);
                var progress = await ProgressAsync(route, ct).ConfigureAwait(false);
                if (!IsUnchanged(context, Version(progress)))
                    await JsonAsync(context, progress, DashboardJson.Default.RunProgress).ConfigureAwait(false);
                break;
            case Route.Events:
                long after = new QueryFields(query, "after").Whole("after", -1, long.MaxValue) ?? -1;
                await ReadAsync(
                    context, route, (reader, run) => reader.Events(run, after, ct).Take(MostEvents).Select(RunEvent.Of).ToImmutableArray(),
                    ReportJson.Default.ImmutableArrayRunEvent).ConfigureAwait(false);
                break;
            case Route.Trajectories:
                var filter = Filter(query, out int offset, out int count);
                await ReadAsync(
                    context, route,
                    (reader, run) =>
                    {
                        var page = reader.Trajectories(run, filter, offset, count, ct);
                        return new Page<TrajectoryItem>([.. page.Items.Select(TrajectoryItem.Of)], page.Total);
                    },
                    ReportJson.Default.PageTrajectoryItem).ConfigureAwait(false);
                break;
            case Route.Trajectory:
                _ = new QueryFields(query);
                long sequence = long.TryParse(route.Last, NumberStyles.None, CultureInfo.InvariantCulture, out long parsed)
                    ? parsed
                    : throw RequestException.Invalid("trajectory", "The address does not end in a trajectory's number.");
                await ReadAsync(context, route, (reader, run) => TrajectoryDetail.Read(reader, run, sequence, ct), ReportJson.Default.TrajectoryDetail)
                    .ConfigureAwait(false);
                break;
            case Route.Pairs:
                var fields = new QueryFields(query, "component", "offset", "count");
                string? component = fields.Text("component", MostName);
                (offset, count) = Range(fields);
                await ReadAsync(
                    context, route,
                    (reader, run) =>
                    {
                        var page = reader.Pairs(run, component, offset, count, ct);
                        return new Page<PairItem>([.. page.Items.Select(PairItem.Of)], page.Total);
                    },
                    ReportJson.Default.PagePairItem).ConfigureAwait(false);
                break;
            case Route.Changes:
                var ends = new QueryFields(query, "from", "to");
                string from = ends.Hash("from") ?? throw RequestException.Invalid("from", "It is missing.");
                string to = ends.Hash("to") ?? throw RequestException.Invalid("to", "It is missing.");
                await ReadAsync(
                    context, route,
                    (reader, run) => ConfigurationDocument.Changes(
                        ConfigurationDocument.Parse(reader.Configuration(run, from, ct)), ConfigurationDocument.Parse(reader.Configuration(run, to, ct))),
                    ReportJson.Default.ImmutableArrayFieldChange).ConfigureAwait(false);
                break;
            case Route.Configuration:
                _ = new QueryFields(query);
                string hash = QueryFields.DemandHash("hash", route.Last);
                var (id, json) = await _store.ReadAsync(
                    reader =>
                    {
                        string run = Id(reader, route, ct);
                        return (run, reader.Configuration(run, hash, ct));
                    },
                    ct).ConfigureAwait(false);
                await Reply.DownloadAsync(context, $"configuration-{id}-{hash[..8]}.json", json).ConfigureAwait(false);
                break;
            default:
                var both = new QueryFields(query, "a", "b");
                string a = both.Needed("a", MostName), b = both.Needed("b", MostName);
                await JsonAsync(context, await _store.ReadAsync(reader => Compare(reader, a, b, ct), ct).ConfigureAwait(false), DashboardJson.Default.RunDifference)
                    .ConfigureAwait(false);
                break;
        }
    }

    private Task<RunProgress> ProgressAsync(Route route, CancellationToken cancellationToken) => _store.ReadAsync(
        reader =>
        {
            var run = reader.Run(route.Parts[0], cancellationToken);
            return new RunProgress(RunSummary.Of(run), reader.LastEvent(run.Id, cancellationToken));
        },
        cancellationToken);

    private async Task ReadAsync<T>(HttpContext context, Route route, Func<RunReader, string, T> read, JsonTypeInfo<T> type)
    {
        var ct = context.RequestAborted;
        var found = await _store.ReadAsync(reader => read(reader, Id(reader, route, ct)), ct).ConfigureAwait(false);
        await JsonAsync(context, found, type).ConfigureAwait(false);
    }

    // Readers of rows want the whole id; an address may have a part of it.
    private static string Id(RunReader reader, Route route, CancellationToken cancellationToken) => reader.Run(route.Parts[0], cancellationToken).Id;

    private static Task JsonAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type) => Reply.JsonAsync(context, StatusCodes.Status200OK, value, type);

    private static RunDifference Compare(RunReader reader, string a, string b, CancellationToken cancellationToken)
    {
        StoredRun first = reader.Run(a, cancellationToken), second = reader.Run(b, cancellationToken);
        return new(
            RunSummary.Of(first),
            RunSummary.Of(second),
            first.Signature == second.Signature,
            ConfigurationDocument.Changes(
                ConfigurationDocument.Parse(reader.Configuration(first.Id, first.Best, cancellationToken)),
                ConfigurationDocument.Parse(reader.Configuration(second.Id, second.Best, cancellationToken))));
    }

    private static TrajectoryFilter Filter(IQueryCollection query, out int offset, out int count)
    {
        var fields = new QueryFields(
            query, "offset", "count", "order", "example", "configuration", "step", "minScore", "maxScore", "failed", "text");
        (offset, count) = Range(fields);
        var filter = new TrajectoryFilter
        {
            Order = fields.OneOf("order", TrajectoryOrder.Newest),
            Example = fields.Text("example", MostName),
            Configuration = fields.Hash("configuration"),
            Step = (int?)fields.Whole("step", 0, int.MaxValue),
            MinScore = fields.Number("minScore"),
            MaxScore = fields.Number("maxScore"),
            Failed = fields.YesOrNo("failed"),
            Text = fields.Text("text", MostText),
        };
        return filter.MinScore > filter.MaxScore
            ? throw RequestException.Invalid("minScore", $"It is above maxScore, so nothing can be between {filter.MinScore} and {filter.MaxScore}.")
            : filter;
    }

    private static (int Offset, int Count) Range(QueryFields fields) =>
        ((int)(fields.Whole("offset", 0, int.MaxValue) ?? 0), (int)(fields.Whole("count", 1, MostCount) ?? DefaultCount));

    private static string Version(RunProgress progress) => $"{Version(progress.Run)} {progress.LastEvent}";

    private static string Version(RunSummary run) =>
        string.Create(CultureInfo.InvariantCulture, $"{run.Id} {run.Status} {run.Updated:O} {run.ElapsedSeconds:R} {run.Spent.SystemRuns:R} {run.Score:R}");

    // Followers ask every second: what they have already is not read, not sent and not drawn again.
    private static bool IsUnchanged(HttpContext context, string version)
    {
        string tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{s_build} {version}")))[..32]}\"";
        context.Response.Headers.ETag = tag;
        if (!context.Request.Headers.IfNoneMatch.Contains(tag))
            return false;
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }
}
