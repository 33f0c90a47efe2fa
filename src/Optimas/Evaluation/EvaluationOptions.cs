namespace Optimas;

/// <summary>How examples are evaluated.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Eight at once, failures score the metric's minimum, and more than half failing is an error.</summary>
    public static EvaluationOptions Default { get; } = new();

    /// <summary>How many examples run at once; 1 or more. It changes how long an evaluation takes, never its result.</summary>
    public int Parallelism
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 8;

    /// <summary>The seed from which each example's samples are drawn; null lets the providers choose.</summary>
    public long? Seed { get; init; }

    /// <summary>What a failed run scores; null for the metric's minimum.</summary>
    public double? FailureScore
    {
        get;
        init
        {
            if (value is { } score && !double.IsFinite(score))
                throw new ArgumentOutOfRangeException(nameof(value), score, "A failure score is a finite number.");
            field = value;
        }
    }

    /// <summary>The share of runs that may fail, from 0 to 1, before an evaluation stops.</summary>
    public double MaxFailureRate
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1);
            field = value;
        }
    } = 0.5;
}
