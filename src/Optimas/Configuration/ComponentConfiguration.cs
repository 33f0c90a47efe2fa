namespace Optimas;

/// <summary>v_k: the immutable configuration of one component. Generated records derive from it, with a property per field.</summary>
public abstract record ComponentConfiguration
{
    /// <summary>
    /// What chooses this component's per-input values, by running it under each and taking the output with the highest local reward; null
    /// while the fields' own values are used for every input.
    /// </summary>
    public PerInputSelector? Selector { get; init; }

    /// <summary>The value of the field at a position.</summary>
    /// <param name="position">The position among the component's parameters.</param>
    public abstract object? GetValue(int position);

    /// <summary>This configuration with another value in one field.</summary>
    /// <param name="position">The position among the component's parameters.</param>
    /// <param name="value">A value of the field's type.</param>
    /// <exception cref="ConfigurationException">The value is illegal.</exception>
    public abstract ComponentConfiguration WithValue(int position, object? value);
}
