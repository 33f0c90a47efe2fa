using System.Globalization;
using System.Text.Json;
using Optimas;
using Optimas.Storage;
using Subject;

// Subject STORE|none start|resume ENGINE RUNS PARALLELISM MILLISECONDS: optimizes, prints "begun" once it has begun, and the result as JSON.
string file = args[0];
bool resumes = args[1] == "resume";
var engine = Enum.Parse<OptimizationEngine>(args[2]);
double runs = double.Parse(args[3], CultureInfo.InvariantCulture);
int parallelism = int.Parse(args[4], CultureInfo.InvariantCulture);
var waiting = new Waiting(TimeSpan.FromMilliseconds(double.Parse(args[5], CultureInfo.InvariantCulture)));

using var cancelling = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    cancelling.Cancel();
};

try
{
    await using var store = file == "none" ? null
        : resumes ? await RunStore.ResumeAsync(file, null, cancelling.Token)
        : await RunStore.StartAsync(file, cancelling.Token);
    var started = System.Diagnostics.Stopwatch.StartNew();
    var result = await Optimizer.OptimizeAsync<Question, string, int, Pipeline.Configuration>(
        new Pipeline(waiting, new Dial(0)).AsSystem(),
        Runs.Examples("train", 40),
        Runs.Examples("validation", 40),
        Metric.Create<string, int>(-1, 3, (_, output) => double.Parse(output.Split(' ')[0], CultureInfo.InvariantCulture)),
        new()
        {
            Engine = engine,
            Seed = 5,
            Budget = new() { SystemRuns = runs },
            DecidingExamples = 24,
            StageOneInputs = 3,
            Proposer = new Wordsmith(),
            WeightTrainer = new DialTrainer(),
            Journal = store,
            Evaluation = new() { Parallelism = parallelism },
        },
        new Begun(),
        cancelling.Token);
    Console.WriteLine(JsonSerializer.Serialize(new
    {
        configuration = result.Configuration.ToJson(),
        initial = result.Initial,
        final = result.Final,
        error = result.GainStandardError,
        systemRuns = result.Spent.SystemRuns,
        usage = result.Spent.Usage.ToString(),
        events = result.Events.Select(Runs.Text),
    }));
    Console.Error.WriteLine(started.Elapsed.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
    return 0;
}
catch (OperationCanceledException) when (cancelling.IsCancellationRequested)
{
    return 130;
}
catch (RunStoreException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

internal sealed class Begun : IProgress<OptimizationEvent>
{
    public void Report(OptimizationEvent value)
    {
        if (value is OptimizationPlanned)
            Console.WriteLine("begun");
    }
}

internal static class Runs
{
    public static Example<Question, int>[] Examples(string set, int count) =>
        [.. Enumerable.Range(0, count).Select(i => new Example<Question, int>($"{set} {i}", new((set == "train" ? 0 : 1000) + i), i))];

    /// <summary>An event without the time it took.</summary>
    public static string Text(OptimizationEvent happened)
    {
        string what = happened switch
        {
            CandidateAccepted e => $"{e.Component} {string.Join(';', e.Changes)} {e.MeanGain:R} {e.Mean:R}",
            CandidateRejected e => $"{e.Component} {string.Join(';', e.Changes)} {e.MeanGain:R} {e.Examples}",
            CandidatesScreened e => $"{e.Component} {string.Join(' ', e.Candidates.Select(c => c.LocalReward.ToString("R", CultureInfo.InvariantCulture)))}",
            PreferencesCollected e => $"{e.Component} {e.Pairs} {e.MeanGap:R}",
            WeightsTrained e => $"{e.Component} {e.Before} {e.After} {e.RewardAfter:R} {e.Rollouts} {e.Failures}",
            ProposalFailed e => $"{e.Component} {e.Failure.Message}",
            ComponentPicked e => $"{e.Step} {e.Component}",
            _ => "",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{happened.GetType().Name} {what} [{happened.Spent.SystemRuns:R} {happened.Spent.Usage}]");
    }
}
