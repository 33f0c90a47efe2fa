using System.Collections.Immutable;

namespace Optimas.Pocket;

/// <summary>
/// A program of a made-up language: steps that a short list of whole numbers goes through, as <c>keep even | double | max | else 0</c>. A line
/// that starts with # is a comment.
/// </summary>
/// <remarks>
/// Any text is safe to run. The language has no loops, no names, and no input or output but the list, so it is confined by construction; the
/// numbers of steps and of list items are bounded, and so are the numbers themselves. Every program ends, and always alike.
/// </remarks>
/// <param name="Steps">The steps in order; at least one.</param>
public sealed record PipelineProgram(ImmutableArray<PipelineStep> Steps)
{
    /// <summary>The most steps that a program may have.</summary>
    public const int MostSteps = 16;

    /// <summary>The most numbers that it can be given.</summary>
    public const int MostNumbers = 64;

    /// <summary>The largest number that may occur on the way, by magnitude.</summary>
    public const int LargestNumber = 1_000_000;

    /// <summary>Reads a program.</summary>
    /// <param name="text">The text; a code fence around it is taken off.</param>
    /// <param name="error">What is wrong with it; null where the reply isn't.</param>
    public static PipelineProgram? Read(string text, out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        string code = string.Join(' ', text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] is not ('#' or '`')));
        string[] parts = code.Split('|');
        if (code.Length == 0 || parts.Length > MostSteps)
        {
            error = code.Length == 0 ? "there is no program" : "too many steps";
            return null;
        }

        var steps = ImmutableArray.CreateBuilder<PipelineStep>();
        foreach (string part in parts)
        {
            if (PipelineStep.Read(part) is not { } step)
            {
                string shown = part.Trim();
                error = $"unknown step \"{(shown.Length > 30 ? shown[..30] : shown)}\"";
                return null;
            }

            steps.Add(step);
        }

        error = null;
        return new(steps.ToImmutable());
    }

    /// <summary>Runs the program.</summary>
    /// <param name="numbers">The list.</param>
    public PipelineValue Run(ImmutableArray<int> numbers) => RunSteps(numbers).Last();

    /// <summary>Runs the program and tells the value after each step.</summary>
    /// <param name="numbers">The list.</param>
    public IEnumerable<PipelineValue> RunSteps(ImmutableArray<int> numbers)
    {
        var value = numbers.Length <= MostNumbers ? new PipelineValue(numbers, null) : PipelineValue.TooMuch;
        foreach (var step in Steps)
        {
            value = Apply(step, value);
            yield return value;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(" | ", Steps);

    private static PipelineValue Apply(PipelineStep step, PipelineValue value)
    {
        int n = step.Number;
        if (value.Failure is not null)
            return step.Operation == PipelineOperation.Else && value.Failure == PipelineFailure.EmptyList ? new([n], null) : value;
        var numbers = value.Numbers;
        if (step.NeedsNumbers && numbers.IsEmpty)
            return PipelineValue.Empty;
        ImmutableArray<int> result = step.Operation switch
        {
            PipelineOperation.KeepEven => [.. numbers.Where(x => x % 2 == 0)],
            PipelineOperation.KeepOdd => [.. numbers.Where(x => x % 2 != 0)],
            PipelineOperation.KeepAbove => [.. numbers.Where(x => x > n)],
            PipelineOperation.KeepFrom => [.. numbers.Where(x => x >= n)],
            PipelineOperation.KeepBelow => [.. numbers.Where(x => x < n)],
            PipelineOperation.KeepUpTo => [.. numbers.Where(x => x <= n)],
            PipelineOperation.AddToEach => [.. numbers.Select(x => x + n)],
            PipelineOperation.DoubleEach => [.. numbers.Select(x => 2 * x)],
            PipelineOperation.Reverse => [.. numbers.Reverse()],
            PipelineOperation.Sort => numbers.Sort(),
            PipelineOperation.Take => [.. numbers.Take(n)],
            PipelineOperation.Sum => [numbers.Sum()],
            PipelineOperation.Count => [numbers.Length],
            PipelineOperation.Max => [numbers.Max()],
            PipelineOperation.Min => [numbers.Min()],
            PipelineOperation.First => [numbers[0]],
            PipelineOperation.Last => [numbers[^1]],
            _ => numbers,
        };

        // Sums of 64 numbers of at most a million stay within 32 bits.
        return result.Any(x => Math.Abs(x) > LargestNumber) ? PipelineValue.TooMuch : new(result, null);
    }
}
