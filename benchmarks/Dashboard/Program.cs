using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Optimas;
using Optimas.Dashboard;
using Optimas.Journaling;
using Optimas.Storage;
using StoreBenchmarks;

// How long the dashboard takes for a page of a run with 100,000 trajectories, asked over HTTP on loopback, everything read from the file each time.
const int Trajectories = 100_000;
const int Candidates = 2_000;
const int Rounds = 101;

string folder = Directory.CreateTempSubdirectory("optimas-dashboard-benchmark-").FullName;
try
{
    string file = Path.Combine(folder, "runs.db");
    await WriteAsync(file);
    await using var server = await DashboardServer.StartAsync(new(file) { Port = 0 }, CancellationToken.None);
    using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server.Address };
    string run = new RunReader(file).Runs(CancellationToken.None)[0].Id;
    Print($"{new FileInfo(file).Length / 1_000_000} MB, {Environment.ProcessorCount} cores, {Rounds} requests each: median and 95th percentile in ms, size of the reply");
    // Calls are counted once; who asks again waits for those alone that were added.
    long begun = Stopwatch.GetTimestamp();
    (await http.GetAsync($"/api/runs/{run}")).EnsureSuccessStatusCode().Dispose();
    Print($"run, the first time since the dashboard was started: {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:0} ms");
    foreach (var (name, path) in ((string, string)[])[
        ("the page itself", "/"),
        ("list of runs", "/api/runs"),
        ("run", $"/api/runs/{run}"),
        ("run, asked each second", $"/api/runs/{run}/progress"),
        ("trajectories, the first page", $"/api/runs/{run}/trajectories"),
        ("trajectories, the last page", $"/api/runs/{run}/trajectories?offset={Trajectories - 50}"),
        ("the highest scores", $"/api/runs/{run}/trajectories?order=best"),
        ("the lowest scores, the last page", $"/api/runs/{run}/trajectories?order=worst&offset={Trajectories - 2_050}"),
        ("scores in a range", $"/api/runs/{run}/trajectories?minScore=0.4&maxScore=0.6"),
        ("of an example, lowest scores", $"/api/runs/{run}/trajectories?order=worst&example=example%207"),
        ("of a configuration", $"/api/runs/{run}/trajectories?configuration={5.ToString("x32", CultureInfo.InvariantCulture)}"),
        ("of a turn", $"/api/runs/{run}/trajectories?step=42"),
        ("failed", $"/api/runs/{run}/trajectories?failed=true"),
        ("text in an output, found in few", $"/api/runs/{run}/trajectories?text=needle"),
        ("text in an output, found in none", $"/api/runs/{run}/trajectories?text=nowhere"),
        ("text in an output, found in all", $"/api/runs/{run}/trajectories?text=haystack"),
        ("one trajectory", $"/api/runs/{run}/trajectories/50000"),
        ("preference pairs", $"/api/runs/{run}/pairs?count=20")])
    {
        var times = new List<double>();
        long bytes = 0;
        for (int i = -1; i < Rounds; i++)
        {
            long start = Stopwatch.GetTimestamp();
            using var response = await http.GetAsync(path);
            bytes = (await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync()).Length;
            // The first one warms up.
            if (i >= 0)
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        Print($"| {name} | {times[Rounds / 2]:0.0} | {times[(int)(Rounds * 0.95)]:0.0} | {bytes / 1000.0:0.0} kB |");
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
}

// As an optimization would have written it, but faster.
static async Task WriteAsync(string file)
{
    await using var store = await RunStore.StartAsync(file, default);
    await store.BeginAsync(
        new()
        {
            Graph = Writers.Graph,
            Seed = 0,
            Start = new(1, Writers.Configuration.Default.ToJson()),
            Facts = ImmutableSortedDictionary<string, string>.Empty,
            Examples = [],
        },
        default);
    string output = $"\"{string.Concat(Enumerable.Repeat("haystack ", 33))}\"";
    long events = 0;
    async Task HappenedAsync(int step, string kind, string? component, string data, int done, RecordedCandidate? candidate = null, RecordedIncumbent? incumbent = null) =>
        await store.WriteAsync(
            new RecordedEvent
            {
                Sequence = events++,
                Kind = kind,
                Step = step,
                Component = component,
                Data = data,
                Spent = new(done, new(done * 2, done * 200L, done * 50L, done * 0.0001m), TimeSpan.FromMilliseconds(done)),
                Candidate = candidate,
                Incumbent = incumbent,
            },
            default);

    await HappenedAsync(0, nameof(BaselineEvaluated), null, """{"mean":0.4,"standardError":0.02,"failures":0}""", 100, incumbent: new(1, 0.4));
    for (int i = 0; i < Trajectories; i++)
    {
        int step = i / 1000;
        string slot = i % 5000 == 1 ? "\"a needle in it\"" : output;
        await store.WriteAsync(
            new RecordedExecution
            {
                Key = new((UInt128)((ulong)i * 0x9E3779B97F4A7C15) << 64, 0),
                Sequence = i,
                Example = $"example {i % 100}",
                Step = step,
                Turn = "Body",
                Configuration = (UInt128)(i / 100),
                Slots =
                [
                    .. Writers.Graph.Components.Select(c => new RecordedSlot(c.Name, SlotOrigin.Executed)
                    {
                        Output = slot, Executions = 1, Latency = TimeSpan.FromMilliseconds(1), Usage = new(1, 100, 25, 0.0001m),
                    }),
                ],
                IsComplete = true,
                Failure = i % 50 == 0 ? new("Body", "System.TimeoutException", "It took too long.") : null,
                Executions = 4,
                Usage = new(4, 400, 100, 0.0004m),
                Elapsed = TimeSpan.FromMilliseconds(i),
            },
            default);
        if (i % 50 != 0)
            await store.WriteAsync(new RecordedScore(i, i % 1009 / 1009.0), default);
        if (i % (Trajectories / Candidates) != 0)
            continue;
        bool isAccepted = i % 2000 == 0;
        string change = $$"""{"field":"Outline.Points","before":"1","after":"{{1 << (i % 4)}}"}""";
        await HappenedAsync(
            step,
            isAccepted ? nameof(CandidateAccepted) : nameof(CandidateRejected),
            "Outline",
            isAccepted ? $$"""{"changes":[{{change}}],"meanGain":0.01,"mean":0.5}""" : $$"""{"changes":[{{change}}],"meanGain":-0.1,"examples":20}""",
            i + 100,
            new("Outline", 1, (UInt128)i, [new("Outline.Points", 1, 1 << (i % 4))], isAccepted, isAccepted ? 0.01 : -0.1, 20, 0.5),
            isAccepted ? new(1, 0.5) : null);
    }

    PreferencePair[] pairs =
    [
        .. Enumerable.Range(0, 20_000).Select(i => new PreferencePair(0, Observed($"input {i % 500}", $"better {i}"), Observed($"input {i % 500}", $"worse {i}"), 0.1)),
    ];
    await store.WriteAsync(new RecordedPairs(0, 1, "Outline", pairs), default);
    await store.FlushAsync(default);
}

static Observation Observed(string input, string output)
{
    using var json = JsonDocument.Parse($$$"""{"input":"{{{input}}}","output":"{{{output}}}","features":{}}""");
    return Observation.Read(json.RootElement);
}

static void Print(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
