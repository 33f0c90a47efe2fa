namespace Optimas.Generators.Model;

/// <summary>
/// What each component and field of a system declares, by its dotted name. It goes into the graph and, with a saved configuration, into
/// files; settings, which no system declares, are left out.
/// </summary>
internal static class SystemSignature
{
    public static IEnumerable<KeyValuePair<string, string>> Of(SystemModel system)
    {
        var entries = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var component in system.Components)
        {
            entries[component.Name] = component.Signature;
            foreach (var field in component.Fields.Where(f => f.Kind != FieldKind.Setting))
                entries[$"{component.Name}.{field.Name}"] = field.Signature;
        }

        return entries;
    }
}
