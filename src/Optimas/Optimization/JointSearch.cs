using System.Collections.Immutable;

namespace Optimas;

/// <summary>The control that knows nothing of components: configurations drawn at random as a whole, raced against the incumbent.</summary>
internal sealed class JointSearch<TIn, TOut, TLabel>(Search<TIn, TOut, TLabel> search)
{
    public async Task<StopReason> RunAsync(CancellationToken cancellationToken)
    {
        var graph = search.Graph;
        var memory = new CandidateMemory(search.ScoreRange);
        int bound = SearchPlan.Bound(ComponentSet.All(graph.Components.Length), search.Configuration);
        for (int step = 1; search.Ledger.CanAfford((long)bound * search.Results.Length); step++)
        {
            var random = search.Random("joint", step);
            var candidates = Enumerable.Range(0, search.Options.TrustRegion.Candidates)
                .Select(_ => new RaceCandidate<TIn, TOut, TLabel>(Draw(random), bound)).ToList();
            var winner = await new Race<TIn, TOut, TLabel>(search, memory.DifferenceVariance, step)
                .RunAsync(candidates, cancellationToken).ConfigureAwait(false);
            foreach (var candidate in candidates)
                memory.Record([], candidate.Differences);
            if (winner is null)
                continue;
            ImmutableArray<ConfigurationChange> changes = [.. search.Configuration.Diff(winner.Configuration)];
            search.Accept(winner.Configuration, winner.Results.Values);
            string first = graph.Components[graph.Fields.First(f => f.Name == changes[0].Field).Component].Name;
            search.Report(spent => new CandidateAccepted(first, changes, winner.Differences.Mean, search.Mean) { Spent = spent });
        }

        return StopReason.Budget;
    }

    private SystemConfiguration Draw(SeededRandom random) => search.Plan.Searched.Aggregate(
        search.Start,
        (configuration, k) => configuration.WithComponent(
            k, LocalCandidates.Random(search.Graph.Components[k], configuration.GetComponent(k)!, random)));
}
