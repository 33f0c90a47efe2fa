using System.Text.Json;

namespace Optimas.Cli.Runs;

/// <summary>A stored configuration's values by their dotted names, read without the system's code.</summary>
internal static class ConfigurationValues
{
    public static SortedDictionary<string, string> Read(string json)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        using var document = JsonDocument.Parse(json);
        foreach (var component in document.RootElement.GetProperty("components").EnumerateObject())
        {
            foreach (var field in component.Value.EnumerateObject())
                values[$"{component.Name}.{field.Name}"] = field.Value.ValueKind == JsonValueKind.Object ? Selector(field.Value) : field.Value.GetRawText();
        }

        return values;
    }

    /// <summary>The fields in which two configurations differ; null for a field that one of them does not have.</summary>
    public static IReadOnlyList<(string Field, string? Before, string? After)> Differences(string before, string after)
    {
        var (first, second) = (Read(before), Read(after));
        return
        [
            .. first.Keys.Union(second.Keys).Order(StringComparer.Ordinal)
                .Select(field => (field, first.GetValueOrDefault(field), second.GetValueOrDefault(field)))
                .Where(d => d.Item2 != d.Item3),
        ];
    }

    /// <summary>A difference on one line.</summary>
    public static string Show((string Field, string? Before, string? After) difference) =>
        $"{difference.Field}: {Show(difference.Before)} → {Show(difference.After)}";

    private static string Show(string? value) => value is null ? "nothing" : RunText.OneLine(Unescape(value));

    // Escapes are for machines.
    private static string Unescape(string json)
    {
        using var value = JsonDocument.Parse(json);
        return value.RootElement.ValueKind == JsonValueKind.String ? $"\"{value.RootElement.GetString()}\"" : json;
    }

    // A local reward is thousands of numbers: that it is another one is all that can be said.
    private static string Selector(JsonElement reward)
    {
        byte[] hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(reward.GetRawText()));
        return $"\"a local reward, {Convert.ToHexStringLower(hash.AsSpan(0, 4))}\"";
    }
}
