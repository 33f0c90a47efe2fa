using System.Net;

namespace Optimas.Providers;

/// <summary>A call to a model's server that failed. The message says what happened and what to do; it never holds the API key.
/// Cancellation is not a failure: it arrives as <see cref="OperationCanceledException"/>.</summary>
public sealed class ProviderException : Exception
{
    /// <summary>Creates the exception of a failed call.</summary>
    public ProviderException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>What went wrong.</summary>
    public required ProviderFailure Failure { get; init; }

    /// <summary>The server's base address.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The model that was asked for.</summary>
    public required string Model { get; init; }

    /// <summary>The HTTP status, where the server answered with an error.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>How long the server asks to wait before the next try, where it says.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The server's own name for the error, such as <c>context_length_exceeded</c>, where it gives one.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Whether the same call may succeed later: a lost connection, a timeout, a cut reply, or a status of 408, 429 or 5xx other
    /// than 501, but not a quota that is used up.</summary>
    public bool IsTransient => Failure switch
    {
        ProviderFailure.Unreachable or ProviderFailure.TimedOut or ProviderFailure.Interrupted => true,
        ProviderFailure.Refused when ErrorCode != "insufficient_quota" =>
            StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
                or (>= HttpStatusCode.InternalServerError and not HttpStatusCode.NotImplemented),
        _ => false,
    };
}
