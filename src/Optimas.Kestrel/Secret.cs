using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Optimas.Kestrel;

/// <summary>Something that a caller must know, compared in a time that tells nothing of it.</summary>
internal sealed class Secret(string value)
{
    private const string Scheme = "Bearer ";

    // Hashes are of one length, so that not even the secret's length shows.
    private readonly byte[] _hash = Hash(value);

    /// <summary>Whether a value can be sent in a header: not empty, and of visible ASCII characters only.</summary>
    public static bool FitsHeader(string value) => value.Length > 0 && !value.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>The bearer token of a request; null if it has none, or more than one.</summary>
    public static string? BearerOf(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        return header.Count == 1 && header[0] is { } value && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? value[Scheme.Length..].Trim() : null;
    }

    public bool Is(string given) => CryptographicOperations.FixedTimeEquals(Hash(given), _hash);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
