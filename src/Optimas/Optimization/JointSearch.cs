using System.Collections.Immutable;

namespace Optimas;

/// <summary>The control that knows nothing of components: configurations drawn at random as a whole, raced against the incumbent.</summary>
internal sealed class JointSearch<TIn, TOut, TLabel>(Search<TIn, TOut, TLabel> search)
{
    public async Task<StopReason> RunAsync(CancellationToken cancellationToken)
    {
        var graph = search.Graph;
        int bound = SearchPlan.Bound(ComponentSet.All(graph.Components.Length), search.Configuration);
        var model = new GainModel(graph, search.ScoreRange);
        for (int step = 1; search.Ledger.CanAfford((long)bound * search.Results.Length); step++)
        {
            if (search.IsStalled())
                return StopReason.Exhausted;
            using var span = OptimizationSpans.Turn(step, graph.Name);
            var random = search.Random("joint", step);
            var race = new Race<TIn, TOut, TLabel>(search, step);
            List<RaceCandidate<TIn, TOut, TLabel>> running =
            [
                .. Enumerable.Range(0, search.Options.TrustRegion.Candidates).Select(_ => Draw(random)).Distinct().Where(c => !c.Equals(search.Configuration))
                    .Select(c => new RaceCandidate<TIn, TOut, TLabel>(c, bound, new(model.DifferenceVariance))),
            ];
            foreach (var candidate in running)
                model.Observe(search.Configuration, candidate.Configuration, candidate.Differences);
            foreach (int examples in Race<TIn, TOut, TLabel>.Stages(search.Results.Length))
            {
                await race.AdvanceAsync(running, examples, cancellationToken).ConfigureAwait(false);
                if (examples < search.Results.Length)
                    running = [.. running.OrderByDescending(c => c.Differences.Mean).Take((running.Count + 1) / 2)];
            }

            if (running.Where(c => c.Wins(search.Results.Length)).MaxBy(c => c.Differences.Mean) is not { } winner)
                continue;
            ImmutableArray<ConfigurationChange> changes = [.. search.Configuration.Diff(winner.Configuration)];
            search.Accept(winner.Configuration, winner.Results.Values);
            search.Report(spent => new CandidateAccepted(graph.Name, changes, winner.Differences.Mean, search.Mean) { Spent = spent });
        }

        return StopReason.Budget;
    }

    private SystemConfiguration Draw(SeededRandom random) => search.Plan.Searched.Aggregate(
        search.Start,
        (configuration, k) => configuration.WithComponent(
            k, LocalCandidates.Random(search.Graph.Components[k], configuration.GetComponent(k)!, radius: 1, random)));
}
