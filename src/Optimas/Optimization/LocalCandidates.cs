using System.Collections.Immutable;

namespace Optimas;

/// <summary>The configurations of a component that lie one step from the one in force: a single field changed, within the trust region.</summary>
internal static class LocalCandidates
{
    // Where a range is tried around the value in force, as shares of the radius.
    private static readonly ImmutableArray<double> s_steps = [-1, -0.5, -0.2, 0.2, 0.5, 1];

    /// <summary>Every neighbour by hyperparameter or model choice, field by field in their order.</summary>
    public static IEnumerable<ComponentConfiguration> Of(ComponentInfo component, ComponentConfiguration current, double radius)
    {
        for (int position = 0; position < component.Parameters.Length; position++)
        {
            foreach (object value in Values(component.Parameters[position], current.GetValue(position), radius))
                yield return current.WithValue(position, value);
        }
    }

    /// <summary>A configuration of the component with every hyperparameter and model choice drawn at random.</summary>
    public static ComponentConfiguration Random(ComponentInfo component, ComponentConfiguration current, SeededRandom random)
    {
        for (int position = 0; position < component.Parameters.Length; position++)
        {
            object? value = component.Parameters[position] switch
            {
                DiscreteParameter discrete => discrete.Values[random.Next(discrete.Values.Length)],
                ContinuousParameter range => range.At(random.NextDouble()),
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

    private static IEnumerable<object> Neighbours(DiscreteParameter parameter, object current, double radius)
    {
        int at = parameter.Values.IndexOf(current);
        int reach = parameter.IsOrdered ? Math.Max(1, (int)Math.Ceiling(radius * (parameter.Values.Length - 1))) : parameter.Values.Length;
        return parameter.Values.Where((v, i) => i != at && Math.Abs(i - at) <= reach);
    }
}
