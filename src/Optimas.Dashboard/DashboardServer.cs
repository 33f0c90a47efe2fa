using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Optimas.Dashboard.Access;
using Optimas.Dashboard.Api;
using Optimas.Dashboard.Assets;
using Optimas.Dashboard.Exchange;
using Optimas.Kestrel;

namespace Optimas.Dashboard;

/// <summary>
/// An HTTP server that shows the runs of a store, also while another process writes them. It reads only. Its pages are part of it and ask nothing
/// of any other server.
/// </summary>
public sealed class DashboardServer : IAsyncDisposable
{
    // Enough for the one form that can be sent.
    private const long MaxBodyBytes = 4096;

    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    private readonly DashboardOptions _options;
    private readonly ILogger _logger;
    private readonly HostCheck _hosts;
    private readonly SignIn _signIn;
    private readonly PageFiles _files = new();
    private readonly RunApi _api;
    private WebApplication? _application;

    private DashboardServer(DashboardOptions options, ILogger logger)
    {
        _options = options;
        _logger = logger;
        _hosts = new(options.Host);
        _signIn = new(options.Token, _files);
        _api = new(options.File);
    }

    /// <summary>Where browsers find it, such as <c>http://127.0.0.1:8090/</c>.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Starts a dashboard that logs nothing.</summary>
    /// <inheritdoc cref="StartAsync(DashboardOptions, ILoggerFactory, CancellationToken)"/>
    public static Task<DashboardServer> StartAsync(DashboardOptions options, CancellationToken cancellationToken) =>
        StartAsync(options, NullLoggerFactory.Instance, cancellationToken);

    /// <summary>Starts a dashboard. The store need not exist yet: pages say so, and look again.</summary>
    /// <param name="options">Which store it shows, where it listens, and whom it lets in.</param>
    /// <param name="loggers">Where it logs to: routes, outcomes and times, never what a run holds, a query or a token.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or the address can be reached from other machines and there is no token.</exception>
    /// <exception cref="IOException">The address can't be listened at; another program may have it.</exception>
    public static async Task<DashboardServer> StartAsync(DashboardOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(loggers);
        var addresses = await ListenAddresses.FindAsync(options.Checked().Host, cancellationToken).ConfigureAwait(false);
        if (options.Token is null && ListenAddresses.OpenOne(addresses) is { } open)
        {
            throw new ArgumentException(
                $"{options.Host} ({open}) can be reached from other machines, so the dashboard needs a token: without one, everybody there could read the runs. " +
                "Give a token, or listen at 127.0.0.1.");
        }

        var server = new DashboardServer(options, loggers.CreateLogger<DashboardServer>());
        try
        {
            await server.ListenAsync(addresses, loggers, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return server;
    }

    /// <summary>Stops the dashboard; what is being answered may end within two seconds.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_application is null)
            return;
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(s_grace);
        await _application.StopAsync(bound.Token).ConfigureAwait(false);
    }

    /// <summary>Stops the dashboard.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_application is not null)
        {
            await StopAsync(CancellationToken.None).ConfigureAwait(false);
            await _application.DisposeAsync().ConfigureAwait(false);
        }

        _api.Dispose();
    }

    private async Task ListenAsync(IReadOnlyList<IPAddress> addresses, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        _application = BareKestrel.Create(addresses, _options.Port, MaxBodyBytes, loggers);
        _application.Run(HandleAsync);
        await _application.StartAsync(cancellationToken).ConfigureAwait(false);
        Address = new(_application.Urls.First());
        DashboardLog.Started(_logger, _options.File, Address);
    }

    private async Task HandleAsync(HttpContext context)
    {
        long started = Stopwatch.GetTimestamp();
        var route = Route.Of(context.Request.Path.Value ?? "");
        SecurityHeaders.Set(context.Response);
        try
        {
            await AnswerAsync(route, context).ConfigureAwait(false);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (RequestException e)
        {
            await e.ReplyAsync(context).ConfigureAwait(false);
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            DashboardLog.Failed(_logger, route.Name, e);
            await new RequestException(StatusCodes.Status500InternalServerError, "failed", null, "The dashboard failed to answer; its log says more.")
                .ReplyAsync(context).ConfigureAwait(false);
        }

        DashboardLog.Answered(
            _logger, HttpMethods.IsPost(context.Request.Method) ? "POST" : "GET", route.Name, context.Response.StatusCode,
            (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    private Task AnswerAsync(Route route, HttpContext context)
    {
        _hosts.Demand(context.Request);
        bool isForm = route.Kind == RouteKind.SignIn && _signIn.IsNeeded;
        DemandMethod(context, isForm);
        if (isForm)
            return _signIn.AnswerAsync(context);
        // The program's own files are no secret, and the form needs them.
        if (route.Kind == RouteKind.File)
            return _files.ReplyAsync(context, route.Last);
        if (!_signIn.IsKnown(context.Request))
        {
            return route.Kind == RouteKind.Page
                ? _signIn.ReplyWithFormAsync(context)
                : throw new RequestException(
                    StatusCodes.Status401Unauthorized, "unauthorized", null, "This dashboard needs its token: send the header Authorization: Bearer TOKEN.");
        }

        return route.Kind switch
        {
            RouteKind.Page => Shell.ReplyAsync(context, _files),
            RouteKind.Api => _api.ReplyAsync(context, route),
            _ => throw new RequestException(StatusCodes.Status404NotFound, "not_found", null, "Nothing is at this address; the pages begin at /."),
        };
    }

    private static void DemandMethod(HttpContext context, bool isForm)
    {
        string method = context.Request.Method;
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || (isForm && HttpMethods.IsPost(method)))
            return;
        context.Response.Headers.Allow = isForm ? "GET, HEAD, POST" : "GET, HEAD";
        throw new RequestException(StatusCodes.Status405MethodNotAllowed, "method_not_allowed", null, "The dashboard only reads: ask by GET.");
    }
}
