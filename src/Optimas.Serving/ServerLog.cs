using Microsoft.Extensions.Logging;

namespace Optimas.Serving;

/// <summary>What a server logs: of requests their route, outcome and cost; never a header, a query, a prompt, a reply or a key.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(1, LogLevel.Information, "Serving {Models} at {Address}")]
    public static partial void Started(ILogger logger, string models, Uri address);

    [LoggerMessage(2, LogLevel.Information, "{Method} {Route} {Status} in {Milliseconds} ms, model {Model}, tokens {InputTokens} in, {OutputTokens} out")]
    public static partial void Answered(
        ILogger logger, string method, string route, int status, long milliseconds, string? model, long inputTokens, long outputTokens);

    [LoggerMessage(3, LogLevel.Information, "{Route}: the client went away after {Milliseconds} ms, model {Model}")]
    public static partial void Left(ILogger logger, string route, long milliseconds, string? model);

    [LoggerMessage(4, LogLevel.Error, "{Route}: model {Model} failed: {Failure}")]
    public static partial void Failed(ILogger logger, string route, string? model, string failure);

    [LoggerMessage(5, LogLevel.Information, "Stopping: {Count} requests are in the server and have {Seconds} seconds to end")]
    public static partial void Stopping(ILogger logger, int count, double seconds);

    [LoggerMessage(6, LogLevel.Warning, "Stopped before {Count} requests had ended")]
    public static partial void Cut(ILogger logger, int count);

    [LoggerMessage(7, LogLevel.Information, "Stopped")]
    public static partial void Stopped(ILogger logger);
}
