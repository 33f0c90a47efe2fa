using System.Collections.Immutable;

namespace Optimas.Hosting.Live;

/// <summary>What an optimization's events have told so far. Safe for concurrent use.</summary>
internal sealed class ProgressState : IProgress<OptimizationEvent>
{
    private const int DecisionsKept = 8;

    private readonly Lock _lock = new();
    private ProgressPicture _picture;

    public ProgressState(SystemGraph graph) =>
        _picture = new() { System = graph.Name, Alignment = [.. graph.Components.Select(c => new ComponentAlignment(c.Name, IsTrained: false, null))] };

    /// <summary>The state as it is now.</summary>
    public ProgressPicture Picture
    {
        get
        {
            lock (_lock)
                return _picture;
        }
    }

    public void Report(OptimizationEvent value)
    {
        lock (_lock)
            _picture = After(_picture, value);
    }

    private static ProgressPicture After(ProgressPicture before, OptimizationEvent happened) => happened switch
    {
        OptimizationPlanned e => before with { Doing = $"scoring the start on {e.DecidingExamples} examples" },
        BaselineEvaluated e => before with { Start = e.Mean, Best = e.Mean, BestError = e.StandardError, Doing = "learning what each component is worth" },
        ComponentPicked e => before with { Turn = e.Step, Doing = e.Component },
        RewardTrained e => before with
        {
            Alignment =
            [
                .. before.Alignment.Select(a => a.Component != e.Component ? a : new(a.Component, IsTrained: !e.Abstains, e.HeldOut ?? a.Accuracy)),
            ],
        },
        CandidateAccepted e => Decided(before with { Best = e.Mean, BestError = null }, new(DecisionKind.Accepted, e.MeanGain, Of(e.Changes))),
        CandidateRejected e => Decided(before, new(DecisionKind.Rejected, e.MeanGain, Of(e.Changes))),
        WeightsTrained e => Decided(before, new(DecisionKind.Note, null, $"trained {e.Component}: local reward {Number(e.RewardBefore)} → {Number(e.RewardAfter)}")),
        ProposalFailed e => Decided(before, new(DecisionKind.Note, null, $"no prompts for {e.Component}: {e.Failure.Message}")),
        WeightTrainingFailed e => Decided(before, new(DecisionKind.Note, null, $"no training for {e.Component}: {e.Failure.Message}")),
        OptimizationFinished e => before with { Best = e.Mean, Doing = "finished", IsFinished = true },
        _ => before,
    };

    private static ProgressPicture Decided(ProgressPicture before, Decision decision) =>
        before with { Decisions = [decision, .. before.Decisions.Take(DecisionsKept - 1)] };

    private static string Of(ImmutableArray<ConfigurationChange> changes) =>
        string.Join("; ", changes.Select(c => $"{c.Field} = {ParameterInfo.Show(c.After)}"));

    private static string Number(double value) => FormattableString.Invariant($"{value:0.000}");
}

/// <summary>What is known of an optimization at some moment.</summary>
internal sealed record ProgressPicture
{
    /// <summary>The system's name.</summary>
    public required string System { get; init; }

    /// <summary>How well each component's local reward agrees with the global one, in topological order.</summary>
    public required ImmutableArray<ComponentAlignment> Alignment { get; init; }

    /// <summary>The number of the turn; 0 before the first one.</summary>
    public int Turn { get; init; }

    /// <summary>Whose turn it is, or what else is being done.</summary>
    public string Doing { get; init; } = "planning";

    /// <summary>The start's mean score; null before it was evaluated.</summary>
    public double? Start { get; init; }

    /// <summary>The best mean score.</summary>
    public double? Best { get; init; }

    /// <summary>Its standard error, where it is known.</summary>
    public double? BestError { get; init; }

    /// <summary>The last decisions, the newest first.</summary>
    public ImmutableArray<Decision> Decisions { get; init; } = [];

    /// <summary>Whether it ended.</summary>
    public bool IsFinished { get; init; }
}

/// <summary>How well a component's local reward agrees with the global one.</summary>
/// <param name="Component">The component's name.</param>
/// <param name="IsTrained">Whether there is a reward: false before the first training, and while it abstains.</param>
/// <param name="Accuracy">Its accuracy on held-out pairs; null where none were held out.</param>
internal sealed record ComponentAlignment(string Component, bool IsTrained, RankingAccuracy? Accuracy);

/// <summary>Something decided.</summary>
/// <param name="Kind">What.</param>
/// <param name="Gain">The candidate's mean paired difference; null where there is no candidate.</param>
/// <param name="Text">On what. May hold any text, prompts of a model's making included.</param>
internal sealed record Decision(DecisionKind Kind, double? Gain, string Text);

/// <summary>What was decided.</summary>
internal enum DecisionKind
{
    /// <summary>A candidate became the incumbent.</summary>
    Accepted,

    /// <summary>A candidate stopped.</summary>
    Rejected,

    /// <summary>Something else.</summary>
    Note,
}
