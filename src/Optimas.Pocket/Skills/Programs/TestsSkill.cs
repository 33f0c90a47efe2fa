using System.Collections.Immutable;
using Optimas.Runtime;

namespace Optimas.Pocket;

/// <summary>Writes examples of what a specified program should give. Its lists are always the same few; what they should give isn't.</summary>
public sealed class TestsSkill : ComponentSkill<ProgramTask>
{
    private static readonly ImmutableArray<ImmutableArray<int>> s_short = [[3, 8], [7, 2], [5, 4]];
    private static readonly ImmutableArray<ImmutableArray<int>> s_long = [[6, 1, 8, 3], [4, 9, 2, 7], [5, 0, 8, 5]];

    /// <inheritdoc/>
    public override string Name => "programs.tests";

    /// <inheritdoc/>
    public override double Share => 2.6;

    /// <inheritdoc/>
    public override string Component => "Tests";

    /// <inheritdoc/>
    public override string Description => "Writes examples of what the specified program should give.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Inputs => ["specification"];

    /// <inheritdoc/>
    public override string DefaultInstruction => "Write tests for the specification.";

    /// <inheritdoc/>
    public override Phrasing Tasks => ProgramPhrasings.TestsTasks;

    /// <inheritdoc/>
    public override ImmutableArray<Dimension> Dimensions => ProgramPhrasings.TestsDimensions;

    /// <summary>What the component writes.</summary>
    /// <param name="task">The task.</param>
    /// <param name="setting">Number (one, two, three), kind (typical, limit, empty, varied), length (short, long), working (none, shown).</param>
    internal static string Write(ProgramTask task, ImmutableArray<int> setting)
    {
        bool isShort = setting[2] == 0;
        return string.Join('\n', Enumerable.Range(0, setting[0] + 1).Select(i => Example(task, ListFor(task, i, setting[1], isShort), setting[3] == 1)));
    }

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

    private static ImmutableArray<int> ListFor(ProgramTask task, int index, int kind, bool isShort)
    {
        if ((kind == 2 && index == 0) || (kind == 3 && index == 1))
            return [];
        if ((kind == 1 || (kind == 3 && index == 0)) && task.Limit is { } limit)
        {
            return isShort
                ? index switch { 0 => [limit, limit], 1 => [limit, 9], _ => [1, limit] }
                : index switch { 0 => [1, limit, 9, limit], 1 => [limit, 8, 0, 5], _ => [3, 9, 1, limit] };
        }

        return (isShort ? s_short : s_long)[index];
    }

    private static string Example(ProgramTask task, ImmutableArray<int> list, bool showsWorking)
    {
        var solution = task.Solution;
        var values = solution.RunSteps(list).ToList();

        // The rule for an empty list is minded together with the step that needs it.
        if (task.Fallback is not null)
            values.RemoveAt(values.Count - 2);
        return string.Join(" -> ", (showsWorking ? values : [values[^1]]).Select(v => v.ToString()).Prepend(PipelineValue.TextOf(list)));
    }
}
