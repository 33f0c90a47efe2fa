namespace Optimas;

/// <summary>What an optimization may spend. It ends at the first limit that it reaches; limits that are null don't bind.</summary>
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
    public int? Calls { get; init; }

    /// <summary>Tokens read and written by language models, the prompt proposer's own included.</summary>
    public long? Tokens { get; init; }

    /// <summary>US dollars, where the providers report a price.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Wall clock. It ends a run wherever it is then, so two runs with the same seed may differ.</summary>
    public TimeSpan? Duration { get; init; }
}
