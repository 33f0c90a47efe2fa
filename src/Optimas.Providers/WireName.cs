namespace Optimas.Providers;

/// <summary>Names of authors and schemas, which may hold only ASCII letters, digits, underscores and hyphens, 64 at most.</summary>
internal static class WireName
{
    private const int Longest = 64;

    public static string? From(string? name) => string.IsNullOrWhiteSpace(name)
        ? null
        : string.Concat(name.Take(Longest).Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_'));
}
