using System.Collections.Immutable;
using Optimas.Runtime;

namespace Optimas.Pocket;

/// <summary>Writes a program for a specification. It never looks up whether the limit counts, but takes it one way or the other.</summary>
public sealed class CodeSkill : ComponentSkill<ProgramTask>
{
    /// <inheritdoc/>
    public override string Name => "programs.code";

    /// <inheritdoc/>
    public override double Share => 1.2;

    /// <inheritdoc/>
    public override string Component => "Code";

    /// <inheritdoc/>
    public override string Description => "Writes a program that does what the specification says.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Inputs => ["specification"];

    /// <inheritdoc/>
    public override string DefaultInstruction => "Write a program for the specification.";

    /// <inheritdoc/>
    public override Phrasing Tasks => ProgramPhrasings.CodeTasks;

    /// <inheritdoc/>
    public override ImmutableArray<Dimension> Dimensions => ProgramPhrasings.CodeDimensions;

    /// <summary>What the component writes.</summary>
    /// <param name="task">The task.</param>
    /// <param name="setting">Order (told, doing), empty list (ignored, minded), limit (in, out), comment (none, one).</param>
    internal static string Write(ProgramTask task, ImmutableArray<int> setting)
    {
        var program = task.Program(inOrderOfDoing: setting[0] == 1, limitCounts: setting[2] == 0, hasFallback: setting[1] == 1);
        return setting[3] == 0 ? program.ToString() : $"{CommentOn(program)}\n{program}";
    }

    /// <summary>What a comment says of a program.</summary>
    /// <param name="program">The program.</param>
    internal static string CommentOn(PipelineProgram program) =>
        program.Steps.Any(s => s.Operation is PipelineOperation.Sum or PipelineOperation.Count || s.NeedsNumbers) ? "# gives a number" : "# gives a list";

    /// <inheritdoc/>
    protected override ProgramTask CreateTask(SeededRandom random, Part names) => ProgramTasks.Create(random, names);

    /// <inheritdoc/>
    protected override void WriteInput(ProgramTask task, IFieldWriter to)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(to);
        to.Text("specification", task.Specification);
    }

    /// <inheritdoc/>
    protected override string Reply(ProgramTask task, ImmutableArray<int> setting) => Write(task, setting);
}
