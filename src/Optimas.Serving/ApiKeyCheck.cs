using Microsoft.AspNetCore.Http;
using Optimas.Kestrel;
using Optimas.Serving.Protocol;

namespace Optimas.Serving;

/// <summary>Compares the bearer token of requests with the server's key.</summary>
internal sealed class ApiKeyCheck(string? key)
{
    private readonly Secret? _key = key is null ? null : new(key);

    /// <exception cref="ApiException">There is no key, or it is wrong.</exception>
    public void Demand(HttpRequest request)
    {
        if (_key is null)
            return;
        string given = Secret.BearerOf(request) ?? throw Refusal("This server needs its API key: send the header Authorization: Bearer KEY.");
        if (!_key.Is(given))
            throw Refusal("The API key is not the one of this server.");
    }

    private static ApiException Refusal(string message) =>
        new(StatusCodes.Status401Unauthorized, "invalid_request_error", "invalid_api_key", param: null, message);
}
