using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Optimas;

/// <summary>
/// Chooses a component's per-input values by its local reward: the component runs once under each candidate, and the output with the
/// highest reward is kept (OPTIMAS, appendix F, with the mode of the distribution in place of a draw).
/// </summary>
/// <param name="reward">The component's local reward.</param>
public sealed class PerInputSelector(ILocalReward reward) : IEquatable<PerInputSelector>
{
    /// <summary>The largest number of candidates that one input is tried under.</summary>
    public const int MaxCandidates = 32;

    private const int ContinuousCandidates = 5;

    private readonly string _json = Render(reward);

    /// <summary>The component's local reward.</summary>
    public ILocalReward Reward { get; } = reward;

    /// <summary>
    /// The candidate configurations of a component: every combination of its per-input values, five evenly spaced ones for a range, the
    /// first <see cref="MaxCandidates"/> where there are more.
    /// </summary>
    public static ImmutableArray<ComponentConfiguration> Candidates(ComponentInfo component, ComponentConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(component);
        IEnumerable<ComponentConfiguration> candidates = [configuration with { Selector = null }];
        for (int i = 0; i < component.Parameters.Length; i++)
        {
            int position = i;
            IReadOnlyList<object> values = component.Parameters[i] switch
            {
                DiscreteParameter { PerInput: true } discrete => discrete.Values,
                ContinuousParameter { PerInput: true } range =>
                    [.. Enumerable.Range(0, ContinuousCandidates).Select(c => range.At(c / (ContinuousCandidates - 1.0))).Distinct()],
                _ => [],
            };
            if (values.Count > 0)
                candidates = candidates.SelectMany(c => values.Select(v => c.WithValue(position, v)));
        }

        return [.. candidates.Take(MaxCandidates)];
    }

    /// <inheritdoc/>
    public bool Equals(PerInputSelector? other) => other is not null && _json == other._json;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PerInputSelector);

    /// <inheritdoc/>
    public override int GetHashCode() => _json.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => "chosen per input by local reward";

    private static string Render(ILocalReward reward)
    {
        ArgumentNullException.ThrowIfNull(reward);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            reward.Write(writer);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
