using BigCodeBench.Languages;
using Optimas;

namespace BigCodeBench;

/// <summary>The global reward, pass@1: 1 where the final program passes every hidden test of its task, else 0.</summary>
public sealed class Pass1(ProgramLanguages languages) : IMetric<string, HiddenTests>
{
    /// <inheritdoc/>
    public double Minimum => 0;

    /// <inheritdoc/>
    public double Maximum => 1;

    /// <inheritdoc/>
    public async ValueTask<double> ScoreAsync(HiddenTests label, string output, Trace trace, CancellationToken cancellationToken) =>
        await languages[label.Language].PassesAsync(output, label, cancellationToken) ? 1 : 0;
}
