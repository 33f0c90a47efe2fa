using System.Collections.Immutable;
using System.Globalization;

namespace Optimas.Pocket;

/// <summary>What a summary says of a trial. What it leaves out, nobody downstream knows.</summary>
public sealed record TrialSummary
{
    /// <summary>The results that it names.</summary>
    public required ImmutableArray<Finding> Findings { get; init; }

    /// <summary>Whether results have their numbers, where the abstract has.</summary>
    public required bool HasNumbers { get; init; }

    /// <summary>Whether results have their direction in words.</summary>
    public required bool HasDirections { get; init; }

    /// <summary>How it says that a result is no chance.</summary>
    public required CertaintyForm Certainty { get; init; }

    /// <summary>How many were treated and how many were not; null where it doesn't say.</summary>
    public required (int Treated, int Compared)? Sizes { get; init; }

    /// <summary>What it concludes, yes or no; null where it concludes nothing.</summary>
    public required string? Verdict { get; init; }

    /// <summary>The summary as a text.</summary>
    public override string ToString()
    {
        string text = string.Join("; ", Findings.Select(Write)) + ".";
        if (Sizes is var (treated, compared))
            text += string.Create(CultureInfo.InvariantCulture, $" {treated} and {compared} patients.");
        return Verdict is null ? text : $"{text} So {Verdict}.";
    }

    private string Write(Finding finding)
    {
        string what = finding.Numbers is null || !HasNumbers ? finding.Direction
            : HasDirections ? $"{finding.Direction}, {finding.Numbers}" : finding.Numbers;
        return Certainty switch
        {
            CertaintyForm.P => $"{finding.Name} {what} ({finding.PText})",
            CertaintyForm.Word => $"{finding.Name} {what} ({finding.Certainty})",
            _ => $"{finding.Name} {what}",
        };
    }
}
