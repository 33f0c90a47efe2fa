using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Optimas;
using Optimas.Journaling;
using Optimas.Storage;
using StoreBenchmarks;

// The run store: what it adds to an optimization's wall clock, how much it writes, and how long pages of many trajectories take.
// With "program" and a command: what --out adds to the whole of a program's optimization.
string folder = Directory.CreateTempSubdirectory("optimas-store-benchmark-").FullName;
try
{
    if (args is ["program", _, ..])
    {
        await CompareProgramAsync(args[1..]);
        return;
    }

    if (args is not ["pages"])
    {
        await OpenAsync();
        await CompareAsync("components wait for 1 ms, 8 at once", computes: false, parallelism: 8);
        await CompareAsync("components compute for 1 ms, 2 at once", computes: true, parallelism: 2);
    }

    string file = Path.Combine(folder, "many.db");
    await WriteAsync(file, 100_000);
    ReadPages(file);
}
finally
{
    Directory.Delete(folder, recursive: true);
}

// What a run pays once.
async Task OpenAsync()
{
    var begins = new List<double>();
    var ends = new List<double>();
    for (int i = 0; i < 21; i++)
    {
        long start = Stopwatch.GetTimestamp();
        var store = await RunStore.StartAsync(Path.Combine(folder, $"empty-{i}.db"), default);
        await store.BeginAsync(Description(), default);
        begins.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        start = Stopwatch.GetTimestamp();
        await store.DisposeAsync();
        ends.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    Print($"once a run: {begins.Order().ElementAt(10):0.0} ms to make the store, {ends.Order().ElementAt(10):0.0} ms to close it");
}

static RunDescription Description() => new()
{
    Graph = Writers.Graph,
    Seed = 0,
    Start = new(1, Writers.Configuration.Default.ToJson()),
    Facts = ImmutableSortedDictionary<string, string>.Empty,
    Examples = [],
};

// With and without a store in turns, in random order: slow moments of the machine hit both, or are outvoted by the median.
async Task CompareAsync(string name, bool computes, int parallelism)
{
    const int Pairs = 25;
    var random = new SeededRandom(1, name);
    var ratios = new List<double>();
    var times = new List<double>();
    long bytes = 0, executions = 0;
    for (int i = -1; i < Pairs; i++)
    {
        string file = Path.Combine(folder, $"{(computes ? "computing" : "waiting")}-{i}.db");
        bool plainFirst = random.Next(2) == 0;
        double first = await MeasureAsync(plainFirst ? null : file, computes, parallelism);
        double second = await MeasureAsync(plainFirst ? file : null, computes, parallelism);
        bytes = new FileInfo(file).Length;
        var reader = new RunReader(file);
        executions = reader.Trajectories(reader.Runs(default)[0].Id, TrajectoryFilter.All, 0, 1, default).Total;
        File.Delete(file);
        // The first pair warms up.
        if (i < 0)
            continue;
        ratios.Add(plainFirst ? second / first : first / second);
        times.Add(plainFirst ? first : second);
    }

    ratios.Sort();
    times.Sort();
    // Distribution-free 95% interval of a median: ranks n/2 ± √n.
    int reach = (int)Math.Sqrt(Pairs);
    Print($"{name}: {times[Pairs / 2]:0} ms without, ratio {ratios[Pairs / 2]:0.000} [{ratios[Pairs / 2 - reach]:0.000}, {ratios[Pairs / 2 + reach]:0.000}]; {executions} trajectories, {bytes / 1024} KB");
}

// Everything that --out does: the store, the configuration, the report.
async Task CompareProgramAsync(string[] command)
{
    const int Pairs = 7;
    var random = new SeededRandom(1, "program");
    var (ratios, times) = (new List<double>(), new List<double>());
    for (int i = 0; i < Pairs; i++)
    {
        string[] kept = [.. command, "--out", Path.Combine(folder, $"{i}")];
        bool plainFirst = random.Next(2) == 0;
        double first = await TimeProgramAsync(plainFirst ? command : kept);
        double second = await TimeProgramAsync(plainFirst ? kept : command);
        ratios.Add(plainFirst ? second / first : first / second);
        times.Add(plainFirst ? first : second);
    }

    ratios.Sort();
    times.Sort();
    Print($"{Pairs} pairs: {times[Pairs / 2]:0.0} s without --out, ratio {ratios[Pairs / 2]:0.000} [{ratios[0]:0.000}, {ratios[^1]:0.000}]");
}

static async Task<double> TimeProgramAsync(string[] command)
{
    long start = Stopwatch.GetTimestamp();
    using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true })!;
    await process.StandardOutput.ReadToEndAsync();
    await process.WaitForExitAsync();
    return process.ExitCode == 0
        ? Stopwatch.GetElapsedTime(start).TotalSeconds
        : throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}.");
}

static async Task<double> MeasureAsync(string? file, bool computes, int parallelism)
{
    Example<Topic, int>[] examples =
        [.. Enumerable.Range(0, 100).Select(i => new Example<Topic, int>($"{i}", new(i, string.Join(' ', Enumerable.Range(i, 30).Select(w => $"word{w * 7 % 97}"))), i))];
    long start = Stopwatch.GetTimestamp();
    await using (var store = file is null ? null : await RunStore.StartAsync(file, default))
    {
        await Optimizer.OptimizeAsync<Topic, string, int, Writers.Configuration>(
            new Writers(new Work(computes)).AsSystem(),
            examples,
            examples,
            Metric.Create<string, int>((label, output) => (output.Length + label) % 101 / 100.0),
            new()
            {
                Budget = new() { SystemRuns = 1000 },
                Journal = store,
                Evaluation = new() { Parallelism = parallelism },
                // What the local rewards cost is not the store's affair.
                Control = OptimizationControl.RandomJointSearch,
            },
            null,
            default);
    }

    return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
}

// Trajectories as fast as the store takes them.
async Task WriteAsync(string file, int count)
{
    await using var store = await RunStore.StartAsync(file, default);
    await store.BeginAsync(Description(), default);
    string output = $"\"{new string('x', 300)}\"";
    long start = Stopwatch.GetTimestamp();
    for (int i = 0; i < count; i++)
    {
        await store.WriteAsync(
            new RecordedExecution
            {
                Key = new((UInt128)((ulong)i * 0x9E3779B97F4A7C15) << 64, 0),
                Sequence = i,
                Example = $"example {i % 100}",
                Step = i / 1000,
                Turn = "Body",
                Configuration = (UInt128)(i / 100),
                Slots = [.. Writers.Graph.Components.Select(c => new RecordedSlot(c.Name, SlotOrigin.Executed) { Output = output, Executions = 1, Latency = TimeSpan.FromMilliseconds(1) })],
                IsComplete = true,
                Failure = i % 50 == 0 ? new("Body", "System.TimeoutException", "It took too long.") : null,
                Executions = 4,
                Usage = default,
                Elapsed = TimeSpan.FromMilliseconds(i),
            },
            default);
        if (i % 50 != 0)
            await store.WriteAsync(new RecordedScore(i, i % 1009 / 1009.0), default);
    }

    await store.FlushAsync(default);
    double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
    Print($"{count} trajectories of 4 components and 1.2 KB, with their scores: {seconds:0.0} s, {2 * count / seconds:0} entries/s");
}

void ReadPages(string file)
{
    var reader = new RunReader(file);
    string run = reader.Runs(default)[0].Id;
    foreach (var (name, filter, offset) in ((string, TrajectoryFilter, int)[])[
        ("newest", TrajectoryFilter.All, 0),
        ("newest, the last page", TrajectoryFilter.All, 99_950),
        ("best", new() { Order = TrajectoryOrder.Best }, 0),
        ("of an example, worst first", new() { Example = "example 7", Order = TrajectoryOrder.Worst }, 0),
        ("of a configuration", new() { Configuration = 5.ToString("x32", CultureInfo.InvariantCulture) }, 0),
        ("failed", new() { Failed = true }, 0),
        ("with a text in an output", new() { Text = "xyx" }, 0)])
    {
        double[] times = [.. Enumerable.Range(0, 9).Select(_ => Time(() => reader.Trajectories(run, filter, offset, 50, default))).Order()];
        Print($"page of 50 of 100,000, {name}: {times[4]:0.0} ms");
    }

    double[] detail = [.. Enumerable.Range(0, 9).Select(i => Time(() => reader.Trajectory(run, i * 10_000, default))).Order()];
    Print($"one trajectory: {detail[4]:0.0} ms");
}

static double Time(Action action)
{
    long start = Stopwatch.GetTimestamp();
    action();
    return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
}

static void Print(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
