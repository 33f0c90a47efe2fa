using System.Collections.Immutable;

namespace Optimas;

/// <summary>
/// Candidates run against the incumbent on the deciding examples, in stages. After each stage the clearly worse stop, and so does the
/// weaker half; what reaches the last example has been compared on all of them.
/// </summary>
internal sealed class Race<TIn, TOut, TLabel>
{
    private const int FirstStage = 8;

    // Thresholds on the probability that a candidate is better: measured in docs/racing.md.
    private const double RejectBelow = 0.15;
    private const double AcceptFrom = 0.6;

    private readonly Search<TIn, TOut, TLabel> _search;
    private readonly int[] _order;
    private readonly double _priorVariance;

    /// <param name="search">What the race works with.</param>
    /// <param name="priorVariance">The mean square of paired differences so far.</param>
    /// <param name="index">Which race it is; each has an order of examples of its own.</param>
    public Race(Search<TIn, TOut, TLabel> search, double priorVariance, int index)
    {
        _search = search;
        _priorVariance = priorVariance;
        _order = search.Random("race", index).Shuffle(Enumerable.Range(0, search.Results.Length));
    }

    /// <summary>The first examples of the race, on which candidates may be screened: what they do there is not run again.</summary>
    public IEnumerable<int> Leading(int count) => _order.Take(count);

    /// <summary>Runs the race.</summary>
    /// <param name="candidates">Who runs, each with the partial trajectories it already has.</param>
    /// <param name="cancellationToken">Ends the race.</param>
    /// <returns>The candidate that should become the incumbent; null if none should. Every candidate holds its results.</returns>
    public async Task<RaceCandidate<TIn, TOut, TLabel>?> RunAsync(
        IReadOnlyList<RaceCandidate<TIn, TOut, TLabel>> candidates, CancellationToken cancellationToken)
    {
        var running = candidates.ToList();
        foreach (var candidate in running)
            candidate.Differences = new(_priorVariance);
        int done = 0;
        while (running.Count > 0 && done < _order.Length)
        {
            int next = Math.Min(_order.Length, done == 0 ? FirstStage : done * 2);
            // A stage that would leave a short rest takes it along.
            if (_order.Length - next < next / 4)
                next = _order.Length;
            while (running.Count > 0 && !_search.Ledger.CanAfford((long)running.Sum(c => c.SuffixBound) * (next - done)))
                running.RemoveAt(running.Count - 1);
            await RunStageAsync(running, _order[done..next], cancellationToken).ConfigureAwait(false);
            done = next;
            running = done == _order.Length ? running : Survivors(running);
        }

        return running
            .Where(c => c.Differences.Mean > 0 && c.Differences.ProbabilityOfGain >= AcceptFrom)
            .MaxBy(c => c.Differences.Mean);
    }

    // In order of merit, so that a budget that can't pay for all of them drops the last.
    private static List<RaceCandidate<TIn, TOut, TLabel>> Survivors(List<RaceCandidate<TIn, TOut, TLabel>> running) =>
    [
        .. running
            .Where(c => c.Differences.MeanSquare > 0 && c.Differences.ProbabilityOfGain >= RejectBelow)
            .OrderByDescending(c => c.Differences.Mean)
            .Take((running.Count + 1) / 2),
    ];

    private async Task RunStageAsync(
        List<RaceCandidate<TIn, TOut, TLabel>> running, int[] examples, CancellationToken cancellationToken)
    {
        (RaceCandidate<TIn, TOut, TLabel> Candidate, int Example)[] work = [.. running.SelectMany(c => examples.Select(e => (c, e)))];
        var results = await OrderedParallel.SelectAsync(
            work,
            _search.Options.Evaluation.Parallelism,
            (w, _, ct) => _search.RunAsync(
                _search.Plan.Deciding[w.Example],
                w.Candidate.Configuration,
                w.Candidate.Screened.GetValueOrDefault(w.Example),
                _search.Results[w.Example].Trace,
                ct),
            cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < work.Length; i++)
        {
            var (candidate, example) = work[i];
            candidate.Results[example] = results[i];
            candidate.Differences.Add(results[i].Score - _search.Results[example].Score);
        }
    }
}

/// <summary>A candidate in a race.</summary>
/// <param name="Configuration">The configuration.</param>
/// <param name="SuffixBound">The most executions that one example can cost.</param>
internal sealed record RaceCandidate<TIn, TOut, TLabel>(SystemConfiguration Configuration, int SuffixBound)
{
    /// <summary>Its partial trajectories from the screening, by example.</summary>
    public ImmutableDictionary<int, Trace<TIn, TOut>> Screened { get; init; } = ImmutableDictionary<int, Trace<TIn, TOut>>.Empty;

    /// <summary>Its results so far, by example.</summary>
    public SortedDictionary<int, ExampleResult<TIn, TOut, TLabel>> Results { get; } = [];

    /// <summary>Its scores less the incumbent's.</summary>
    public PairedDifferences Differences { get; set; } = new(priorVariance: 0);
}
