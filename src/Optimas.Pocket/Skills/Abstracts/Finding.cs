using System.Globalization;

namespace Optimas.Pocket;

/// <summary>What a trial found of one outcome.</summary>
/// <param name="Outcome">What was measured.</param>
/// <param name="Split">In whom or when, as <c>in men</c>; empty where it says nothing of that.</param>
/// <param name="IsLower">Whether it was lower with the treatment than without.</param>
/// <param name="Numbers">Both values, that of the treatment first, as <c>12% vs 30%</c>; null where the abstract has none.</param>
/// <param name="P">The p value in hundredths.</param>
public sealed record Finding(string Outcome, string Split, bool IsLower, string? Numbers, int P)
{
    /// <summary>Whether chance is an unlikely explanation.</summary>
    public bool IsSignificant => P < 4;

    /// <summary>Whether the p value is about 0.05.</summary>
    public bool IsBorderline => P is >= 4 and <= 6;

    /// <summary>The outcome with its split.</summary>
    public string Name => Split.Length == 0 ? Outcome : $"{Outcome} {Split}";

    /// <summary>The direction as a word.</summary>
    public string Direction => IsLower ? "lower" : "higher";

    /// <summary>The p value as abstracts write it.</summary>
    public string PText => string.Create(CultureInfo.InvariantCulture, $"p = 0.{P:00}");

    /// <summary>The p value in words.</summary>
    public string Certainty => IsSignificant ? "significant" : IsBorderline ? "borderline" : "not significant";
}
