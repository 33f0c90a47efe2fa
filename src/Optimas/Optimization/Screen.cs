using System.Collections.Immutable;

namespace Optimas;

/// <summary>
/// Screening: candidates for C_k run C_k alone on cached inputs, and its local reward chooses among them, sampling in proportion to exp(r).
/// </summary>
internal sealed class Screen<TIn, TOut, TLabel>(Search<TIn, TOut, TLabel> search, RewardLearning<TIn, TOut, TLabel> learning)
{
    private const int Examples = 6;

    private OptimizationControl Control => search.Options.Control;

    /// <summary>Whether a component's candidates are screened: something lies behind it, and its local reward has learned enough.</summary>
    public bool Applies(int component) => search.Graph.Descendants(component).Count > 0 && Control switch
    {
        OptimizationControl.NoScreen or OptimizationControl.GateOnly => false,
        OptimizationControl.RandomScores => true,
        _ => learning.Reward(component) is not null,
    };

    public bool CanAfford(int component, IReadOnlyList<SystemConfiguration> candidates) =>
        search.Ledger.CanAfford(candidates.Sum(c => (long)SearchPlan.Bound([component], c)) * Examples);

    /// <summary>The candidates that go on, each with the partial trajectories that it has now.</summary>
    public async Task<IReadOnlyDictionary<SystemConfiguration, ImmutableDictionary<int, Trace<TIn, TOut>>>> RunAsync(
        int component,
        SystemConfiguration[] candidates,
        int count,
        Race<TIn, TOut, TLabel> race,
        SeededRandom random,
        CancellationToken cancellationToken)
    {
        int[] examples = [.. race.Leading(Examples)];
        (int Candidate, int Example)[] work = [.. Enumerable.Range(0, candidates.Length).SelectMany(c => examples.Select(e => (c, e)))];
        var traces = await OrderedParallel.SelectAsync(
            work,
            search.Options.Evaluation.Parallelism,
            (w, _, ct) => search.RunComponentAsync(w.Example, component, candidates[w.Candidate], ct),
            cancellationToken).ConfigureAwait(false);
        var advantages = new double?[work.Length];
        var partial = candidates.Select(_ => ImmutableDictionary.CreateBuilder<int, Trace<TIn, TOut>>()).ToArray();
        for (int i = 0; i < work.Length; i++)
        {
            var (candidate, example) = work[i];
            if (traces[i] is not { } trace)
                continue;
            partial[candidate].Add(example, trace);
            advantages[i] = Control == OptimizationControl.RandomScores
                ? random.NextGaussian()
                : await AdvantageAsync(component, trace, search.Results[example].Trace, cancellationToken).ConfigureAwait(false);
        }

        // A candidate that failed is as bad as the worst of the others, and no better than the incumbent.
        double[] rewards = new double[candidates.Length];
        for (int i = 0; i < work.Length; i++)
        {
            int example = i % examples.Length;
            double worst = Math.Min(0, Enumerable.Range(0, candidates.Length).Min(c => advantages[c * examples.Length + example]) ?? 0);
            rewards[work[i].Candidate] += (advantages[i] ?? worst) / examples.Length;
        }

        int[] kept = Sample(rewards, count, random);
        search.Report(spent => new CandidatesScreened(
            search.Graph.Components[component].Name,
            [.. candidates.Select((c, i) => new ScreenedCandidate([.. search.Configuration.Diff(c)], rewards[i]))],
            [.. kept]) { Spent = spent });
        return kept.ToDictionary(i => candidates[i], i => partial[i].ToImmutable());
    }

    private async ValueTask<double> AdvantageAsync(
        int component, Trace<TIn, TOut> candidate, Trace<TIn, TOut> incumbent, CancellationToken cancellationToken)
    {
        if (incumbent.Slots[component] is null)
            return 0;
        var reward = learning.Reward(component)!;
        double theirs = await reward.ScoreAsync(search.System.Observe(candidate, component), cancellationToken).ConfigureAwait(false);
        double ours = await reward.ScoreAsync(search.System.Observe(incumbent, component), cancellationToken).ConfigureAwait(false);
        return theirs - ours;
    }

    // Without replacement from the distribution proportional to exp(r): the largest of r plus Gumbel noise.
    private static int[] Sample(double[] rewards, int count, SeededRandom random) =>
    [
        .. rewards.Select((r, i) => (Index: i, Key: r - Math.Log(-Math.Log(random.NextDouble() * (1 - 2e-12) + 1e-12))))
            .OrderByDescending(r => r.Key).Take(count).Select(r => r.Index).Order(),
    ];
}
