using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Optimas.Serving.Protocol;

namespace Optimas.Serving;

/// <summary>Compares the bearer token of requests with the server's key, in a time that tells nothing of either.</summary>
internal sealed class ApiKeyCheck(string? key)
{
    private const string Scheme = "Bearer ";

    // Hashes are of one length, so that not even the key's length shows.
    private readonly byte[]? _hash = key is null ? null : Hash(key);

    /// <exception cref="ApiException">There is no key, or it is wrong.</exception>
    public void Demand(HttpRequest request)
    {
        if (_hash is null)
            return;
        var header = request.Headers.Authorization;
        string? given = header.Count == 1 && header[0] is { } value && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? value[Scheme.Length..].Trim() : null;
        if (given is null)
            throw Refusal("This server needs its API key: send the header Authorization: Bearer KEY.");
        if (!CryptographicOperations.FixedTimeEquals(Hash(given), _hash))
            throw Refusal("The API key is not the one of this server.");
    }

    private static ApiException Refusal(string message) =>
        new(StatusCodes.Status401Unauthorized, "invalid_request_error", "invalid_api_key", param: null, message);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
