using System.Globalization;
using System.Text.Json;
using Optimas;

namespace Subject;

/// <summary>Optimizations of the pipeline.</summary>
internal static class Runs
{
    /// <summary>With prompts that are proposed, weights that are trained, and components that fail.</summary>
    public static OptimizationOptions Options { get; } = new()
    {
        Seed = 5,
        Budget = new() { SystemRuns = 110 },
        DecidingExamples = 16,
        StageOneInputs = 3,
        Proposer = new Wordsmith(),
        WeightTrainer = new DialTrainer(),
    };

    public static Task<OptimizationResult<Pipeline.Configuration>> OptimizeAsync(
        OptimizationOptions options, Waiting waiting, IProgress<OptimizationEvent>? progress, CancellationToken cancellationToken) =>
        Optimizer.OptimizeAsync<Question, string, int, Pipeline.Configuration>(
            new Pipeline(waiting, new Dial(0)).AsSystem(),
            Examples("train", 40),
            Examples("validation", 40),
            Metric.Create<string, int>(-1, 3, (_, output) => double.Parse(output.Split(' ')[0], CultureInfo.InvariantCulture)),
            options,
            progress,
            cancellationToken);

    public static Example<Question, int>[] Examples(string set, int count) =>
        [.. Enumerable.Range(0, count).Select(i => new Example<Question, int>($"{set} {i}", new((set == "train" ? 0 : 1000) + i), i))];

    /// <summary>A result with every event, without the time it took, as a line.</summary>
    public static string Text(OptimizationResult<Pipeline.Configuration> result) => JsonSerializer.Serialize(new
    {
        configuration = result.Configuration.ToJson(),
        initial = result.Initial,
        final = result.Final,
        error = result.GainStandardError,
        systemRuns = result.Spent.SystemRuns,
        usage = result.Spent.Usage.ToString(),
        events = result.Events.Select(Text),
    });

    private static string Text(OptimizationEvent happened)
    {
        string what = happened switch
        {
            CandidateAccepted e => $"{e.Component} {string.Join(';', e.Changes)} {e.MeanGain:R} {e.Mean:R}",
            CandidateRejected e => $"{e.Component} {string.Join(';', e.Changes)} {e.MeanGain:R} {e.Examples}",
            CandidatesScreened e => $"{e.Component} {string.Join(' ', e.Candidates.Select(c => c.LocalReward.ToString("R", CultureInfo.InvariantCulture)))}",
            PreferencesCollected e => $"{e.Component} {e.Pairs} {e.MeanGap:R}",
            RewardTrained e => $"{e.Component} {e.Pairs} {e.Abstains} {e.HeldOut}",
            WeightsTrained e => $"{e.Component} {e.Before} {e.After} {e.RewardAfter:R} {e.Rollouts} {e.Failures}",
            ProposalFailed e => $"{e.Component} {e.Failure.Message}",
            ComponentPicked e => $"{e.Step} {e.Component}",
            _ => "",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{happened.GetType().Name} {what} [{happened.Spent.SystemRuns:R} {happened.Spent.Usage}]");
    }
}
