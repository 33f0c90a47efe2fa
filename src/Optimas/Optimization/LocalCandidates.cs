using System.Collections.Immutable;

namespace Optimas;

/// <summary>The configurations of a component that lie one step from the one in force: a single field changed, within the trust region.</summary>
internal static class LocalCandidates
{
    // Where a range is tried around the value in force, as shares of the radius.
    private static readonly ImmutableArray<double> s_steps = [-1, -0.5, -0.2, 0.2, 0.5, 1];

    /// <summary>
    /// Every neighbour by hyperparameter or model choice, field by field in their order. One value for a field that is chosen per input ends
    /// the choosing: under the selector it would change nothing.
    /// </summary>
    public static IEnumerable<ComponentConfiguration> Of(ComponentInfo component, ComponentConfiguration current, double radius)
    {
        for (int position = 0; position < component.Parameters.Length; position++)
        {
            var parameter = component.Parameters[position];
            foreach (object value in Values(parameter, current.GetValue(position), radius))
            {
                var changed = current.WithValue(position, value);
                yield return parameter.IsPerInput ? changed with { Selector = null } : changed;
            }
        }
    }

    /// <summary>A configuration of the component with every hyperparameter and model choice drawn at random within the radius.</summary>
    public static ComponentConfiguration Random(ComponentInfo component, ComponentConfiguration current, double radius, SeededRandom random)
    {
        for (int position = 0; position < component.Parameters.Length; position++)
        {
            object? value = component.Parameters[position] switch
            {
                DiscreteParameter discrete => Drawn(discrete, current.GetValue(position)!, radius, random),
                ContinuousParameter range => Drawn(range, range.PositionOf(current.GetValue(position)!), radius, random),
                _ => current.GetValue(position),
            };
            current = current.WithValue(position, value);
        }

        return current;
    }

    private static IEnumerable<object> Values(ParameterInfo parameter, object? current, double radius) => parameter switch
    {
        DiscreteParameter discrete => Neighbours(discrete, current!, radius),
        ContinuousParameter range =>
            s_steps.Select(s => range.At(range.PositionOf(current!) + s * radius)).Distinct().Where(v => !v.Equals(current)),
        _ => [],
    };

    private static IEnumerable<object> Neighbours(DiscreteParameter parameter, object current, double radius) =>
        Within(parameter, current, radius).Where(v => !v.Equals(current));

    private static IEnumerable<object> Within(DiscreteParameter parameter, object current, double radius)
    {
        int at = parameter.Values.IndexOf(current);
        int reach = parameter.IsOrdered ? Math.Max(1, (int)Math.Ceiling(radius * (parameter.Values.Length - 1))) : parameter.Values.Length;
        return parameter.Values.Where((_, i) => Math.Abs(i - at) <= reach);
    }

    private static object Drawn(DiscreteParameter parameter, object current, double radius, SeededRandom random)
    {
        object[] values = [.. Within(parameter, current, radius)];
        return values[random.Next(values.Length)];
    }

    private static object Drawn(ContinuousParameter range, double at, double radius, SeededRandom random)
    {
        double low = Math.Max(at - radius, 0), high = Math.Min(at + radius, 1);
        return range.At(low + (high - low) * random.NextDouble());
    }
}
