namespace Optimas.Pocket;

/// <summary>A question and a summary, which may leave out what matters or be of another trial.</summary>
/// <param name="Trial">What is asked.</param>
/// <param name="Summary">What is known of it.</param>
public sealed record SummarizedTrial(Trial Trial, TrialSummary Summary);
