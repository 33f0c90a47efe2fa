using System.Collections.Immutable;
using Optimas.Runtime;

namespace Optimas.Pocket;

/// <summary>Summarizes an abstract for a question.</summary>
public sealed class ContextAnalyst : ComponentSkill<Trial>
{
    private const int Form = 0, Certainty = 1, Coverage = 2, Verdict = 3;

    /// <inheritdoc/>
    public override string Name => "abstracts.summary";

    /// <inheritdoc/>
    public override double Share => 4.5;

    /// <inheritdoc/>
    public override string Component => "Summary";

    /// <inheritdoc/>
    public override string Description => "What the abstract says that matters for the question.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Inputs => ["question", "contexts"];

    /// <inheritdoc/>
    public override string DefaultInstruction => "Summarize the abstract for the question.";

    /// <inheritdoc/>
    public override Phrasing Tasks { get; } = AnalystPhrasings.Tasks;

    /// <inheritdoc/>
    public override ImmutableArray<Dimension> Dimensions { get; } =
    [
        new("form", [new("words", 1, AnalystPhrasings.Words), new("numbers", 1, AnalystPhrasings.Numbers), new("both", 1, AnalystPhrasings.Both)]),
        new("certainty",
        [
            new("none", 1.2, AnalystPhrasings.NoCertainty),
            new("p", 1, AnalystPhrasings.PValues),
            new("word", 1, AnalystPhrasings.Significance),
            new("sizes", 0.8, AnalystPhrasings.Sizes),
            new("p and sizes", 0.6, AnalystPhrasings.PAndSizes),
        ]),
        new("coverage",
        [
            new("first", 1, AnalystPhrasings.First),
            new("main", 1, AnalystPhrasings.Main),
            new("asked", 0.8, AnalystPhrasings.Asked),
            new("all", 0.8, AnalystPhrasings.All),
        ]),
        new("verdict", [new("open", 1, AnalystPhrasings.Open), new("concluded", 0.6, AnalystPhrasings.Concluded)]),
    ];

    /// <summary>The summary of a trial.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="setting">A behaviour for each dimension.</param>
    public static TrialSummary Summarize(Trial trial, ImmutableArray<int> setting)
    {
        ArgumentNullException.ThrowIfNull(trial);
        var asked = trial.Findings.Where(f => f.Outcome == trial.Outcome);
        ImmutableArray<Finding> findings = setting[Coverage] switch
        {
            0 => [trial.Findings[0]],
            1 => [asked.First()],
            2 => [.. asked],
            _ => trial.Findings,
        };
        var deciding = findings.FirstOrDefault(f => f.Outcome == trial.Outcome) ?? findings[0];
        return new()
        {
            Findings = findings,
            HasNumbers = setting[Form] > 0,
            HasDirections = setting[Form] != 1,
            Certainty = setting[Certainty] switch { 1 or 4 => CertaintyForm.P, 2 => CertaintyForm.Word, _ => CertaintyForm.None },
            Sizes = setting[Certainty] >= 3 ? (trial.Treated, trial.Compared) : null,
            Verdict = setting[Verdict] == 0 ? null : deciding.IsLower == trial.AsksLower && deciding.P < 5 ? "yes" : "no",
        };
    }

    /// <inheritdoc/>
    protected override Trial CreateTask(SeededRandom random, Part names) => Trial.Create(random, names);

    /// <inheritdoc/>
    protected override void WriteInput(Trial task, IFieldWriter to)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(to);
        to.Text("question", task.Question);
        to.BeginList("contexts", task.Contexts.Length);
        foreach (string context in task.Contexts)
            to.Text("", context);
        to.EndList();
    }

    /// <inheritdoc/>
    protected override string Reply(Trial task, ImmutableArray<int> setting) => Summarize(task, setting).ToString();
}
