using System.Collections.Immutable;

namespace Optimas;

/// <summary>What an optimization found.</summary>
/// <typeparam name="TConfiguration">The system's configuration type.</typeparam>
/// <param name="Configuration">The best configuration on the deciding examples; the start itself where nothing beat it.</param>
/// <param name="Initial">The start's mean score on the deciding examples.</param>
/// <param name="Final">
/// The returned configuration's mean score on the same examples. It was chosen by these scores, so expect a little less on new examples.
/// </param>
/// <param name="GainStandardError">The standard error of <c>Final − Initial</c>, from paired differences.</param>
/// <param name="DecidingExamples">The number of examples that decided.</param>
/// <param name="Spent">What it took.</param>
/// <param name="Reason">Why it ended.</param>
/// <param name="Changes">What changed, field by field.</param>
/// <param name="Events">Everything that was decided, in order.</param>
public sealed record OptimizationResult<TConfiguration>(
    TConfiguration Configuration,
    double Initial,
    double Final,
    double GainStandardError,
    int DecidingExamples,
    Spending Spent,
    StopReason Reason,
    ImmutableArray<ConfigurationChange> Changes,
    ImmutableArray<OptimizationEvent> Events)
    where TConfiguration : SystemConfiguration
{
    /// <summary>Where the configuration comes from: what a file of it says besides its values.</summary>
    public ConfigurationProvenance Provenance { get; init; } = new();

    /// <summary>
    /// Writes the configuration with its provenance to a file, and its schema beside it for editors. Files are replaced as a whole.
    /// </summary>
    /// <param name="path">The file, as <c>configuration.json</c>.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public Task SaveAsync(string path, CancellationToken cancellationToken = default) => Configuration.SaveAsync(path, Provenance, cancellationToken);

    /// <summary>
    /// Where a budget outside of the optimizer was spent: what it was spent on, and what to do. Null otherwise. A run with a journal can then be
    /// resumed, once that budget is larger.
    /// </summary>
    public string? Explanation { get; init; }
}
