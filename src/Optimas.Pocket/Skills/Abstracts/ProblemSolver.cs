using System.Collections.Immutable;
using Optimas.Runtime;

namespace Optimas.Pocket;

/// <summary>Answers a question with yes, no or maybe from the summary of an abstract.</summary>
public sealed class ProblemSolver : ComponentSkill<SummarizedTrial>
{
    private const int Caution = 0, Form = 1, Deciding = 2, Evidence = 3;
    private const int Never = 0, Conflict = 1, Careful = 2;

    private readonly ContextAnalyst _analyst = new();

    private enum Judgement
    {
        Against,
        Nothing,
        Borderline,
        Unknown,
        For,
    }

    /// <inheritdoc/>
    public override string Name => "abstracts.answer";

    /// <inheritdoc/>
    public override double Share => 2.8;

    /// <inheritdoc/>
    public override string Component => "Answer";

    /// <inheritdoc/>
    public override string Description => "The answer to the question: yes, no or maybe.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Inputs => ["question", "summary"];

    /// <inheritdoc/>
    public override string DefaultInstruction => "Answer the question with yes, no or maybe.";

    /// <inheritdoc/>
    public override Phrasing Tasks { get; } = SolverPhrasings.Tasks;

    /// <inheritdoc/>
    public override ImmutableArray<Dimension> Dimensions { get; } =
    [
        new("caution",
        [
            new("never", 1, SolverPhrasings.NeverMaybe),
            new("conflict", 0.8, SolverPhrasings.MaybeInConflict),
            new("careful", 0.8, SolverPhrasings.MaybeWhenWeak),
            new("strict", 0.8, SolverPhrasings.MaybeUnlessProven),
        ]),
        new("form",
        [
            new("word", 1, SolverPhrasings.Word),
            new("answer first", 1, SolverPhrasings.AnswerFirst),
            new("reason first", 1, SolverPhrasings.ReasonFirst),
            new("statement", 0.5, SolverPhrasings.Statement),
        ]),
        new("deciding",
        [
            new("asked", 1, SolverPhrasings.Asked),
            new("first", 1, SolverPhrasings.First),
            new("every", 1, SolverPhrasings.Every),
            new("verdict", 1, SolverPhrasings.Verdict),
        ]),
        new("evidence", [new("significance", 1, SolverPhrasings.Significance), new("direction", 0.8, SolverPhrasings.Direction)]),
    ];

    /// <summary>The answer.</summary>
    /// <param name="task">The question and the summary.</param>
    /// <param name="setting">A behaviour for each dimension.</param>
    public static string Solve(SummarizedTrial task, ImmutableArray<int> setting)
    {
        ArgumentNullException.ThrowIfNull(task);
        var findings = setting[Deciding] switch
        {
            1 => [task.Summary.Findings[0]],
            2 => task.Summary.Findings,
            _ => [.. task.Summary.Findings.Where(f => f.Outcome == task.Trial.Outcome)],
        };
        ImmutableArray<Judgement> judgements = [.. findings.Select(f => Judge(task, f, setting[Evidence] == 0))];
        var (answer, weakness) = setting[Deciding] == 3 && task.Summary.Verdict is { } verdict
            ? (verdict, "")
            : Decide(judgements, task.Summary, setting[Caution]);
        string reason = string.Join(", ", findings.Zip(judgements, (f, j) => $"{(f.Split.Length > 0 ? f.Split : f.Outcome)} {Word(task.Trial.AsksLower, j)}"));
        if (reason.Length == 0)
            reason = $"nothing on {task.Trial.Outcome}";
        if (weakness.Length > 0)
            reason += $", {weakness}";
        return setting[Form] switch
        {
            0 => answer,
            1 => $"{answer}: {reason}",
            2 => $"{reason}: {answer}",
            _ => State(task.Trial, answer),
        };
    }

    /// <inheritdoc/>
    protected override SummarizedTrial CreateTask(SeededRandom random, Part names)
    {
        ArgumentNullException.ThrowIfNull(random);
        var trial = Trial.Create(random, names);
        var summarized = random.NextDouble() < 0.05 ? Trial.Create(random, names) : trial;
        return new(trial, ContextAnalyst.Summarize(summarized, [.. _analyst.Dimensions.Select(d => random.Next(d.Behaviours.Length))]));
    }

    /// <inheritdoc/>
    protected override void WriteInput(SummarizedTrial task, IFieldWriter to)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(to);
        to.Text("question", task.Trial.Question);
        to.Text("summary", task.Summary.ToString());
    }

    /// <inheritdoc/>
    protected override string Reply(SummarizedTrial task, ImmutableArray<int> setting) => Solve(task, setting);

    private static Judgement Judge(SummarizedTrial task, Finding finding, bool bySignificance)
    {
        bool isAsAsked = finding.IsLower == task.Trial.AsksLower;
        if (!bySignificance)
            return isAsAsked ? Judgement.For : Judgement.Against;
        if (task.Summary.Certainty == CertaintyForm.None)
            return isAsAsked ? Judgement.Unknown : Judgement.Against;
        if (finding.IsBorderline)
            return isAsAsked ? Judgement.Borderline : Judgement.Nothing;
        return !finding.IsSignificant ? Judgement.Nothing : isAsAsked ? Judgement.For : Judgement.Against;
    }

    private static (string Answer, string Weakness) Decide(ImmutableArray<Judgement> judgements, TrialSummary summary, int caution)
    {
        if (judgements.Length == 0)
            return (caution <= Conflict ? "no" : "maybe", "");
        int good = judgements.Count(j => j is Judgement.For or Judgement.Unknown);
        if (caution == Never)
            return (judgements[0] is Judgement.For or Judgement.Unknown ? "yes" : "no", "");
        if (good > 0 && judgements.Any(j => j is Judgement.Against or Judgement.Nothing))
            return ("maybe", "");
        if (caution == Conflict)
            return (good > 0 ? "yes" : "no", "");
        if (judgements.Contains(Judgement.Borderline))
            return ("maybe", "");
        if (good == 0)
            return ("no", "");
        if (summary.Sizes is var (treated, compared))
        {
            if (Trial.IsSmall(treated) || Trial.IsSmall(compared))
                return ("maybe", "few patients");
        }
        else if (caution > Careful)
        {
            return ("maybe", "groups unknown");
        }

        return caution > Careful && judgements.Contains(Judgement.Unknown) ? ("maybe", "chance possible") : ("yes", "");
    }

    private static string Word(bool asksLower, Judgement judgement) => judgement switch
    {
        Judgement.Nothing => "unclear",
        Judgement.Borderline => "borderline",
        Judgement.Against => asksLower ? "higher" : "lower",
        _ => asksLower ? "lower" : "higher",
    };

    private static string State(Trial trial, string answer)
    {
        string effect = $"{(trial.AsksLower ? "lower" : "higher")} {trial.Outcome}";
        return answer switch
        {
            "yes" => $"The treatment gives {effect}.",
            "no" => $"The treatment does not give {effect}.",
            _ => $"It is open whether the treatment gives {effect}.",
        };
    }
}
