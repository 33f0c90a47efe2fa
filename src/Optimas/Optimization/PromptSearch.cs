using System.Collections.Immutable;

namespace Optimas;

/// <summary>Has prompts proposed, and remembers how those that were tried did.</summary>
internal sealed class PromptSearch<TIn, TOut, TLabel>(Search<TIn, TOut, TLabel> search)
{
    // A proposer that brings nothing new this often in a row has nothing more to say about the prompts in force.
    private const int Patience = 2;
    private const int MostContrasts = 8;

    private readonly Dictionary<(int Component, int Position), Dictionary<string, double>> _scores = [];
    private readonly Dictionary<(int Component, SystemConfiguration Configuration), int> _barren = [];

    /// <summary>Whether the component has a prompt, and the proposer may have something new for it.</summary>
    public bool CanPropose(int component) =>
        search.Options.Proposer is not null
        && search.Graph.Components[component].Parameters.Any(p => p is PromptParameter)
        && _barren.GetValueOrDefault((component, search.Configuration)) < Patience;

    /// <summary>The component's configuration with each proposed prompt in turn. The proposer's calls are charged to the budget.</summary>
    /// <param name="component">k.</param>
    /// <param name="evidence">Preference pairs of the component.</param>
    /// <param name="step">The turn.</param>
    /// <param name="cancellationToken">Ends the proposing.</param>
    public async Task<IReadOnlyList<ComponentConfiguration>> ProposeAsync(
        int component, IReadOnlyList<PreferencePair> evidence, int step, CancellationToken cancellationToken)
    {
        if (!CanPropose(component))
            return [];
        var info = search.Graph.Components[component];
        var current = search.Configuration.GetComponent(component)!;
        var proposed = new List<ComponentConfiguration>();
        for (int position = 0; position < info.Parameters.Length; position++)
        {
            if (info.Parameters[position] is not PromptParameter parameter)
                continue;
            string inForce = (string)current.GetValue(position)!;
            var scores = Scores(component, position);
            scores[inForce] = search.Mean;
            var request = new PromptProposalRequest(
                info,
                parameter,
                inForce,
                [.. scores.OrderBy(s => s.Value).ThenBy(s => s.Key, StringComparer.Ordinal).Select(s => new ScoredPrompt(s.Key, s.Value))],
                Samples(component),
                Contrasts(component, evidence),
                search.Options.TrustRegion.Prompts,
                SeededRandom.Derive(search.Options.Seed, $"prompts for {info.Name}.{parameter.Name}", step));
            if (await AskAsync(request, cancellationToken).ConfigureAwait(false) is not { } proposals)
                continue;
            int at = position;
            var fresh = proposals.Prompts.Distinct(StringComparer.Ordinal).Where(p => !scores.ContainsKey(p));
            proposed.AddRange(fresh.Select(p => current.WithValue(at, p)));
        }

        var key = (component, search.Configuration);
        _barren[key] = proposed.Count > 0 ? 0 : _barren.GetValueOrDefault(key) + 1;
        return proposed;
    }

    /// <summary>
    /// Remembers a tried configuration's prompts with their score: the incumbent's mean plus the paired difference. A score that other changes
    /// had a part in never replaces one that a prompt earned alone.
    /// </summary>
    public void Record(int component, SystemConfiguration configuration, double difference)
    {
        var info = search.Graph.Components[component];
        var before = search.Configuration.GetComponent(component)!;
        var after = configuration.GetComponent(component)!;
        int[] changed = [.. Enumerable.Range(0, info.Parameters.Length).Where(i => !Equals(before.GetValue(i), after.GetValue(i)))];
        foreach (int position in changed.Where(i => info.Parameters[i] is PromptParameter))
        {
            var scores = Scores(component, position);
            string prompt = (string)after.GetValue(position)!;
            if (changed.Length == 1 || !scores.ContainsKey(prompt))
                scores[prompt] = search.Mean + difference;
        }
    }

    // A proposer that fails, as one whose provider is down, must not cost the optimization what it has found.
    private async Task<PromptProposals?> AskAsync(PromptProposalRequest request, CancellationToken cancellationToken)
    {
        using var span = OptimizationSpans.Proposing(request.Component.Name);
        try
        {
            var proposals = await search.Options.Proposer!.ProposeAsync(request, cancellationToken).ConfigureAwait(false);
            search.Ledger.Charge(executions: 0, proposals.Usage);
            return proposals;
        }
#pragma warning disable CA1031 // Whatever it throws is reported, and what can be optimized without it goes on.
        catch (Exception e) when (e is not StopException && !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            search.Report(spent => new ProposalFailed(request.Component.Name, e) { Spent = spent });
            return null;
        }
    }

    private ImmutableArray<Observation> Samples(int component) =>
    [
        .. search.Results.Where(r => r.Trace.Slots[component] is { Origin: not SlotOrigin.Skipped })
            .OrderBy(r => r.Score).Take(3).Select(r => search.System.Observe(r.Trace, component)),
    ];

    // A pair an example, that of the widest gap. What the prompt in force writes comes first among what lost: that is what a new one should mend.
    private ImmutableArray<PreferencePair> Contrasts(int component, IReadOnlyList<PreferencePair> evidence)
    {
        var written = search.Results.Where(r => r.Trace.Slots[component] is { Origin: not SlotOrigin.Skipped })
            .Select(r => search.System.Observe(r.Trace, component)).ToHashSet();
        return
        [
            .. evidence.GroupBy(p => p.Group, StringComparer.Ordinal)
                .Select(g => g.OrderByDescending(p => written.Contains(p.Rejected)).ThenByDescending(p => p.Gap).First())
                .OrderByDescending(p => written.Contains(p.Rejected)).ThenByDescending(p => p.Gap).ThenBy(p => p.Group, StringComparer.Ordinal)
                .Take(MostContrasts),
        ];
    }

    private Dictionary<string, double> Scores(int component, int position)
    {
        if (!_scores.TryGetValue((component, position), out var scores))
            _scores[(component, position)] = scores = new(StringComparer.Ordinal);
        return scores;
    }
}
