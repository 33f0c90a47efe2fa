using System.Globalization;

namespace Optimas;

/// <summary>What an optimization has spent.</summary>
/// <param name="SystemRuns">Whole runs of the system; every executed component counts 1/K of one.</param>
/// <param name="Usage">What calls to language models used, the prompt proposer's own included.</param>
/// <param name="Duration">Wall clock.</param>
public sealed record Spending(double SystemRuns, ModelUsage Usage, TimeSpan Duration)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{SystemRuns:0.0} system runs, {Usage.Calls} model calls, {Usage.InputTokens + Usage.OutputTokens} tokens, {Duration.TotalSeconds:0.0} s");
}
