using Optimas.Runtime;

namespace Optimas.Tests.Systems;

/// <summary>The configuration of a system bound by hand.</summary>
internal sealed record HandConfiguration(SystemGraph System, EquatableList<HandComponentConfiguration?> Components) : SystemConfiguration
{
    public override SystemGraph Graph => System;

    public override ComponentConfiguration? GetComponent(int component) => Components[component];

    public override SystemConfiguration WithComponent(int component, ComponentConfiguration configuration) =>
        Components[component] is null
            ? throw new ConfigurationException($"{Graph.Components[component].Name} has nothing to configure.")
            : this with { Components = Components.With(component, (HandComponentConfiguration)configuration) };

    public HandConfiguration With(string field, object? value) =>
        (HandConfiguration)WithValue(Graph.Fields.Single(f => f.Name == field), value);

    public object? this[string field] => GetValue(Graph.Fields.Single(f => f.Name == field));
}

/// <summary>The configuration of one of its components.</summary>
internal sealed record HandComponentConfiguration(ComponentInfo Component, EquatableList<object?> Values) : ComponentConfiguration
{
    public override object? GetValue(int position) => Values[position];

    public override ComponentConfiguration WithValue(int position, object? value) =>
        this with { Values = Values.With(position, FieldGuard.Check(Component.Name, Component.Parameters[position], value)) };

    public object? this[string parameter] => Values[Component.Parameters.ToList().FindIndex(p => p.Name == parameter)];
}

/// <summary>An immutable list with the equality of its items.</summary>
internal sealed class EquatableList<T>(IEnumerable<T> items) : IEquatable<EquatableList<T>>
{
    private readonly T[] _items = [.. items];

    public T this[int index] => _items[index];

    public EquatableList<T> With(int index, T item) => new(_items.Select((old, i) => i == index ? item : old));

    public bool Equals(EquatableList<T>? other) => other is not null && _items.SequenceEqual(other._items);

    public override bool Equals(object? obj) => Equals(obj as EquatableList<T>);

    public override int GetHashCode() => _items.Aggregate(17, HashCode.Combine);
}
