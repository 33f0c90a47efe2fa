using System.Collections.Immutable;
using Optimas.Runtime;

namespace Optimas.Pocket;

/// <summary>What the final programmer gets.</summary>
/// <param name="Task">What the program should do.</param>
/// <param name="Code">A program, right or wrong; or something that is none.</param>
/// <param name="Outcome">What came of running it on some tests.</param>
public sealed record FinalTask(ProgramTask Task, string Code, string Outcome);

/// <summary>
/// Writes the final program. What it writes anew takes the limit as counting; a repair after a failed test reads it up, but keeps the order
/// of the steps.
/// </summary>
public sealed class FinalSkill : ComponentSkill<FinalTask>
{
    /// <inheritdoc/>
    public override string Name => "programs.final";

    /// <inheritdoc/>
    public override double Share => 1.8;

    /// <inheritdoc/>
    public override string Component => "Final";

    /// <inheritdoc/>
    public override string Description => "Writes the final program from the first one and what came of testing it.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Inputs => ["specification", "code", "outcome"];

    /// <inheritdoc/>
    public override string DefaultInstruction => "Write the final program.";

    /// <inheritdoc/>
    public override Phrasing Tasks => ProgramPhrasings.FinalTasks;

    /// <inheritdoc/>
    public override ImmutableArray<Dimension> Dimensions => ProgramPhrasings.FinalDimensions;

    /// <summary>What the component writes.</summary>
    /// <param name="task">The task.</param>
    /// <param name="setting">Trust (code, tests, specification), empty list (left, minded), comment (none, one).</param>
    internal static string Write(FinalTask task, ImmutableArray<int> setting)
    {
        var draft = PipelineProgram.Read(task.Code, out _);
        var written = setting[0] switch
        {
            1 when task.Outcome.Contains("gave", StringComparison.Ordinal) || draft is null => Repair(task, draft),
            2 => task.Task.Program(inOrderOfDoing: true, limitCounts: true, hasFallback: false),
            _ => draft,
        };
        if (written is null)
            return task.Code;
        if (setting[1] == 1 && task.Task.Fallback is { } fallback && written.Steps[^1].Operation != PipelineOperation.Else)
            written = new(written.Steps.Add(new(PipelineOperation.Else, fallback)));
        return setting[2] == 0 ? written.ToString() : $"{CodeSkill.CommentOn(written)}\n{written}";
    }

    /// <inheritdoc/>
    protected override FinalTask CreateTask(SeededRandom random, Part names)
    {
        ArgumentNullException.ThrowIfNull(random);
        var task = ProgramTasks.Create(random, names);
        string code = CodeSkill.Write(task, [random.Next(2), random.Next(2), random.Next(2), random.Next(2)]);
        if (random.NextDouble() < 0.15)
            code = Spoil(random, code);
        string tests = TestsSkill.Write(task, [random.Next(3), random.Next(4), random.Next(2), random.Next(2)]);
        if (random.NextDouble() < 0.2)
            tests = Spoil(random, tests);
        return new(task, code, PipelineTests.Read(tests).Report(code));
    }

    /// <inheritdoc/>
    protected override void WriteInput(FinalTask task, IFieldWriter to)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(to);
        to.Text("specification", task.Task.Specification);
        to.Text("code", task.Code);
        to.Text("outcome", task.Outcome);
    }

    /// <inheritdoc/>
    protected override string Reply(FinalTask task, ImmutableArray<int> setting) => Write(task, setting);

    // A failure on the empty list, or an error, tells of the rule for it; any other value tells of the limit. The order stays as it was, unless
    // the program is neither of the two that the specification suggests.
    private static PipelineProgram Repair(FinalTask task, PipelineProgram? draft)
    {
        bool hadFallback = draft?.Steps[^1].Operation == PipelineOperation.Else;
        bool needsFallback = draft is null || task.Outcome.Contains("gave error", StringComparison.Ordinal);
        bool isAsTold = draft is not null && ((bool[])[true, false]).Any(
            counts => task.Task.Program(inOrderOfDoing: false, counts, hadFallback).ToString() == draft.ToString());
        return task.Task.Program(inOrderOfDoing: !isAsTold, limitCounts: null, hasFallback: hadFallback || needsFallback);
    }

    // What a writer's slip makes of a program or of a test: a step or a value lost, doubled, or exchanged for another.
    private static string Spoil(SeededRandom random, string text)
    {
        string separator = text.Contains("->", StringComparison.Ordinal) ? " -> " : " | ";
        var parts = text.Split(separator).ToList();
        int at = random.Next(parts.Count);
        switch (random.Next(4))
        {
            case 0 when parts.Count > 1:
                parts.RemoveAt(at);
                break;
            case 1:
                parts.Insert(at, parts[random.Next(parts.Count)]);
                break;
            case 2:
                int other = random.Next(parts.Count);
                (parts[at], parts[other]) = (parts[other], parts[at]);
                break;
            default:
                parts[at] = separator == " -> " ? $"{random.Next(20)}" : Names.Pick(random, ["reverse", "keep", "add 2", "max", "sort", "keep even", "first"]);
                break;
        }

        return string.Join(separator, parts);
    }
}
