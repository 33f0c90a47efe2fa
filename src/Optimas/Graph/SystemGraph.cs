using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Optimas;

/// <summary>A compound system as a directed acyclic graph G = (C, E), with the search space of its configurations.</summary>
public sealed class SystemGraph
{
    private readonly ComponentSet[] _ancestors;
    private readonly ComponentSet[] _descendants;
    private readonly Dictionary<string, int> _indices;

    /// <summary>A graph over components in topological order: every producer stands before its consumers.</summary>
    /// <param name="name">The system's name.</param>
    /// <param name="components">C_1 … C_K.</param>
    /// <param name="outputs">The components that the system's output is made of.</param>
    /// <param name="signature">What each component and configuration field declares, by its dotted name.</param>
    /// <exception cref="ArgumentException">The order is not topological, or a name occurs twice.</exception>
    public SystemGraph(
        string name,
        ImmutableArray<ComponentInfo> components,
        ImmutableArray<int> outputs,
        ImmutableSortedDictionary<string, string> signature)
    {
        Name = name;
        Components = [.. components.Select((c, k) => c with { Index = k })];
        Outputs = outputs;
        Signature = signature;
        Fields = [.. Components.SelectMany(c => c.Parameters.Select((p, i) => new ConfigurationField(c.Index, i, $"{c.Name}.{p.Name}", p)))];
        _indices = new(StringComparer.Ordinal);
        foreach (var component in Components)
        {
            if (!_indices.TryAdd(component.Name, component.Index))
                throw new ArgumentException($"The system {name} has two components called {component.Name}.", nameof(components));
            if (component.Parents.Any(p => p < 0 || p >= component.Index))
                throw new ArgumentException($"{component.Name} stands before one of its producers.", nameof(components));
        }

        _ancestors = new ComponentSet[Components.Length];
        foreach (var component in Components)
            _ancestors[component.Index] = component.Parents.Aggregate(ComponentSet.Empty, (set, p) => set.Union(_ancestors[p]).With(p));
        _descendants = [.. Components.Select(c => ComponentSet.Of(Components.Where(d => _ancestors[d.Index].Contains(c.Index)).Select(d => d.Index)))];
    }

    /// <summary>The system's name.</summary>
    public string Name { get; }

    /// <summary>C_1 … C_K in topological order.</summary>
    public ImmutableArray<ComponentInfo> Components { get; }

    /// <summary>The components that the system's output is made of.</summary>
    public ImmutableArray<int> Outputs { get; }

    /// <summary>Every field of the configuration, component by component.</summary>
    public ImmutableArray<ConfigurationField> Fields { get; }

    /// <summary>What each component and field declares, by its dotted name: stored with a configuration, so that a later build can name what drifted.</summary>
    public ImmutableSortedDictionary<string, string> Signature { get; }

    /// <summary>A hash of <see cref="Signature"/>: 16 hexadecimal digits. A configuration fits a system with the same hash.</summary>
    public string SignatureHash => field ??= Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Signature.Select(f => $"{f.Key}: {f.Value}")))).AsSpan(0, 8));

    /// <summary>The component of that name.</summary>
    /// <exception cref="ArgumentException">The system has no such component.</exception>
    public ComponentInfo this[string name] => _indices.TryGetValue(name, out int index)
        ? Components[index]
        : throw new ArgumentException($"The system {Name} has no component called {name}; it has {string.Join(", ", _indices.Keys)}.", nameof(name));

    /// <summary>The components that <paramref name="component"/> depends on, directly or not.</summary>
    public ComponentSet Ancestors(int component) => _ancestors[component];

    /// <summary>The components that depend on <paramref name="component"/>, directly or not: what a change of y_k can reach.</summary>
    public ComponentSet Descendants(int component) => _descendants[component];

    /// <summary>The fields of one component.</summary>
    public IEnumerable<ConfigurationField> FieldsOf(int component) => Fields.Where(f => f.Component == component);

    /// <summary>The graph as a Mermaid flowchart. Conditional components have dashed edges in; optimizable ones name what is searched.</summary>
    public string ToMermaid()
    {
        var text = new StringBuilder("flowchart LR\n    input([input])\n");
        foreach (var component in Components)
        {
            string searched = string.Join(", ", component.Parameters.Where(p => p.IsSearched).Select(p => p.Name));
            string label = searched.Length == 0 ? component.Name : $"{component.Name}<br/><i>{searched}</i>";
            text.Append($"    c{component.Index}[\"{label}\"]\n");
        }

        foreach (var component in Components)
        {
            string arrow = component.IsConditional ? "-.->" : "-->";
            foreach (string from in component.Inputs.Concat(component.IsConditional ? component.When : [])
                .Select(i => i.Producer is { } p ? $"c{p}" : "input").Distinct())
            {
                text.Append($"    {from} {arrow} c{component.Index}\n");
            }
        }

        foreach (int output in Outputs)
            text.Append($"    c{output} --> output([output])\n");
        return text.ToString();
    }
}

/// <summary>A field of a configuration.</summary>
/// <param name="Component">The index of its component.</param>
/// <param name="Position">Its position among the component's parameters.</param>
/// <param name="Name">Its dotted name, as <c>Passages.K</c>.</param>
/// <param name="Parameter">What it declares.</param>
public sealed record ConfigurationField(int Component, int Position, string Name, ParameterInfo Parameter);
