using System.ClientModel;

namespace Optimas.Providers;

/// <summary>Which failures may be gone at the next try: the one rule of retries and <see cref="ProviderException.IsTransient"/>.</summary>
internal static class Transience
{
    // 501 and 505 say that the server will never do it.
    public static bool Of(int status) => status is 408 or 429 or (>= 500 and < 600 and not 501 and not 505);

    public static bool Of(Exception exception) => exception switch
    {
        ClientResultException { Status: 0, InnerException: { } inner } => Of(inner),
        ClientResultException { Status: var status } => Of(status),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError or HttpRequestError.InvalidResponse } => false,
        HttpRequestException or IOException or OperationCanceledException or TimeoutException => true,
        _ => false,
    };

    /// <summary>
    /// The rule for whatever a chat client throws, where an <see cref="OperationCanceledException"/> may be the work of someone who
    /// cancelled: it counts only where a timeout is its cause.
    /// </summary>
    public static bool OfCall(Exception exception) => exception switch
    {
        ProviderException failure => failure.IsTransient,
        HttpRequestException { StatusCode: { } status } => Of((int)status),
        OperationCanceledException => exception.InnerException is TimeoutException,
        FileNotFoundException or DirectoryNotFoundException or PathTooLongException => false,
        _ => Of(exception),
    };
}
