namespace Optimas;

/// <summary>How far one step of local optimization may go.</summary>
public sealed record TrustRegion
{
    /// <summary>Eight candidates, any value of a field, six prompts.</summary>
    public static TrustRegion Default { get; } = new();

    /// <summary>The most candidates that one step compares; 1 or more.</summary>
    public int Candidates
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 8;

    /// <summary>How far a number may move, as a share of its range or of its list of candidates; in (0, 1].</summary>
    public double Radius
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1);
            field = value;
        }
    } = 1;

    /// <summary>How many prompts are proposed at a time; 1 or more.</summary>
    public int Prompts
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 6;
}
