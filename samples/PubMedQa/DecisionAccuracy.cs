using Optimas;

namespace PubMedQa;

/// <summary>The global reward: 1 where the answer's decision is the experts', else 0.</summary>
public sealed class DecisionAccuracy : IMetric<string, string>
{
    private static readonly HashSet<string> s_decisions = new(["yes", "no", "maybe"], StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public double Minimum => 0;

    /// <inheritdoc/>
    public double Maximum => 1;

    /// <inheritdoc/>
    public ValueTask<double> ScoreAsync(string label, string output, Trace trace, CancellationToken cancellationToken)
        => ValueTask.FromResult(DecisionOf(output) == label ? 1.0 : 0);

    /// <summary>The first yes, no or maybe among the words of an answer; null where it has none.</summary>
    public static string? DecisionOf(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        for (int i = 0; i < answer.Length; i++)
        {
            int start = i;
            while (i < answer.Length && (char.IsLetterOrDigit(answer[i]) || answer[i] is '\'' or '-'))
                i++;
            if (s_decisions.TryGetValue(answer[start..i], out string? decision))
                return decision;
        }

        return null;
    }
}
