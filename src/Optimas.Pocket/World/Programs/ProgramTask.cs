using System.Collections.Immutable;

namespace Optimas.Pocket;

/// <summary>
/// A specification of a <see cref="PipelineProgram"/> in made-up English, and what it means. Three things in it are easily misread: two steps
/// may be told in the wrong order, a limit may or may not count, and there may be a rule for an empty list.
/// </summary>
/// <param name="Specification">The text.</param>
/// <param name="Steps">The steps in order of doing, without the rule for an empty list.</param>
/// <param name="IsInverted">Whether the text tells the second step before the first.</param>
/// <param name="Fallback">What to give where nothing is left; null where the text doesn't say.</param>
public sealed record ProgramTask(string Specification, ImmutableArray<PipelineStep> Steps, bool IsInverted, int? Fallback)
{
    /// <summary>The program that does what the text says.</summary>
    public PipelineProgram Solution => Program(inOrderOfDoing: true, limitCounts: null, hasFallback: true);

    /// <summary>The number above or below which numbers are kept; null where there is none.</summary>
    public int? Limit => Steps.FirstOrDefault(IsLimit)?.Number;

    /// <summary>Whether a limit counts as inside.</summary>
    public bool LimitCounts => Steps.Any(s => s.Operation is PipelineOperation.KeepFrom or PipelineOperation.KeepUpTo);

    /// <summary>The program of someone who reads the text in some way.</summary>
    /// <param name="inOrderOfDoing">Whether steps stand in the order of doing rather than of telling.</param>
    /// <param name="limitCounts">Whether a limit counts; null for what the text says.</param>
    /// <param name="hasFallback">Whether the rule for an empty list is minded.</param>
    public PipelineProgram Program(bool inOrderOfDoing, bool? limitCounts, bool hasFallback)
    {
        var steps = Steps.ToList();
        if (IsInverted && !inOrderOfDoing)
            (steps[0], steps[1]) = (steps[1], steps[0]);
        if (limitCounts is { } counts)
            steps = [.. steps.Select(s => WithLimit(s, counts))];
        if (hasFallback && Fallback is { } fallback)
            steps.Add(new(PipelineOperation.Else, fallback));
        return new([.. steps]);
    }

    /// <summary>Examples that tell the right program from each of those that misread the text, wherever some list can.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="count">How many examples to give, at least.</param>
    public PipelineTests CreateTests(SeededRandom random, int count)
    {
        ArgumentNullException.ThrowIfNull(random);
        var solution = Solution;
        List<ImmutableArray<int>> pool = [[], .. Limit is { } limit ? new ImmutableArray<int>[] { [limit], [limit, limit - 1, limit + 1], [9, limit] } : []];
        for (int i = 0; i < 60; i++)
            pool.Add([.. Enumerable.Range(0, 1 + random.Next(4)).Select(_ => random.Next(10))]);
        pool.RemoveAll(l => solution.Run(l).Failure is not null);
        List<ImmutableArray<int>> chosen = [.. pool.Where(l => l.Length > 1).Take(count - 2)];
        foreach (bool order in (bool[])[true, false])
        {
            foreach (bool? counts in (bool?[])[null, !LimitCounts])
            {
                foreach (bool fallback in (bool[])[true, false])
                {
                    var reading = Program(order, counts, fallback);
                    bool Tells(ImmutableArray<int> list) => reading.Run(list).ToString() != solution.Run(list).ToString();
                    if (!chosen.Any(Tells) && pool.Find(Tells) is { IsDefault: false } telling)
                        chosen.Add(telling);
                }
            }
        }

        chosen.AddRange(pool.Where(l => !chosen.Contains(l)).Take(Math.Max(0, count - chosen.Count)));
        return new([.. chosen.Select(l => (l, solution.Run(l).ToString()))]);
    }

    private static bool IsLimit(PipelineStep step) =>
        step.Operation is PipelineOperation.KeepAbove or PipelineOperation.KeepFrom or PipelineOperation.KeepBelow or PipelineOperation.KeepUpTo;

    private static PipelineStep WithLimit(PipelineStep step, bool counts) => step.Operation switch
    {
        PipelineOperation.KeepAbove or PipelineOperation.KeepFrom => step with { Operation = counts ? PipelineOperation.KeepFrom : PipelineOperation.KeepAbove },
        PipelineOperation.KeepBelow or PipelineOperation.KeepUpTo => step with { Operation = counts ? PipelineOperation.KeepUpTo : PipelineOperation.KeepBelow },
        _ => step,
    };
}
