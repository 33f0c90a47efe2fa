using System.Collections.Immutable;

namespace Optimas;

/// <summary>
/// Candidates run against the incumbent on the deciding examples, all in the same order, as far as the engine wants to look. What a
/// candidate has run once is never run again.
/// </summary>
internal sealed class Race<TIn, TOut, TLabel>
{
    private const int FirstStage = 8;

    private readonly Search<TIn, TOut, TLabel> _search;
    private readonly int[] _order;

    /// <param name="search">What the race works with.</param>
    /// <param name="index">Which race it is; each has an order of examples of its own.</param>
    public Race(Search<TIn, TOut, TLabel> search, int index)
    {
        _search = search;
        _order = search.Random("race", index).Shuffle(Enumerable.Range(0, search.Results.Length));
    }

    /// <summary>How many examples each stage looks at: 8, doubling, then all; a last stage that would add little joins the one before.</summary>
    public static ImmutableArray<int> Stages(int examples)
    {
        var stages = ImmutableArray.CreateBuilder<int>();
        for (int n = FirstStage; n + n / 4 < examples; n *= 2)
            stages.Add(n);
        stages.Add(examples);
        return stages.ToImmutable();
    }

    /// <summary>The first examples of the race, on which candidates may be screened: what they do there is not run again.</summary>
    public IEnumerable<int> Leading(int count) => _order.Take(count);

    /// <summary>
    /// Runs candidates up to the race's first examples. Those that the budget can't pay for, from the last, stay where they are; it always
    /// keeps what one of them would need to go all the way.
    /// </summary>
    public async Task AdvanceAsync(
        IReadOnlyList<RaceCandidate<TIn, TOut, TLabel>> candidates, int examples, CancellationToken cancellationToken)
    {
        var work = new List<(RaceCandidate<TIn, TOut, TLabel> Candidate, int Example)>();
        long cost = 0;
        foreach (var candidate in candidates)
        {
            int[] missing = [.. _order.Take(examples).Where(e => !candidate.Results.ContainsKey(e))];
            cost += _search.RaceBound(candidate.Configuration, candidate.SuffixBound, missing);
            long reserve = _search.RaceBound(candidate.Configuration, candidate.SuffixBound, _order.Skip(examples));
            if (!_search.Ledger.CanAfford(cost + reserve))
                break;
            work.AddRange(missing.Select(e => (candidate, e)));
        }

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
        for (int i = 0; i < work.Count; i++)
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
/// <param name="Differences">Its scores less the incumbent's.</param>
internal sealed record RaceCandidate<TIn, TOut, TLabel>(SystemConfiguration Configuration, int SuffixBound, PairedDifferences Differences)
{
    // Below this a gain on all deciding examples is as likely to be noise.
    private const double AcceptFrom = 0.6;

    /// <summary>Its partial trajectories from the screening, by example.</summary>
    public ImmutableDictionary<int, Trace<TIn, TOut>> Screened { get; init; } = ImmutableDictionary<int, Trace<TIn, TOut>>.Empty;

    /// <summary>Its results so far, by example.</summary>
    public SortedDictionary<int, ExampleResult<TIn, TOut, TLabel>> Results { get; } = [];

    /// <summary>Whether it may become the incumbent: better on all of the deciding examples, and not by a hair.</summary>
    public bool Wins(int examples) =>
        Results.Count == examples && Differences.Mean > 0 && Differences.ProbabilityOfGain >= AcceptFrom;
}
