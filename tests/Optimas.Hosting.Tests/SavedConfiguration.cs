using System.Text.Json;

namespace Optimas.Hosting.Tests;

/// <summary>A configuration file without where it comes from, which no two runs share.</summary>
internal static class SavedConfiguration
{
    public static async Task<string> ValuesAsync(string file) => Values(await File.ReadAllTextAsync(file));

    public static string Values(string json) => JsonSerializer.Serialize(JsonElement.Parse(json).GetProperty("components"));
}
