using System.Collections.Immutable;
using System.Text.Json;

namespace Optimas;

/// <summary>What became of every value of a configuration that was saved for another signature of its system.</summary>
/// <param name="Drift">What differs between the signatures, one sentence a field; empty where the configuration fits as it is.</param>
/// <param name="Fields">What became of each field, in the order of the graph, followed by what the graph no longer has.</param>
public sealed record ConfigurationMigration(ImmutableArray<string> Drift, ImmutableArray<MigratedField> Fields)
{
    /// <summary>Whether a value was dropped: the migrated configuration has the field's default there, or no such field.</summary>
    public bool LosesValues => Fields.Any(f => f.Outcome == MigrationOutcome.Dropped);

    internal static (SystemConfiguration Configuration, ConfigurationMigration Report) Of(JsonElement json, SystemConfiguration defaults)
    {
        var graph = defaults.Graph;
        var components = ConfigurationJson.Components(json);
        var stored = json.TryGetProperty(ConfigurationJson.SignatureKey, out var signature) && signature.ValueKind == JsonValueKind.Object
            ? ConfigurationDrift.Declared(signature)
            : null;
        var found = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var component in components.EnumerateObject())
        {
            if (component.Value.ValueKind != JsonValueKind.Object)
            {
                found[component.Name] = component.Value;
                continue;
            }

            foreach (var field in component.Value.EnumerateObject())
                found[$"{component.Name}.{field.Name}"] = field.Value;
        }

        var fields = ImmutableArray.CreateBuilder<MigratedField>();
        var configuration = defaults;
        foreach (var field in graph.Fields)
        {
            if (!found.Remove(field.Name, out var value))
            {
                fields.Add(new(field.Name, MigrationOutcome.Default, $"the file does not have it: {Default(field)}"));
            }
            else if (ConfigurationDrift.Reject(field.Parameter, value) is { } reason)
            {
                fields.Add(new(field.Name, MigrationOutcome.Dropped, $"{reason}: {Default(field)}"));
            }
            else
            {
                configuration = configuration.WithValue(field, field.Parameter.ReadValue(value));
                fields.Add(new(field.Name, MigrationOutcome.Kept, ConfigurationDrift.Show(value) + Rewired(graph.Components[field.Component])));
            }
        }

        foreach (var component in graph.Components)
        {
            if (!found.Remove($"{component.Name}.{nameof(ComponentConfiguration.Selector)}", out var value))
                continue;
            string name = $"{component.Name}.{nameof(ComponentConfiguration.Selector)}";
            var (selector, reason) = Selector(component, value, Rewired(component).Length > 0);
            if (selector is not null)
                configuration = configuration.WithComponent(component.Index, configuration.GetComponent(component.Index)! with { Selector = selector });
            fields.Add(new(name, selector is null ? MigrationOutcome.Dropped : MigrationOutcome.Kept, reason));
        }

        foreach (var (name, value) in found.OrderBy(f => f.Key, StringComparer.Ordinal))
            fields.Add(new(name, MigrationOutcome.Dropped, $"{graph.Name} has no such field: {ConfigurationDrift.Show(value)} has no place"));
        return (configuration, new([.. ConfigurationDrift.Sentences(json, graph)], fields.ToImmutable()));

        // A value may be legal and no longer good.
        string Rewired(ComponentInfo component) =>
            stored?.GetValueOrDefault(component.Name) is { } before && graph.Signature.GetValueOrDefault(component.Name) is { } now && before != now
                ? $", though it was found while {component.Name} was {before} and not {now}"
                : "";
    }

    private static string Default(ConfigurationField field)
    {
        string text = ParameterInfo.Show(field.Parameter.DefaultValue).ReplaceLineEndings(" ");
        return $"it has its default {(text.Length <= 60 ? text : text[..60] + "…")}";
    }

    // A local reward knows the values that it was trained on, and no others.
    private static (PerInputSelector? Selector, string Reason) Selector(ComponentInfo component, JsonElement value, bool isRewired)
    {
        if (isRewired)
            return (null, "its local reward was trained on other inputs or outputs of the component");
        if (!component.Parameters.Any(p => p.IsPerInput))
            return (null, $"no field of {component.Name} is chosen per input");
        try
        {
            return (new(LocalRewardJson.Read(value)), "its local reward still fits");
        }
        catch (JsonException e)
        {
            return (null, e.Message);
        }
    }
}

/// <summary>What became of a field.</summary>
/// <param name="Field">Its dotted name, as <c>Passages.K</c>.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">Why, or the value that was kept.</param>
public sealed record MigratedField(string Field, MigrationOutcome Outcome, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => Outcome switch
    {
        MigrationOutcome.Kept => $"kept     {Field} = {Reason}",
        MigrationOutcome.Dropped => $"dropped  {Field} {Reason}",
        _ => $"default  {Field}: {Reason}",
    };
}

/// <summary>What can become of a field in a migration.</summary>
public enum MigrationOutcome
{
    /// <summary>Its value is legal and stays.</summary>
    Kept,

    /// <summary>Its value is illegal now, or the field is gone.</summary>
    Dropped,

    /// <summary>The file has no value for it, so that it has its default.</summary>
    Default,
}
