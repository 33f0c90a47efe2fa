using Microsoft.Extensions.Logging;

namespace Optimas.Dashboard;

/// <summary>What a dashboard logs: of requests their route, outcome and time; never a query, a header, a token or what a run holds.</summary>
internal static partial class DashboardLog
{
    [LoggerMessage(1, LogLevel.Information, "The runs of {File} at {Address}")]
    public static partial void Started(ILogger logger, string file, Uri address);

    [LoggerMessage(2, LogLevel.Debug, "{Method} {Route} {Status} in {Milliseconds} ms")]
    public static partial void Answered(ILogger logger, string method, string route, int status, long milliseconds);

    [LoggerMessage(3, LogLevel.Error, "{Route} failed")]
    public static partial void Failed(ILogger logger, string route, Exception failure);
}
