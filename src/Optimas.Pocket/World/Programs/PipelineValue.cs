using System.Collections.Immutable;
using System.Globalization;

namespace Optimas.Pocket;

/// <summary>Why a <see cref="PipelineProgram"/> gives no numbers.</summary>
public enum PipelineFailure
{
    /// <summary>A step met an empty list that it could do nothing with.</summary>
    EmptyList,

    /// <summary>The list or its numbers outgrew the language's bounds.</summary>
    OutOfBounds,
}

/// <summary>What a <see cref="PipelineProgram"/> gives. A number alone is a list of one.</summary>
/// <param name="Numbers">The numbers; none where it failed.</param>
/// <param name="Failure">Why it failed; null where it didn't.</param>
public sealed record PipelineValue(ImmutableArray<int> Numbers, PipelineFailure? Failure)
{
    private const string EmptyText = "empty", ErrorText = "error";

    /// <summary>A failure on an empty list.</summary>
    public static PipelineValue Empty { get; } = new([], PipelineFailure.EmptyList);

    /// <summary>A failure at the language's bounds.</summary>
    public static PipelineValue TooMuch { get; } = new([], PipelineFailure.OutOfBounds);

    /// <summary>A list as text: <c>3 1 4</c>, or <c>empty</c>.</summary>
    /// <param name="numbers">The list.</param>
    public static string TextOf(ImmutableArray<int> numbers) =>
        numbers.IsEmpty ? EmptyText : string.Join(' ', numbers.Select(x => x.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Reads a list; null where the text is none. Brackets and commas are left out of account.</summary>
    /// <param name="text">As <c>3 1 4</c>, <c>[3, 1, 4]</c> or <c>empty</c>.</param>
    public static ImmutableArray<int>? ReadList(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string bare = text.Trim();
        if (bare is EmptyText or "[]")
            return [];
        string[] words = bare.Split([' ', ',', '[', ']'], StringSplitOptions.RemoveEmptyEntries);
        var numbers = ImmutableArray.CreateBuilder<int>();
        foreach (string word in words)
        {
            if (!int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) || Math.Abs((long)number) > PipelineProgram.LargestNumber)
                return null;
            numbers.Add(number);
        }

        return numbers.Count is > 0 and <= PipelineProgram.MostNumbers ? numbers.ToImmutable() : null;
    }

    /// <summary>Reads a value; null where the text is none.</summary>
    /// <param name="text">A list, or <c>error</c>.</param>
    public static PipelineValue? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Trim() == ErrorText ? Empty : ReadList(text) is { } numbers ? new(numbers, null) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Failure is null ? TextOf(Numbers) : ErrorText;
}
