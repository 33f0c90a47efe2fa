using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Optimas.Journaling;

namespace Optimas.Storage;

/// <summary>Writes the entries of one run as rows. Not safe for concurrent use.</summary>
internal sealed class EntryWriter : IDisposable
{
    // A local reward that is larger than this gives way to the component's next one.
    private const int LargeCheckpoint = 1_000_000;

    private readonly long _run;
    private readonly HashSet<UInt128> _texts = [];
    private readonly Dictionary<long, double> _scores = [];
    private readonly Statement _configuration, _trajectory, _score, _call, _effect, _pair, _text, _reward, _shrink, _event, _candidate, _incumbent, _spent,
        _end, _progress;

    private TimeSpan _elapsed;

    public EntryWriter(SqliteConnection connection, long run, TimeSpan elapsed)
    {
        _run = run;
        _elapsed = elapsed;
        _configuration = Statement.Insert(connection, "INSERT OR IGNORE", "configurations", "run, hash, json");
        _trajectory = Statement.Insert(
            connection, "INSERT", "trajectories",
            "run, sequence, key, occurrence, example, step, turn, configuration, score, complete, failed, failure, slots, executions, calls, input_tokens,"
            + " output_tokens, cost, latency, elapsed");
        _score = new(connection, "UPDATE trajectories SET score = $0 WHERE run = $1 AND sequence = $2", 3);
        _call = Statement.Insert(
            connection, "INSERT", "calls", "run, trajectory, purpose, component, model, calls, input_tokens, output_tokens, cost, latency, elapsed");
        _effect = Statement.Insert(connection, "INSERT OR REPLACE", "effects", "run, kind, key, occurrence, result, elapsed");
        _pair = Statement.Insert(
            connection, "INSERT OR REPLACE", "pairs", "run, sequence, step, component, example, input, preferred, rejected, gap");
        _text = Statement.Insert(connection, "INSERT OR IGNORE", "texts", "hash, text");
        _reward = Statement.Insert(
            connection, "INSERT OR REPLACE", "rewards",
            "run, sequence, step, component, pairs, evidence, epochs, accuracy, low, high, held_out, checkpoint, system_runs");
        _shrink = new(
            connection, $"UPDATE rewards SET checkpoint = x'' WHERE run = $0 AND component = $1 AND length(checkpoint) > {LargeCheckpoint}", 2);
        _event = Statement.Insert(
            connection, "INSERT OR REPLACE", "events", "run, sequence, kind, step, component, data, system_runs, calls, tokens, cost, elapsed");
        _candidate = Statement.Insert(
            connection, "INSERT OR REPLACE", "candidates",
            "run, sequence, step, component, parent, configuration, changes, accepted, gain, examples, score, system_runs");
        _incumbent = new(connection, "UPDATE runs SET best = $0, score = $1, initial = coalesce(initial, $1) WHERE number = $2", 3);
        _spent = new(connection, "UPDATE runs SET system_runs = $0, calls = $1, tokens = $2, cost = $3 WHERE number = $4", 5);
        _end = new(connection, "UPDATE runs SET status = $0, message = $1, error = $2 WHERE number = $3", 4);
        _progress = new(connection, "UPDATE runs SET elapsed = $0, updated = $1 WHERE number = $2", 3);
    }

    /// <summary>Writes a batch. An execution whose score is in it too is written once, with the score.</summary>
    public void Write(IReadOnlyList<JournalEntry> batch)
    {
        _scores.Clear();
        foreach (var score in batch.OfType<RecordedScore>())
            _scores[score.Execution] = score.Score;
        foreach (var entry in batch)
            Write(entry);
        _progress.Run(_elapsed.TotalMilliseconds, DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture), _run);
    }

    private void Write(JournalEntry entry)
    {
        switch (entry)
        {
            case RecordedConfiguration e:
                _configuration.Run(_run, Hashes.Bytes(e.Hash), e.Json);
                break;
            case RecordedExecution e:
                Write(e);
                break;
            case RecordedScore e when _scores.ContainsKey(e.Execution):
                _score.Run(e.Score, _run, e.Execution);
                break;
            case RecordedScore:
                break;
            case RecordedEffect e:
                Advance(e.Elapsed);
                _effect.Run(_run, e.Kind, Hashes.Bytes(e.Key.Hash), e.Key.Occurrence, Pack(e), e.Elapsed.TotalMilliseconds);
                WriteCall(null, "proposer", e.Component, null, e.Usage, e.Latency, e.Elapsed);
                break;
            case RecordedPairs e:
                Write(e);
                break;
            case RecordedReward e:
                Write(e);
                break;
            case RecordedEvent e:
                Write(e);
                break;
            case RecordedEnd e:
                Advance(e.Elapsed);
                _end.Run(e.Status switch { RunEnd.Finished => "finished", RunEnd.Failed => "failed", _ => "running" }, e.Message, e.GainStandardError, _run);
                break;
            default:
                throw new NotSupportedException($"A run store does not know how to keep a {entry.GetType().Name}.");
        }
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[
            _configuration, _trajectory, _score, _call, _effect, _pair, _text, _reward, _shrink, _event, _candidate, _incumbent, _spent, _end, _progress])
        {
            statement.Dispose();
        }
    }

    /// <summary>An effect's result together with what it used, so that one column holds what a resumed run needs.</summary>
    private static string Pack(RecordedEffect e) => e.Usage == default
        ? e.Result
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{e.Result.TrimEnd('}')},\"usage\":[{e.Usage.Calls},{e.Usage.InputTokens},{e.Usage.OutputTokens},{e.Usage.Cost}]}}");

    private void Write(RecordedExecution e)
    {
        Advance(e.Elapsed);
        // What is taken out is written with its execution.
        double? score = _scores.Remove(e.Sequence, out double known) ? known : null;
        var latency = e.Slots.Aggregate(TimeSpan.Zero, (sum, s) => sum + s.Latency);
        _trajectory.Run(
            _run, e.Sequence, Hashes.Bytes(e.Key.Hash), e.Key.Occurrence, e.Example, e.Step, e.Turn, Hashes.Bytes(e.Configuration), score, e.IsComplete ? 1 : 0,
            e.Failure?.Component, e.Failure is { } failure ? $"{failure.Type}: {failure.Message}" : null, SlotsJson.Write(e.Slots), e.Executions,
            e.Usage.Calls, e.Usage.InputTokens, e.Usage.OutputTokens, Money(e.Usage.Cost), latency.TotalMilliseconds, e.Elapsed.TotalMilliseconds);
        var rest = e.Usage;
        foreach (var slot in e.Slots)
        {
            if (slot.Origin != SlotOrigin.Executed)
                continue;
            WriteCall(e.Sequence, "component", slot.Component, slot.Model, slot.Usage, slot.Latency, e.Elapsed);
            rest = new(
                rest.Calls - slot.Usage.Calls, rest.InputTokens - slot.Usage.InputTokens, rest.OutputTokens - slot.Usage.OutputTokens,
                rest.Cost - slot.Usage.Cost);
        }

        // What was used by components that did not complete.
        if (e.Failure is not null)
            WriteCall(e.Sequence, "component", e.Failure.Component, null, rest, TimeSpan.Zero, e.Elapsed);
    }

    private void WriteCall(
        long? trajectory, string purpose, string component, string? model, ModelUsage usage, TimeSpan latency, TimeSpan elapsed)
    {
        if (usage.Calls == 0 && usage.InputTokens == 0 && usage.OutputTokens == 0)
            return;
        _call.Run(
            _run, trajectory, purpose, component, model, usage.Calls, usage.InputTokens, usage.OutputTokens, usage.Cost == 0 ? null : Money(usage.Cost),
            latency.TotalMilliseconds, elapsed.TotalMilliseconds);
    }

    private void Write(RecordedPairs e)
    {
        var known = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        byte[] Text(string text)
        {
            if (known.TryGetValue(text, out byte[]? bytes))
                return bytes;
            var hash = Hashes.Of(text);
            bytes = known[text] = Hashes.Bytes(hash);
            if (_texts.Add(hash))
                _text.Run(bytes, text);
            return bytes;
        }

        for (int i = 0; i < e.Pairs.Count; i++)
        {
            var pair = e.Pairs[i];
            _pair.Run(
                _run, e.First + i, e.Step, e.Component, pair.Example, Text(pair.Preferred.Input), Text(pair.Preferred.Output), Text(pair.Rejected.Output),
                pair.Gap);
        }
    }

    private void Write(RecordedReward e)
    {
        byte[]? checkpoint = e.Reward is { } reward ? Compress(reward) : null;
        if (checkpoint?.Length > LargeCheckpoint)
            _shrink.Run(_run, e.Component);
        var (fit, held) = (e.Fit, e.Fit.HeldOut);
        _reward.Run(
            _run, e.Sequence, e.Step, e.Component, fit.Pairs, fit.Evidence, fit.Epochs, held?.Value, held?.Low, held?.High, held?.Pairs, checkpoint,
            e.SystemRuns);
    }

    private void Write(RecordedEvent e)
    {
        Advance(e.Spent.Elapsed);
        var usage = e.Spent.Usage;
        long tokens = usage.InputTokens + usage.OutputTokens;
        _event.Run(
            _run, e.Sequence, e.Kind, e.Step, e.Component, e.Data, e.Spent.SystemRuns, usage.Calls, tokens, Money(usage.Cost),
            e.Spent.Elapsed.TotalMilliseconds);
        _spent.Run(e.Spent.SystemRuns, usage.Calls, tokens, Money(usage.Cost), _run);
        if (e.Candidate is { } c)
        {
            _candidate.Run(
                _run, e.Sequence, e.Step, c.Component, Hashes.Bytes(c.Parent), Hashes.Bytes(c.Configuration), Changes(c), c.IsAccepted ? 1 : 0, c.Gain,
                c.Examples, c.Score, e.Spent.SystemRuns);
        }

        if (e.Incumbent is { } incumbent)
            _incumbent.Run(Hashes.Bytes(incumbent.Configuration), incumbent.Score, _run);
    }

    private void Advance(TimeSpan elapsed) => _elapsed = elapsed > _elapsed ? elapsed : _elapsed;

    private static string Money(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);

    private static string Changes(RecordedCandidate candidate)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var change in candidate.Changes)
            {
                writer.WriteStartObject();
                writer.WriteString("field", change.Field);
                writer.WriteString("before", ParameterInfo.Show(change.Before));
                writer.WriteString("after", ParameterInfo.Show(change.After));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static byte[] Compress(ILocalReward reward)
    {
        using var buffer = new MemoryStream();
        using (var packed = new BrotliStream(buffer, CompressionLevel.Fastest))
        using (var writer = new Utf8JsonWriter(packed))
            reward.Write(writer);
        return buffer.ToArray();
    }
}
