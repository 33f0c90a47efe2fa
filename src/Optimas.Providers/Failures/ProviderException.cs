using System.Net;

namespace Optimas.Providers;

/// <summary>
/// A call to a model's server that failed. The message says what happened and what to do; neither it nor an inner exception holds the API
/// key. Cancellation is not a failure: it arrives as <see cref="OperationCanceledException"/>.
/// </summary>
/// <param name="message">What happened and what to do.</param>
/// <param name="innerException">What the transport or the parser said, where one of them failed.</param>
public sealed class ProviderException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The HTTP status of the server's error; null where it answered with none.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>How long the server asks to wait before the next try; null where it doesn't say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The server's own name for the error, such as <c>context_length_exceeded</c>; null where it gives none.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>
    /// Whether the same call may succeed later: after a lost connection, a timeout, a reply cut short, or a status of 408, 429 or 5xx
    /// other than 501 and 505; not after a quota that is used up.
    /// </summary>
    public bool IsTransient { get; init; }
}
