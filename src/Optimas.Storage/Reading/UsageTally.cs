using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Optimas.Storage;

/// <summary>
/// What the calls of a run's session came to, as far as they were read. A run may have made many hundred thousands, and who follows it asks again and
/// again: within a session calls are only added, so each is read once.
/// </summary>
internal sealed class UsageTally
{
    // There are few kinds of calls and many calls. Grouping would sort all of them; this reads them twice, which takes half the time.
    private const string Kinds = "SELECT DISTINCT purpose, component, model FROM calls NOT INDEXED WHERE rowid > $after AND run = $run";

    private const string Sums = """
        SELECT max(rowid) AS last, count(*) AS executions, sum(calls) AS calls, sum(input_tokens) AS input_tokens, sum(output_tokens) AS output_tokens,
        sum(CAST(cost AS REAL)) AS cost, sum(latency) AS latency FROM calls INDEXED BY calls_component
        WHERE run = $run AND component = $component AND rowid > $after AND purpose = $purpose AND model IS $model
        """;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Purpose, string Component, string? Model), Sum> _sums = [];
    private long _last;

    /// <summary>Reads what has been added, and says what all of it came to.</summary>
    /// <param name="connection">Sees one state of the store.</param>
    /// <param name="run">The run's number.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public ImmutableArray<StoredUsage> Read(SqliteConnection connection, long run, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!IsStillThere(connection, run, cancellationToken))
            {
                _sums.Clear();
                _last = 0;
            }

            long after = _last;
            var kinds = SqlQuery.Rows(
                connection, Kinds, [("$run", run), ("$after", after)], r => (r.Text("purpose"), r.Text("component"), r.TextOrNull("model")), cancellationToken);
            foreach (var kind in kinds)
            {
                var (purpose, component, model) = kind;
                var (last, sum) = SqlQuery.Rows(
                    connection,
                    Sums,
                    [("$run", run), ("$component", component), ("$after", after), ("$purpose", purpose), ("$model", model ?? (object)DBNull.Value)],
                    r => (r.Long("last"), Sum.Of(r)),
                    cancellationToken)[0];
                _sums[kind] = _sums.TryGetValue(kind, out var before) ? before + sum : sum;
                _last = Math.Max(_last, last);
            }

            return
            [
                .. _sums.OrderBy(s => s.Key.Purpose, StringComparer.Ordinal).ThenBy(s => s.Key.Component, StringComparer.Ordinal)
                    .ThenBy(s => s.Key.Model, StringComparer.Ordinal)
                    .Select(s => new StoredUsage(
                        s.Key.Purpose, s.Key.Component, s.Key.Model, s.Value.Calls, s.Value.InputTokens, s.Value.OutputTokens, (decimal?)s.Value.Cost,
                        s.Value.Latency / s.Value.Executions)),
            ];
        }
    }

    // The file may be another one by now.
    private bool IsStillThere(SqliteConnection connection, long run, CancellationToken cancellationToken) =>
        _last == 0 || SqlQuery.Rows(
            connection, "SELECT 1 AS found FROM calls WHERE rowid = $last AND run = $run", [("$last", _last), ("$run", run)], r => r.Long("found"),
            cancellationToken).Length == 1;

    private readonly record struct Sum(long Executions, long Calls, long InputTokens, long OutputTokens, double? Cost, TimeSpan Latency)
    {
        public static Sum Of(Row r) => new(
            r.Long("executions"), r.Long("calls"), r.Long("input_tokens"), r.Long("output_tokens"), r.NumberOrNull("cost"), r.Time("latency"));

        public static Sum operator +(Sum a, Sum b) => new(
            a.Executions + b.Executions, a.Calls + b.Calls, a.InputTokens + b.InputTokens, a.OutputTokens + b.OutputTokens,
            a.Cost is null ? b.Cost : a.Cost + (b.Cost ?? 0), a.Latency + b.Latency);
    }
}
