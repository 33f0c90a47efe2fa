using System.Globalization;
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
    var options = Runs.Options with
    {
        Engine = engine,
        Budget = new() { SystemRuns = runs },
        Journal = store,
        Evaluation = new() { Parallelism = parallelism },
    };
    Console.WriteLine(Runs.Text(await Runs.OptimizeAsync(options, waiting, new Begun(), cancelling.Token)));
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
