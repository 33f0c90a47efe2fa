using System.ClientModel;

namespace Optimas.Providers;

/// <summary>Which failures may be gone at the next try: the one rule of retries and <see cref="ProviderException.IsTransient"/>.</summary>
internal static class Transience
{
    public static bool Of(int status) => status is 408 or 429 or 500 or 502 or 503 or 504;

    public static bool Of(Exception exception) => exception switch
    {
        ClientResultException { Status: 0, InnerException: { } inner } => Of(inner),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError or HttpRequestError.InvalidResponse } => false,
        HttpRequestException or IOException or OperationCanceledException or TimeoutException => true,
        _ => false,
    };
}
