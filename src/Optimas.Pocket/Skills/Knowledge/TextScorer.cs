using System.Collections.Immutable;
using Optimas.Runtime;

namespace Optimas.Pocket;

/// <summary>Scores candidates by their texts.</summary>
public sealed class TextScorer : ComponentSkill<CandidateTask>
{
    private const int Counts = 0, Silence = 1, Scale = 2;

    /// <inheritdoc/>
    public override string Name => "knowledge.text";

    /// <inheritdoc/>
    public override double Share => 3.6;

    /// <inheritdoc/>
    public override string Component => "TextScores";

    /// <inheritdoc/>
    public override string Description => "How well each candidate's text fits the query: one digit for each, in order.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Inputs => ["query", "texts"];

    /// <inheritdoc/>
    public override string DefaultInstruction => "Score how well each text fits the query.";

    /// <inheritdoc/>
    public override Phrasing Tasks { get; } = TextScorerPhrasings.Tasks;

    /// <inheritdoc/>
    public override ImmutableArray<Dimension> Dimensions { get; } =
    [
        new("counts",
        [
            new("every", 1, TextScorerPhrasings.Every),
            new("any", 1, TextScorerPhrasings.Any),
            new("typed", 0.6, TextScorerPhrasings.Typed),
            new("type", 1, TextScorerPhrasings.TypeOnly),
        ]),
        new("silence", [new("against", 1, TextScorerPhrasings.Against), new("half", 1, TextScorerPhrasings.Half), new("aside", 1, TextScorerPhrasings.Aside)]),
        ScoreScale.Dimension,
    ];

    /// <summary>The scores.</summary>
    /// <param name="task">The query and the candidates.</param>
    /// <param name="setting">A behaviour for each dimension.</param>
    public static string Score(CandidateTask task, ImmutableArray<int> setting)
    {
        ArgumentNullException.ThrowIfNull(task);
        return ScoreScale.Write(task.Candidates.Select(c => Fit(task.Query, c, setting)), setting[Scale]);
    }

    /// <inheritdoc/>
    protected override CandidateTask CreateTask(SeededRandom random, Part names) => CandidateTask.Create(random, names);

    /// <inheritdoc/>
    protected override void WriteInput(CandidateTask task, IFieldWriter to)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(to);
        to.Text("query", task.Query.Text);
        to.BeginList("texts", task.Candidates.Length);
        foreach (var candidate in task.Candidates)
            to.Text("", CandidateTask.TextLine(candidate));
        to.EndList();
    }

    /// <inheritdoc/>
    protected override string Reply(CandidateTask task, ImmutableArray<int> setting) => Score(task, setting);

    private static double Fit(EntityQuery query, Entity candidate, ImmutableArray<int> setting)
    {
        if (setting[Counts] == 2 && candidate.Type != query.Type)
            return 0;
        if (setting[Counts] == 3)
            return candidate.Type == query.Type ? 1 : 0;
        double[] told =
        [
            .. query.Requirements.Select(r => r.IsTold(candidate, query.Type)).Where(t => setting[Silence] < 2 || t is not null)
                .Select(t => t is null ? 0.5 * setting[Silence] : t.Value ? 1 : 0),
        ];
        return told.Length == 0 ? 0 : setting[Counts] == 1 ? told.Max() : told.Average();
    }
}
