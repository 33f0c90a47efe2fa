using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Optimas.Reports;
using Optimas.Storage;

namespace Optimas.Cli.Runs;

/// <summary>One run as <c>optimas runs show</c> tells it.</summary>
internal sealed class RunStory(RunReader reader, StoredRun run, CancellationToken cancellationToken)
{
    private readonly ImmutableArray<StoredCandidate> _candidates = reader.Candidates(run.Id, cancellationToken);
    private readonly ImmutableArray<StoredReward> _alignment = reader.Alignment(run.Id, cancellationToken);
    private readonly ImmutableArray<StoredUsage> _usage = reader.Usage(run.Id, cancellationToken);
    private readonly ImmutableArray<FieldChange> _changes = FieldChanges.Between(reader, (run.Id, run.Start), (run.Id, run.Best), cancellationToken);

    public string Text()
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(FormattableString.Invariant(line)).Append('\n');
        Line($"run {run.Id} of {run.System}, signature {run.Signature}");
        Line($"{run.Status.ToString().ToLowerInvariant()}{(run.Message is { } why ? ": " + RunText.OneLine(why) : "")}");
        Line($"started {RunText.Time(run.Created)} UTC, last written {RunText.Time(run.Updated)} UTC, {run.Sessions} {(run.Sessions == 1 ? "session" : "sessions")}, seed {run.Seed}");
        if (run.Initial is not null)
            Line($"score {RunText.Score(run.Initial)} at the start, {RunText.Score(run.Score)} now, gain {RunText.Gain(run)}");
        Line($"spent {RunText.Spent(run.Spent)}");
        Line($"best configuration {run.Best}{(_changes.IsEmpty ? ", the start's own" : "")}");
        foreach (var change in _changes)
            Line($"  {FieldChanges.Show(change)}");
        if (!_candidates.IsEmpty)
        {
            Line($"candidates that ran: {_candidates.Length}, accepted {_candidates.Count(c => c.Accepted)}");
            foreach (var c in _candidates.Where(c => c.Accepted))
            {
                string changes = string.Join("; ", c.Changes.Select(v => $"{v.Field}: {v.Before} → {v.After}"));
                Line($"  {c.SystemRuns,7:0.0} runs  {c.Component}  gain {c.Gain:+0.000;-0.000} on {c.Examples} examples, score {c.Score:0.000}: {RunText.OneLine(changes)}");
            }
        }

        if (!_alignment.IsEmpty)
        {
            Line($"alignment, as last measured:");
            foreach (var r in Last())
            {
                Line($"  {r.Component}: {(r.Accuracy is { } accuracy
                    ? FormattableString.Invariant($"{accuracy:0.00} [{r.Low:0.00}, {r.High:0.00}] on {r.HeldOut} pairs held out")
                    : r.Abstains ? "abstains for want of evidence" : "not measured")}");
            }
        }

        if (!_usage.IsEmpty)
        {
            Line($"model calls:");
            foreach (var u in _usage)
            {
                Line($"  {u.Component} ({u.Purpose}{(u.Model is { } model ? ", " + RunText.OneLine(model) : "")}): {u.Calls} calls, {u.InputTokens} tokens in, {u.OutputTokens} out{(u.Cost is { } cost ? FormattableString.Invariant($", ${cost:0.####}") : "")}");
            }
        }

        return text.ToString().TrimEnd('\n');
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        RunText.Write(writer, run);
        writer.WriteStartObject("facts");
        foreach (var (name, value) in run.Facts)
            writer.WriteString(name, value);
        writer.WriteEndObject();
        writer.WriteNumber("candidates", _candidates.Length);
        writer.WriteNumber("accepted", _candidates.Count(c => c.Accepted));
        writer.WritePropertyName("changes");
        FieldChanges.Write(writer, _changes);
        writer.WriteStartObject("alignment");
        foreach (var r in Last().Where(r => r.Accuracy is not null))
            writer.WriteNumber(r.Component, r.Accuracy!.Value);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private IEnumerable<StoredReward> Last() => _alignment.GroupBy(r => r.Component).Select(g => g.Last());
}
