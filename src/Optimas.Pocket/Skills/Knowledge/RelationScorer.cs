using System.Collections.Immutable;
using Optimas.Runtime;

namespace Optimas.Pocket;

/// <summary>Scores candidates by their relations.</summary>
public sealed class RelationScorer : ComponentSkill<CandidateTask>
{
    private const int Match = 0, Counts = 1, Scale = 2;
    private const double Many = 5;

    /// <inheritdoc/>
    public override string Name => "knowledge.relations";

    /// <inheritdoc/>
    public override double Share => 3;

    /// <inheritdoc/>
    public override string Component => "RelationScores";

    /// <inheritdoc/>
    public override string Description => "How well each candidate's relations fit the query: one digit for each, in order.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Inputs => ["query", "relations"];

    /// <inheritdoc/>
    public override string DefaultInstruction => "Score how well the relations of each candidate fit the query.";

    /// <inheritdoc/>
    public override Phrasing Tasks { get; } = RelationScorerPhrasings.Tasks;

    /// <inheritdoc/>
    public override ImmutableArray<Dimension> Dimensions { get; } =
    [
        new("match",
        [
            new("exact", 0.8, RelationScorerPhrasings.Exact),
            new("name", 1, RelationScorerPhrasings.NameOnly),
            new("kind", 1, RelationScorerPhrasings.KindOnly),
            new("degree", 1.5, RelationScorerPhrasings.Degree),
        ]),
        new("counts", [new("every", 1, RelationScorerPhrasings.Every), new("any", 1, RelationScorerPhrasings.Any)]),
        ScoreScale.Dimension,
    ];

    /// <summary>The scores.</summary>
    /// <param name="task">The query and the candidates.</param>
    /// <param name="setting">A behaviour for each dimension.</param>
    public static string Score(CandidateTask task, ImmutableArray<int> setting)
    {
        ArgumentNullException.ThrowIfNull(task);
        return ScoreScale.Write(task.Candidates.Select(c => Fit(task, c, setting)), setting[Scale]);
    }

    /// <inheritdoc/>
    protected override CandidateTask CreateTask(SeededRandom random, Part names) => CandidateTask.Create(random, names);

    /// <inheritdoc/>
    protected override void WriteInput(CandidateTask task, IFieldWriter to)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(to);
        to.Text("query", task.Query.Text);
        to.BeginList("relations", task.Candidates.Length);
        foreach (var candidate in task.Candidates)
            to.Text("", task.RelationLine(candidate));
        to.EndList();
    }

    /// <inheritdoc/>
    protected override string Reply(CandidateTask task, ImmutableArray<int> setting) => Score(task, setting);

    private static double Fit(CandidateTask task, Entity candidate, ImmutableArray<int> setting)
    {
        var shown = task.Shown(candidate);
        if (setting[Match] == 3)
            return Math.Min(shown.Count, Many) / Many;
        double[] met =
        [
            .. task.Query.Requirements.Where(r => r.Relation is not null)
                .Select(r => shown.Any(s => (setting[Match] == 2 || s.Name == r.Relation!.Name) && (setting[Match] == 1 || s.Kind == r.Relation!.Kind)) ? 1.0 : 0),
        ];
        return setting[Counts] == 1 ? met.Max() : met.Average();
    }
}
