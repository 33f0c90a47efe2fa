using System.Collections.Immutable;
using System.Globalization;
using Optimas.Journaling;

namespace Optimas;

/// <summary>An optimization with a journal: everything with an effect is recorded, and taken from the journal where it has it.</summary>
internal sealed class JournaledRun<TIn, TOut, TLabel>
{
    private readonly RunInputs<TIn, TOut, TLabel> _inputs;
    private readonly IRecordableSystem<TIn, TOut> _system;
    private readonly RunRecorder _recorder;

    private JournaledRun(RunInputs<TIn, TOut, TLabel> inputs, IRecordableSystem<TIn, TOut> system, RunRecorder recorder)
    {
        _inputs = inputs;
        _system = system;
        _recorder = recorder;
    }

    /// <summary>Begins the journal's run, or goes on with it.</summary>
    /// <exception cref="ArgumentException">The system is not an annotated type's.</exception>
    public static async Task<JournaledRun<TIn, TOut, TLabel>> BeginAsync(
        RunInputs<TIn, TOut, TLabel> inputs, IRunJournal journal, CancellationToken cancellationToken)
    {
        if (inputs.System is not IRecordableSystem<TIn, TOut> system)
            throw new ArgumentException($"Only systems that AsSystem() made can be recorded; {inputs.System.GetType()} is none. Leave the journal out.");
        var examples = Examples(inputs, system);
        var progress = await journal.BeginAsync(
            new()
            {
                Graph = system.Graph,
                Seed = inputs.Options.Seed,
                Start = RunRecorder.Recorded(inputs.Plan.Start),
                Facts = Facts(inputs, examples),
                Examples = examples,
            },
            cancellationToken).ConfigureAwait(false);
        return new(inputs, system, new(journal, progress));
    }

    /// <summary>What the engine works with.</summary>
    public Search<TIn, TOut, TLabel> Search(IProgress<OptimizationEvent>? progress)
    {
        var options = _inputs.Options;
        var system = new JournaledSystem<TIn, TOut>(_system, _recorder, _inputs.Train.Concat(_inputs.Validation).Select(e => (e.Id, e.Input)));
        return new(
            system,
            new JournaledMetric<TIn, TOut, TLabel>(_inputs.Metric, system, _recorder),
            _inputs.Plan,
            options with
            {
                Proposer = options.Proposer is { } proposer ? new JournaledProposer(proposer, _recorder) : null,
                WeightTrainer = options.WeightTrainer is { } trainer ? new JournaledTrainer<TIn, TOut>(trainer, _recorder) : null,
            },
            new EventRecorder(_recorder, _inputs.Plan.Start, progress),
            _recorder);
    }

    /// <summary>Runs to the end, and records how it ended.</summary>
    public async Task<OptimizationResult<TConfiguration>> EndAsync<TConfiguration>(
        Func<Task<OptimizationResult<TConfiguration>>> optimize, CancellationToken cancellationToken)
        where TConfiguration : SystemConfiguration
    {
        OptimizationResult<TConfiguration> result;
        try
        {
            result = await optimize().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            var end = e is StopException or ComponentException { InnerException: StopException } || cancellationToken.IsCancellationRequested
                ? RunEnd.Stopped
                : RunEnd.Failed;
            await RecordFailureAsync(end, e is OperationCanceledException ? "It was cancelled." : e.Message).ConfigureAwait(false);
            throw;
        }

        var ended = result.Explanation is { } explanation
            ? new RecordedEnd(RunEnd.Stopped, explanation, result.GainStandardError, _recorder.Clock.Elapsed)
            : new RecordedEnd(RunEnd.Finished, result.Reason.ToString(), result.GainStandardError, _recorder.Clock.Elapsed);
        await _recorder.Journal.WriteAsync(ended, cancellationToken).ConfigureAwait(false);
        // The result is not given out before it is kept.
        await _recorder.Journal.FlushAsync(cancellationToken).ConfigureAwait(false);
        return result;
    }

    // What ended the run is reported; that the journal may not be able to keep it as well changes nothing.
    private async Task RecordFailureAsync(RunEnd end, string message)
    {
        try
        {
            await _recorder.Journal.WriteAsync(new RecordedEnd(end, message, null, _recorder.Clock.Elapsed), CancellationToken.None).ConfigureAwait(false);
            await _recorder.Journal.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (StopException)
        {
        }
    }

    private static ImmutableArray<RecordedExample> Examples(RunInputs<TIn, TOut, TLabel> inputs, IRecordableSystem<TIn, TOut> system)
    {
        var deciding = inputs.Plan.Deciding.Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        IEnumerable<RecordedExample> Of(string split, IReadOnlyList<Example<TIn, TLabel>> examples) => examples.Select(e =>
            new RecordedExample(split, e.Id, deciding.Contains(e.Id), system.WriteInput(e.Input), e.Label?.ToString()));
        return [.. Of("train", inputs.Train), .. Of("validation", inputs.Validation)];
    }

    // Everything that a decision of the optimizer depends on, as far as it can be told; parallelism changes none.
    private static ImmutableSortedDictionary<string, string> Facts(
        RunInputs<TIn, TOut, TLabel> inputs, ImmutableArray<RecordedExample> examples)
    {
        var (options, budget) = (inputs.Options, inputs.Options.Budget);
        static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : "none";
        string Data(string split) => DataHash.Of(examples.Where(e => e.Split == split).Select(e => (e.Id, e.Input, e.Label)));

        return new Dictionary<string, string>
        {
            ["system"] = inputs.System.Graph.Name,
            ["signature"] = inputs.System.Graph.SignatureHash,
            ["seed"] = Text(options.Seed),
            ["start configuration"] = ContentHash.Of(inputs.Plan.Start.ToJson()).ToString("x32", CultureInfo.InvariantCulture),
            ["training examples"] = Data("train"),
            ["validation examples"] = Data("validation"),
            ["budget: system runs"] = Text(budget.SystemRuns),
            ["budget: calls"] = Text(budget.Calls),
            ["budget: tokens"] = Text(budget.Tokens),
            ["budget: cost"] = Text(budget.Cost),
            ["budget: duration"] = Text(budget.Duration),
            ["engine"] = Text(options.Engine),
            ["control"] = Text(options.Control),
            ["schedule"] = Text(options.Schedule),
            ["trust region: candidates"] = Text(options.TrustRegion.Candidates),
            ["trust region: radius"] = Text(options.TrustRegion.Radius),
            ["trust region: prompts"] = Text(options.TrustRegion.Prompts),
            ["deciding examples"] = Text(options.DecidingExamples),
            ["stage-one inputs"] = Text(options.StageOneInputs),
            ["batch inputs"] = Text(options.BatchInputs),
            ["failure score"] = Text(options.Evaluation.FailureScore),
            ["largest failure rate"] = Text(options.Evaluation.MaxFailureRate),
            ["metric's range"] = string.Create(CultureInfo.InvariantCulture, $"{inputs.Metric.Minimum} to {inputs.Metric.Maximum}"),
            ["proposer"] = Text(options.Proposer?.GetType().Name),
            ["weight trainer"] = Text(options.WeightTrainer?.GetType().Name),
            ["reward model"] = options.RewardModel?.GetType().Name ?? nameof(HashedRewardModel),
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);
    }
}

/// <summary>What an optimization was called with, and its plan.</summary>
internal sealed record RunInputs<TIn, TOut, TLabel>(
    ICompoundSystem<TIn, TOut> System,
    IMetric<TOut, TLabel> Metric,
    OptimizationOptions Options,
    SearchPlan<TIn, TLabel> Plan,
    IReadOnlyList<Example<TIn, TLabel>> Train,
    IReadOnlyList<Example<TIn, TLabel>> Validation);
