using System.Collections.Immutable;
using Optimas.Journaling;

namespace Optimas.Storage;

/// <summary>Filters of trajectories as SQL, and rows as trajectories.</summary>
internal static class TrajectoryQuery
{
    public static (string Where, IReadOnlyList<(string Name, object Value)> Values) Where(TrajectoryFilter filter, long run)
    {
        var where = new List<string> { "run = $run" };
        var values = new List<(string, object)> { ("$run", run) };
        void Add(string condition, string name, object value)
        {
            where.Add(condition);
            values.Add((name, value));
        }

        if (filter.Example is { } example)
            Add("example = $example", "$example", example);
        if (filter.Configuration is { } hash)
            Add("configuration = $configuration", "$configuration", RunReader.FromHash(hash));
        if (filter.Step is { } step)
            Add("step = $step", "$step", step);
        if (filter.MinScore is { } least)
            Add("score >= $least", "$least", least);
        if (filter.MaxScore is { } most)
            Add("score <= $most", "$most", most);
        if (filter.Failed is { } failed)
            where.Add(failed ? "failed IS NOT NULL" : "failed IS NULL");
        if (filter.Text is { Length: > 0 } text)
            Add("instr(slots, $text) > 0", "$text", text);
        if (filter.Order is TrajectoryOrder.Best or TrajectoryOrder.Worst)
            where.Add("score IS NOT NULL");
        return (string.Join(" AND ", where), values);
    }

    public static string Order(TrajectoryOrder order) => order switch
    {
        TrajectoryOrder.Newest => "sequence DESC",
        TrajectoryOrder.Oldest => "sequence",
        TrajectoryOrder.Best => "score DESC, sequence DESC",
        TrajectoryOrder.Worst => "score, sequence",
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, "There is no such order."),
    };

    public static StoredTrajectory Read(Row r) => new()
    {
        Sequence = r.Long("sequence"),
        Example = r.TextOrNull("example"),
        Step = (int)r.Long("step"),
        Turn = r.TextOrNull("turn"),
        Configuration = r.Hash("configuration"),
        Score = r.NumberOrNull("score"),
        Complete = r.Long("complete") != 0,
        FailedComponent = r.TextOrNull("failed"),
        Failure = r.TextOrNull("failure"),
        Executions = (int)r.Long("executions"),
        Usage = new((int)r.Long("calls"), r.Long("input_tokens"), r.Long("output_tokens"), r.Money("cost")),
        Latency = r.Time("latency"),
        Elapsed = r.Time("elapsed"),
    };

    public static StoredTrajectoryDetail WithSlots(
        StoredTrajectory trajectory, ImmutableArray<RecordedSlot> slots, IReadOnlyDictionary<long, ImmutableArray<RecordedSlot>> sources) => new()
    {
        Sequence = trajectory.Sequence,
        Example = trajectory.Example,
        Step = trajectory.Step,
        Turn = trajectory.Turn,
        Configuration = trajectory.Configuration,
        Score = trajectory.Score,
        Complete = trajectory.Complete,
        FailedComponent = trajectory.FailedComponent,
        Failure = trajectory.Failure,
        Executions = trajectory.Executions,
        Usage = trajectory.Usage,
        Latency = trajectory.Latency,
        Elapsed = trajectory.Elapsed,
        Slots =
        [
            .. slots.Select(s => new StoredSlot(
                s.Component,
                s.Origin,
                s.Source is { } source ? sources.GetValueOrDefault(source, []).FirstOrDefault(o => o.Component == s.Component)?.Output : s.Output,
                s.Source,
                s.Latency,
                s.Usage)),
        ],
    };
}
