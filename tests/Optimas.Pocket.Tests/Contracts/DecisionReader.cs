namespace Optimas.Pocket.Tests.Contracts;

/// <summary>The first yes, no or maybe in a text.</summary>
internal static class DecisionReader
{
    public static string? Read(string text) => text.ToLowerInvariant()
        .Split(' ', ',', '.', ':', ';', '(', ')').FirstOrDefault(w => w is "yes" or "no" or "maybe");
}
