using System.Collections.Immutable;

namespace Optimas.Pocket;

/// <summary>Makes up specifications.</summary>
public static class ProgramTasks
{
    private const double LimitShare = 0.66, ParityShare = 0.2, MapShare = 0.6, ListShare = 0.4, FilterFirstShare = 0.7;
    private const double ReducerShare = 0.8, InvertedShare = 0.6, FallbackShare = 0.6;

    private static readonly Phrasing s_limitCounts = Phrasing.Of("The limit counts.", "The limit is included.", "Include the limit.", "The limit itself is in.");
    private static readonly Phrasing s_limitDoesNotCount =
        Phrasing.Of("The limit does not count.", "The limit is excluded.", "Exclude the limit.", "The limit itself is out.");

    private static readonly Phrasing s_fallback =
        Phrasing.Of("For an empty list give #.", "If nothing is left, give #.", "Give # if no number is left.", "When there is none, give #.");

    private static readonly Phrasing s_inverted =
        Phrasing.Of("Before you @2, @1.", "@2, but first @1.", "@2, but before that @1.", "@2, after you @1.");

    private static readonly ImmutableDictionary<PipelineOperation, Phrasing> s_steps = new Dictionary<PipelineOperation, Phrasing>
    {
        [PipelineOperation.KeepEven] = Phrasing.Of("keep the even numbers", "drop the odd numbers", "keep only even numbers", "leave out odd numbers"),
        [PipelineOperation.KeepOdd] = Phrasing.Of("keep the odd numbers", "drop the even numbers", "keep only odd numbers", "leave out even numbers"),
        [PipelineOperation.KeepAbove] = Phrasing.Of("keep the numbers above #", "keep numbers larger than #", "keep only what is above #"),
        [PipelineOperation.KeepBelow] = Phrasing.Of("keep the numbers below #", "keep numbers smaller than #", "keep only what is below #"),
        [PipelineOperation.AddToEach] = Phrasing.Of("add # to each", "raise each number by #", "add # to every number"),
        [PipelineOperation.DoubleEach] = Phrasing.Of("double each number", "double them all", "multiply each by 2"),
        [PipelineOperation.Reverse] = Phrasing.Of("reverse the list", "turn the list around", "put the list in reverse order"),
        [PipelineOperation.Sort] = Phrasing.Of("sort the list", "put the list in rising order", "sort the numbers"),
        [PipelineOperation.Take] = Phrasing.Of("keep the first # numbers", "cut the list after # numbers", "take the first # numbers"),
        [PipelineOperation.Sum] = Phrasing.Of("add them up", "give the sum", "give the total"),
        [PipelineOperation.Count] = Phrasing.Of("count them", "give how many there are", "give the count"),
        [PipelineOperation.Max] = Phrasing.Of("give the largest", "give the maximum", "give the highest number"),
        [PipelineOperation.Min] = Phrasing.Of("give the smallest", "give the minimum", "give the lowest number"),
        [PipelineOperation.First] = Phrasing.Of("give the first one", "give the first number"),
        [PipelineOperation.Last] = Phrasing.Of("give the last one", "give the last number"),
    }.ToImmutableDictionary();

    private static readonly PipelineOperation[] s_reducers =
    [
        PipelineOperation.Max, PipelineOperation.Max, PipelineOperation.Min, PipelineOperation.Min, PipelineOperation.First, PipelineOperation.Last,
        PipelineOperation.Sum, PipelineOperation.Count,
    ];

    /// <summary>A specification.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="part">Which texts.</param>
    public static ProgramTask Create(SeededRandom random, Part part)
    {
        ProgramTask? task = null;
        Names.Draw(random, part, r => (task = Draw(r)).Specification);
        return task!;
    }

    private static ProgramTask Draw(SeededRandom random)
    {
        var steps = DrawSteps(random);
        bool isInverted = steps.Length > 1 && random.NextDouble() < InvertedShare && OrderMatters(steps);
        if (random.NextDouble() < ReducerShare || steps.Length == 1)
            steps = steps.Add(new(Names.Pick(random, s_reducers)));
        int? fallback = steps[^1].NeedsNumbers && random.NextDouble() < FallbackShare ? random.Next(10) : null;
        var task = new ProgramTask("", steps, isInverted, fallback);
        return task with { Specification = Tell(random, task) };
    }

    private static ImmutableArray<PipelineStep> DrawSteps(SeededRandom random)
    {
        while (true)
        {
            var others = new List<PipelineStep>();
            if (random.NextDouble() < MapShare)
                others.Add(random.Next(2) == 0 ? new(PipelineOperation.DoubleEach) : new(PipelineOperation.AddToEach, 1 + random.Next(3)));
            if (random.NextDouble() < ListShare)
            {
                others.Add(random.Next(3) switch
                {
                    0 => new(PipelineOperation.Reverse),
                    1 => new(PipelineOperation.Sort),
                    _ => new(PipelineOperation.Take, 2),
                });
            }

            ImmutableArray<PipelineStep> steps = [.. random.Shuffle(others)];
            double kind = random.NextDouble();
            if (kind < LimitShare + ParityShare)
            {
                int at = random.NextDouble() < FilterFirstShare ? 0 : random.Next(steps.Length + 1);
                steps = steps.Insert(at, kind < LimitShare ? DrawLimit(random) : new(random.Next(2) == 0 ? PipelineOperation.KeepEven : PipelineOperation.KeepOdd));
            }

            if (!steps.IsEmpty)
                return steps;
        }
    }

    private static PipelineStep DrawLimit(SeededRandom random) => new(
        random.Next(4) switch
        {
            0 => PipelineOperation.KeepAbove,
            1 => PipelineOperation.KeepBelow,
            2 => PipelineOperation.KeepFrom,
            _ => PipelineOperation.KeepUpTo,
        },
        2 + random.Next(6));

    private static bool OrderMatters(ImmutableArray<PipelineStep> steps)
    {
        PipelineProgram told = new([steps[1], steps[0], .. steps[2..]]), meant = new(steps);
        ImmutableArray<ImmutableArray<int>> lists = [[3, 8, 5, 2], [9, 1, 6, 4], [7, 0, 2, 5]];
        return lists.Any(l => told.Run(l).ToString() != meant.Run(l).ToString());
    }

    private static string Tell(SeededRandom random, ProgramTask task)
    {
        string[] told = [.. task.Steps.Select(s => Tell(random, s))];
        var sentences = new List<string>();
        int next = 0;
        if (task.IsInverted)
        {
            sentences.Add(Sentence(s_inverted.Draw(random).Replace("@1", told[0], StringComparison.Ordinal).Replace("@2", told[1], StringComparison.Ordinal)));
            next = 2;
        }

        if (next < told.Length)
        {
            string opening = next > 0 ? Names.Pick(random, ["Then ", "After that, ", "Finally, "]) : random.Next(3) == 0 ? "First " : "";
            string joint = Names.Pick(random, [", then ", ", and then ", ". Then "]);
            sentences.Add(Sentence(opening + string.Join(joint, told[next..]) + "."));
        }

        var notes = new List<string>();
        if (task.Limit is not null)
            notes.Add((task.LimitCounts ? s_limitCounts : s_limitDoesNotCount).Draw(random));
        if (task.Fallback is { } fallback)
            notes.Add(WithNumber(s_fallback.Draw(random), fallback));
        return string.Join(' ', [.. sentences, .. random.Shuffle(notes)]);
    }

    private static string Tell(SeededRandom random, PipelineStep step) => WithNumber(s_steps[step.Operation switch
    {
        PipelineOperation.KeepFrom => PipelineOperation.KeepAbove,
        PipelineOperation.KeepUpTo => PipelineOperation.KeepBelow,
        var operation => operation,
    }].Draw(random), step.Number);

    private static string WithNumber(string text, int number) => text.Replace("#", $"{number}", StringComparison.Ordinal);

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
