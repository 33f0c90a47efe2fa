using System.Collections.Immutable;
using System.Globalization;
using Optimas.Storage;

namespace Optimas.Reports;

/// <summary>Everything that a page needs to know of a run, but for its trajectories and pairs, of which there may be very many.</summary>
public sealed record RunDocument
{
    // Beyond it a document would weigh megabytes; what became the incumbent is always there.
    private const int MostDecisions = 1_000;

    /// <summary>The run.</summary>
    public required RunDetail Run { get; init; }

    /// <summary>How many examples each set has.</summary>
    public required ImmutableArray<ExampleSet> Examples { get; init; }

    /// <summary>The reward over what was spent.</summary>
    public required ImmutableArray<RewardStep> Rewards { get; init; }

    /// <summary>The candidates that ran against the incumbent, in the order of decision.</summary>
    public required ImmutableArray<StoredCandidate> Candidates { get; init; }

    /// <summary>Each training of a local reward with its alignment.</summary>
    public required ImmutableArray<StoredReward> Alignment { get; init; }

    /// <summary>What the calls to language models came to.</summary>
    public required ImmutableArray<ModelCalls> Usage { get; init; }

    /// <summary>What happened, in order, with what each decision rested on.</summary>
    public required ImmutableArray<RunEvent> Events { get; init; }

    /// <summary>The number of the last event that was stored; -1 before the first one.</summary>
    public required long LastEvent { get; init; }

    /// <summary>The configurations that the run started from and came to.</summary>
    public required StartAndBest Configurations { get; init; }

    /// <summary>The fields in which the two differ.</summary>
    public required ImmutableArray<FieldChange> Changes { get; init; }

    /// <summary>What each component's turns came to; the system's name stands for turns of all of them.</summary>
    public required ImmutableArray<ComponentGain> Gains { get; init; }

    /// <summary>What was tried of each field that is not a prompt.</summary>
    public required ImmutableArray<FieldValues> Values { get; init; }

    /// <summary>What was left out to keep the document small, a sentence each.</summary>
    public required ImmutableArray<string> LeftOut { get; init; }

    /// <summary>Reads a run as far as it was written.</summary>
    /// <param name="reader">The store.</param>
    /// <param name="run">The run's id, or a part of it as <see cref="RunReader.Run(string, CancellationToken)"/> takes it.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="RunStoreException">There is no such run, or the store is damaged.</exception>
    public static RunDocument Read(RunReader reader, string run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var stored = reader.Run(run, cancellationToken);
        string id = stored.Id;
        var events = reader.Events(id, -1, cancellationToken);
        var candidates = reader.Candidates(id, cancellationToken);
        var start = ConfigurationDocument.Parse(reader.Configuration(id, stored.Start, cancellationToken));
        var best = ConfigurationDocument.Parse(reader.Configuration(id, stored.Best, cancellationToken));
        var leftOut = ImmutableArray.CreateBuilder<string>();
        return new()
        {
            Run = RunDetail.Of(stored),
            Examples = [.. reader.Splits(id, cancellationToken).Select(s => new ExampleSet(s.Split, s.Examples, s.Deciding))],
            // A point is small: every step of even a long run is drawn.
            Rewards = [.. reader.Rewards(id, cancellationToken).Where(r => double.IsFinite(r.Score) && double.IsFinite(r.Best)).Select(Step)],
            Candidates = [.. Newest(candidates, c => c.Accepted, "candidates", leftOut).Select(Shorten)],
            Alignment = reader.Alignment(id, cancellationToken),
            Usage =
            [
                .. reader.Usage(id, cancellationToken).Select(u => new ModelCalls(
                    u.Purpose, u.Component, u.Model, u.Calls, u.InputTokens, u.OutputTokens, u.Cost, u.MeanLatency.TotalSeconds)),
            ],
            Events = [.. Newest(events, IsRare, "events", leftOut).Select(RunEvent.Of)],
            LastEvent = events.IsEmpty ? -1 : events[^1].Sequence,
            Configurations = new(start.Json, best.Json),
            Changes = ConfigurationDocument.Changes(start, best),
            Gains = GainsOf(stored, candidates),
            Values = ValueTally.Of(start, best, events, candidates),
            LeftOut = leftOut.ToImmutable(),
        };
    }

    private static RewardStep Step(RewardPoint point) =>
        new(point.Event, point.Kind, point.Step, point.Component, point.Score, point.Best, Spent.Of(point.Spent));

    private static bool IsRare(StoredEvent happened) => happened.Kind is not (nameof(CandidateRejected) or nameof(CandidatesScreened)
        or nameof(ComponentPicked) or nameof(PreferencesCollected) or nameof(WeightsTrained) or nameof(ProposalFailed) or nameof(WeightTrainingFailed));

    private static IEnumerable<T> Newest<T>(ImmutableArray<T> all, Func<T, bool> isKept, string what, ImmutableArray<string>.Builder leftOut)
    {
        int first = Math.Max(0, all.Length - MostDecisions);
        int gone = all.AsSpan(0, first).ToArray().Count(item => !isKept(item));
        if (gone > 0)
        {
            leftOut.Add(string.Create(
                CultureInfo.InvariantCulture, $"Of {all.Length:N0} {what} the {gone:N0} oldest that changed nothing are left out; the run store has them."));
        }

        return all.Where((item, i) => i >= first || isKept(item));
    }

    private static StoredCandidate Shorten(StoredCandidate candidate)
    {
        var text = Shortening.OfEvents;
        return candidate with { Changes = [.. candidate.Changes.Select(c => new StoredChange(c.Field, text.Of(c.Before), text.Of(c.After)))] };
    }

    private static ImmutableArray<ComponentGain> GainsOf(StoredRun run, ImmutableArray<StoredCandidate> candidates)
    {
        var turns = candidates.ToLookup(c => c.Component, StringComparer.Ordinal);
        return
        [
            .. run.Components.Concat(turns.Select(t => t.Key)).Distinct(StringComparer.Ordinal).Select(component => new ComponentGain(
                component,
                turns[component].Where(c => c.Accepted).Sum(c => c.Gain),
                turns[component].Count(c => c.Accepted),
                turns[component].Count(c => !c.Accepted))),
        ];
    }
}
