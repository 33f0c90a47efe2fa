using System.Collections.Immutable;

namespace Optimas;

/// <summary>What was collected for one component.</summary>
/// <typeparam name="TIn">The system's input.</typeparam>
/// <typeparam name="TOut">The system's output.</typeparam>
/// <param name="Component">k.</param>
/// <param name="Pairs">D_k: every ordered pair of distinct outputs with a real gap, example by example.</param>
/// <param name="Trajectories">Every rollout: <see cref="TrajectoryEvidence.Targets"/> makes them evidence on other components.</param>
/// <param name="Executions">The component executions that it took, failed ones included.</param>
/// <param name="SystemRuns">The same in runs of the whole system.</param>
/// <param name="Failures">The executions of prefixes, candidates and suffixes that failed.</param>
/// <param name="Usage">What calls to language models used.</param>
public sealed record PreferenceBatch<TIn, TOut>(
    int Component,
    ImmutableArray<PreferencePair> Pairs,
    ImmutableArray<ScoredTrajectory<TIn, TOut>> Trajectories,
    long Executions,
    double SystemRuns,
    int Failures,
    ModelUsage Usage);
