using System.Runtime.CompilerServices;

namespace Optimas;

/// <summary>
/// What an optimization may spend. It ends at the first limit that it reaches; limits that are null don't bind. System runs are never
/// exceeded. What calls, tokens, dollars and time the next step takes is known only afterwards, so that the last step may go beyond.
/// </summary>
public sealed record Budget
{
    /// <summary>300 system runs.</summary>
    public static Budget Default { get; } = new();

    /// <summary>Whole runs of the system; every executed component counts 1/K of one. Larger than 0.</summary>
    public double SystemRuns
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 300;

    /// <summary>Calls to language models, the prompt proposer's own included.</summary>
    public int? Calls { get; init => field = Positive(value); }

    /// <summary>Tokens read and written by language models, the prompt proposer's own included.</summary>
    public long? Tokens { get; init => field = Positive(value); }

    /// <summary>US dollars, where the providers report a price.</summary>
    public decimal? Cost { get; init => field = Positive(value); }

    /// <summary>Wall clock. The step that it runs out in is the last one, so two runs with the same seed may differ.</summary>
    public TimeSpan? Duration { get; init => field = Positive(value); }

    private static T? Positive<T>(T? limit, [CallerMemberName] string name = "")
        where T : struct, IComparable<T> => limit is { } value && value.CompareTo(default) <= 0
            ? throw new ArgumentOutOfRangeException(name, value, "A limit of the budget is larger than 0; null for none.")
            : limit;
}
