using System.Collections.Immutable;
using System.Globalization;

namespace Optimas.Pocket;

/// <summary>What a step of a <see cref="PipelineProgram"/> does.</summary>
public enum PipelineOperation
{
    /// <summary><c>keep even</c>.</summary>
    KeepEven,

    /// <summary><c>keep odd</c>.</summary>
    KeepOdd,

    /// <summary><c>keep > n</c>.</summary>
    KeepAbove,

    /// <summary><c>keep >= n</c>.</summary>
    KeepFrom,

    /// <summary><c>keep &lt; n</c>.</summary>
    KeepBelow,

    /// <summary><c>keep &lt;= n</c>.</summary>
    KeepUpTo,

    /// <summary><c>add n</c>, to each number.</summary>
    AddToEach,

    /// <summary><c>double</c>, each number.</summary>
    DoubleEach,

    /// <summary><c>reverse</c>.</summary>
    Reverse,

    /// <summary><c>sort</c>, in rising order.</summary>
    Sort,

    /// <summary><c>take n</c>, the first n numbers.</summary>
    Take,

    /// <summary><c>sum</c>; 0 for an empty list.</summary>
    Sum,

    /// <summary><c>count</c>; 0 for an empty list.</summary>
    Count,

    /// <summary><c>max</c>; an error for an empty list.</summary>
    Max,

    /// <summary><c>min</c>; an error for an empty list.</summary>
    Min,

    /// <summary><c>first</c>; an error for an empty list.</summary>
    First,

    /// <summary><c>last</c>; an error for an empty list.</summary>
    Last,

    /// <summary><c>else n</c>: n where a step before met an empty list that it could do nothing with.</summary>
    Else,
}

/// <summary>A step of a <see cref="PipelineProgram"/>.</summary>
/// <param name="Operation">What it does.</param>
/// <param name="Number">The number that goes with it; 0 where none does.</param>
public sealed record PipelineStep(PipelineOperation Operation, int Number = 0)
{
    private static readonly ImmutableArray<(PipelineOperation Operation, string Text, bool HasNumber)> s_notation =
    [
        (PipelineOperation.KeepEven, "keep even", false), (PipelineOperation.KeepOdd, "keep odd", false),
        (PipelineOperation.KeepFrom, "keep >=", true), (PipelineOperation.KeepUpTo, "keep <=", true),
        (PipelineOperation.KeepAbove, "keep >", true), (PipelineOperation.KeepBelow, "keep <", true),
        (PipelineOperation.AddToEach, "add", true), (PipelineOperation.DoubleEach, "double", false), (PipelineOperation.Reverse, "reverse", false),
        (PipelineOperation.Sort, "sort", false), (PipelineOperation.Take, "take", true), (PipelineOperation.Sum, "sum", false),
        (PipelineOperation.Count, "count", false), (PipelineOperation.Max, "max", false), (PipelineOperation.Min, "min", false),
        (PipelineOperation.First, "first", false), (PipelineOperation.Last, "last", false), (PipelineOperation.Else, "else", true),
    ];

    /// <summary>Whether it fails on an empty list.</summary>
    public bool NeedsNumbers => Operation is PipelineOperation.Max or PipelineOperation.Min or PipelineOperation.First or PipelineOperation.Last;

    /// <summary>Reads a step; null where it is none.</summary>
    /// <param name="text">As <c>keep > 4</c>; case and extra spaces don't matter.</param>
    public static PipelineStep? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string words = string.Join(' ', text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        foreach (var (operation, notation, hasNumber) in s_notation)
        {
            if (!hasNumber && words == notation)
                return new(operation);
            if (hasNumber && words.StartsWith(notation, StringComparison.Ordinal)
                && int.TryParse(words[notation.Length..], NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out int number)
                && Math.Abs((long)number) <= PipelineProgram.LargestNumber)
                return new(operation, number);
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var (_, text, hasNumber) = s_notation.First(n => n.Operation == Operation);
        return hasNumber ? string.Create(CultureInfo.InvariantCulture, $"{text} {Number}") : text;
    }
}
