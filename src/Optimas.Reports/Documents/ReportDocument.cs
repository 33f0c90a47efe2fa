using System.Collections.Immutable;
using Optimas.Storage;

namespace Optimas.Reports;

/// <summary>What a page shows that is made once: a run with a few of its trajectories and pairs.</summary>
/// <param name="Document">The run.</param>
/// <param name="Best">Examples with the highest scores under the best configuration.</param>
/// <param name="Worst">Examples that failed under it, or have the lowest scores.</param>
/// <param name="Trajectories">How many trajectories the run has.</param>
/// <param name="Pairs">Of each component, the pairs with the largest gaps.</param>
public sealed record ReportDocument(
    RunDocument Document, ImmutableArray<ExampleOutcome> Best, ImmutableArray<ExampleOutcome> Worst, long Trajectories,
    ImmutableArray<ComponentPairs> Pairs)
{
    private const int Shown = 5;
    private const int PairsShown = 3;

    // An example may have been run more than once under one configuration.
    private const int Looked = 4 * Shown;

    /// <summary>Reads a run with a few of its trajectories and pairs, whatever number it has of them.</summary>
    /// <param name="reader">The store.</param>
    /// <param name="run">The run's id, or a part of it as <see cref="RunReader.Run(string, CancellationToken)"/> takes it.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="RunStoreException">There is no such run, or the store is damaged.</exception>
    public static ReportDocument Read(RunReader reader, string run, CancellationToken cancellationToken)
    {
        var document = RunDocument.Read(reader, run, cancellationToken);
        string id = document.Run.Id;
        var rewards = reader.OutputRewards(id, cancellationToken).ToLookup(r => r.Example, StringComparer.Ordinal);
        return new(
            document,
            Outcomes(reader, document.Run, rewards, TrajectoryOrder.Best, cancellationToken),
            Outcomes(reader, document.Run, rewards, TrajectoryOrder.Worst, cancellationToken),
            reader.Trajectories(id, TrajectoryFilter.All, 0, 1, cancellationToken).Total,
            [
                .. document.Run.Components.Select(c => new ComponentPairs(
                    c,
                    reader.Pairs(id, c, 0, 1, cancellationToken).Total,
                    [.. reader.WidestPairs(id, c, PairsShown, cancellationToken).Select(PairItem.Of)])).Where(p => p.Total > 0),
            ]);
    }

    private static ImmutableArray<ExampleOutcome> Outcomes(
        RunReader reader, RunDetail run, ILookup<string, StoredOutputReward> rewards, TrajectoryOrder order, CancellationToken cancellationToken)
    {
        var scored = Scored(reader, run.Id, new() { Configuration = run.Best, Order = order }, Looked, cancellationToken);
        // A failed run has no score, and there is nothing worse.
        var failed = order == TrajectoryOrder.Worst ? Failed(reader, run.Id, new() { Configuration = run.Best }, Looked, cancellationToken) : [];
        return
        [
            .. failed.Concat(scored).Where(t => t.Example is not null).DistinctBy(t => t.Example).Take(Shown).Select(t => new ExampleOutcome(
                TrajectoryDetail.Read(reader, run.Id, t.Sequence, cancellationToken),
                Before(reader, run, t, cancellationToken),
                [.. rewards[t.Example!]])),
        ];
    }

    private static TrajectoryDetail? Before(RunReader reader, RunDetail run, StoredTrajectory trajectory, CancellationToken cancellationToken)
    {
        if (run.Start == run.Best)
            return null;
        var filter = new TrajectoryFilter { Configuration = run.Start, Example = trajectory.Example, Order = TrajectoryOrder.Best };
        var found = Scored(reader, run.Id, filter, 1, cancellationToken).Concat(Failed(reader, run.Id, filter, 1, cancellationToken)).FirstOrDefault();
        return found is null ? null : TrajectoryDetail.Read(reader, run.Id, found.Sequence, cancellationToken);
    }

    private static ImmutableArray<StoredTrajectory> Scored(
        RunReader reader, string run, TrajectoryFilter filter, int count, CancellationToken cancellationToken) =>
        reader.Trajectories(run, filter, 0, count, cancellationToken).Items;

    // Those whose example never came to a score under the configuration: where it did, what failed was another attempt.
    private static IEnumerable<StoredTrajectory> Failed(
        RunReader reader, string run, TrajectoryFilter filter, int count, CancellationToken cancellationToken) =>
        reader.Trajectories(run, filter with { Failed = true, Order = TrajectoryOrder.Newest }, 0, count, cancellationToken).Items.Where(t =>
            Scored(reader, run, filter with { Example = t.Example, Order = TrajectoryOrder.Best }, 1, cancellationToken).IsEmpty);
}

/// <summary>What came of an example.</summary>
/// <param name="Trajectory">Under the best configuration.</param>
/// <param name="Before">Under the start; null where it did not run, or nothing has changed.</param>
/// <param name="Rewards">
/// Under both, the local rewards of what decided on this example, of each component whose local reward does not abstain; none before the run has
/// finished, or where the example did not decide. Where a component samples, the trajectories shown may be other samples.
/// </param>
public sealed record ExampleOutcome(TrajectoryDetail Trajectory, TrajectoryDetail? Before, ImmutableArray<StoredOutputReward> Rewards);

/// <summary>A few preference pairs of a component.</summary>
/// <param name="Component">The component.</param>
/// <param name="Total">How many it has.</param>
/// <param name="Widest">Those with the largest gaps.</param>
public sealed record ComponentPairs(string Component, long Total, ImmutableArray<PairItem> Widest);
