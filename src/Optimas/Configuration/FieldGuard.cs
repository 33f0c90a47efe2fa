using System.ComponentModel;

namespace Optimas.Runtime;

/// <summary>The check that every generated configuration property makes when it is set.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class FieldGuard
{
    /// <summary>Returns a legal value.</summary>
    /// <param name="component">The component's name.</param>
    /// <param name="parameter">What the field declares.</param>
    /// <param name="value">The value to check.</param>
    /// <exception cref="ConfigurationException">The value is illegal.</exception>
    public static T Check<T>(string component, ParameterInfo parameter, T value)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return parameter.Reject(value) is { } reason ? throw new ConfigurationException($"{component}.{parameter.Name} {reason}.") : value;
    }

    /// <summary>Casts a boxed value to the field's type.</summary>
    /// <exception cref="ConfigurationException">The value has another type.</exception>
    public static T Cast<T>(string component, ParameterInfo parameter, object? value)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        if (value is T typed)
            return typed;
        if (value is null && default(T) is null)
            return default!;
        throw new ConfigurationException($"{component}.{parameter.Name} must be of type {typeof(T).Name}, but is {ParameterInfo.Show(value)}.");
    }
}
