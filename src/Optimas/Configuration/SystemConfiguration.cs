namespace Optimas;

/// <summary>
/// v = (v_1, …, v_K): the immutable configuration of a whole system. The generated record <c>Configuration</c> derives from it, with a
/// property per component.
/// </summary>
public abstract record SystemConfiguration
{
    /// <summary>The system that it configures.</summary>
    public abstract SystemGraph Graph { get; }

    /// <summary>The configuration of one component; null where the component has nothing to configure.</summary>
    public abstract ComponentConfiguration? GetComponent(int component);

    /// <summary>This configuration with another one for a component.</summary>
    /// <exception cref="ConfigurationException">The component has nothing to configure, or another record.</exception>
    public abstract SystemConfiguration WithComponent(int component, ComponentConfiguration configuration);

    /// <summary>The value of a field.</summary>
    public object? GetValue(ConfigurationField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return GetComponent(field.Component)!.GetValue(field.Position);
    }

    /// <summary>This configuration with another value in one field.</summary>
    /// <exception cref="ConfigurationException">The value is illegal.</exception>
    public SystemConfiguration WithValue(ConfigurationField field, object? value)
    {
        ArgumentNullException.ThrowIfNull(field);
        return WithComponent(field.Component, GetComponent(field.Component)!.WithValue(field.Position, value));
    }

    /// <summary>The fields in which <paramref name="other"/> differs from this configuration, in the order of the graph.</summary>
    /// <exception cref="ArgumentException">The two belong to different systems.</exception>
    public IReadOnlyList<ConfigurationChange> Diff(SystemConfiguration other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.GetType() != GetType())
            throw new ArgumentException($"Configurations of {Graph.Name} and {other.Graph.Name} can't be compared.", nameof(other));
        var changes = new List<ConfigurationChange>();
        foreach (var field in Graph.Fields)
        {
            object? before = GetValue(field), after = other.GetValue(field);
            if (!Equals(before, after))
                changes.Add(new(field.Name, before, after));
        }

        foreach (var component in Graph.Components)
        {
            var before = GetComponent(component.Index)?.Selector;
            var after = other.GetComponent(component.Index)?.Selector;
            if (!Equals(before, after))
                changes.Add(new($"{component.Name}.{nameof(ComponentConfiguration.Selector)}", before, after));
        }

        return changes;
    }

    /// <summary>The configuration as JSON, with the system's signature beside it. <see cref="ConfigurationJson"/> is the way back.</summary>
    public string ToJson() => ConfigurationJson.Write(this);

    /// <summary>Writes the JSON to a file. The file is replaced as a whole, so a reader never sees half of it.</summary>
    public async Task SaveAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        await ReplaceAsync(path, ToJson(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Writes the JSON to a file, with where the configuration comes from, and the schema beside it (<see cref="ConfigurationSchema.PathFor"/>), which
    /// the file names so that editors find it. The files are replaced as a whole, the schema first.
    /// </summary>
    /// <param name="path">The file, as <c>configuration.json</c>.</param>
    /// <param name="provenance">Where the configuration comes from; null where that is not known.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public async Task SaveAsync(string path, ConfigurationProvenance? provenance, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string schema = ConfigurationSchema.PathFor(path);
        await ReplaceAsync(schema, ConfigurationSchema.Write(Graph), cancellationToken).ConfigureAwait(false);
        await ReplaceAsync(path, ConfigurationJson.Write(this, provenance, Uri.EscapeDataString(Path.GetFileName(schema))), cancellationToken).ConfigureAwait(false);
    }

    private static async Task ReplaceAsync(string path, string content, CancellationToken cancellationToken)
    {
        string partial = path + ".partial";
        await File.WriteAllTextAsync(partial, content + "\n", cancellationToken).ConfigureAwait(false);
        File.Move(partial, path, overwrite: true);
    }
}
