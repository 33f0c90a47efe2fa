using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Optimas.Kestrel;
using Optimas.Serving.Protocol;

namespace Optimas.Serving;

/// <summary>
/// An HTTP server that speaks OpenAI's protocol: <c>/v1/chat/completions</c>, <c>/v1/embeddings</c>, <c>/v1/models</c> and <c>/health</c>, over any
/// chat clients and embedding generators. It bounds what it takes on, and loses no request that it has let in.
/// </summary>
public sealed class ModelServer : IAsyncDisposable
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    private readonly ModelCatalogue _models;
    private readonly ModelServerOptions _options;
    private readonly ILogger _logger;
    private readonly ApiKeyCheck _key;
    private readonly RequestGate _gate;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _hurrying = new();
    private readonly Lock _stopLock = new();
    private WebApplication? _application;
    private Task? _stopped;
    private bool _isDisposed;

    private ModelServer(ModelCatalogue models, ModelServerOptions options, ILogger logger)
    {
        _models = models;
        _options = options;
        _logger = logger;
        _key = new(options.ApiKey);
        _gate = new(options.Slots, options.MaxQueue);
    }

    /// <summary>Where clients find it, such as <c>http://127.0.0.1:8080/v1</c>.</summary>
    public Uri Endpoint { get; private set; } = null!;

    /// <summary>Starts a server.</summary>
    /// <param name="models">What it offers; at least one.</param>
    /// <param name="options">Where it listens, whom it answers, and how much it takes on.</param>
    /// <param name="loggers">Where it logs to: routes, outcomes and costs, never a prompt, a reply or a key.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The server; requests can come.</returns>
    /// <exception cref="ArgumentException">
    /// An option is out of its range, names are not alone, or the address can be reached from other machines and there is no key.
    /// </exception>
    /// <exception cref="IOException">The address can't be listened at; another program may have it.</exception>
    public static async Task<ModelServer> StartAsync(
        IEnumerable<ServedModel> models, ModelServerOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(loggers);
        var addresses = await AddressesAsync(options.Checked(), cancellationToken).ConfigureAwait(false);
        var server = new ModelServer(new(models), options, loggers.CreateLogger<ModelServer>());
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

    /// <summary>Checks options as the start would, which is worth it before models are loaded.</summary>
    /// <param name="options">The options.</param>
    /// <param name="cancellationToken">Ends the look-up of the host.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or the address can be reached from other machines and there is no key.</exception>
    public static Task CheckAsync(ModelServerOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return AddressesAsync(options.Checked(), cancellationToken);
    }

    /// <summary>Starts a server that logs nothing.</summary>
    /// <inheritdoc cref="StartAsync(IEnumerable{ServedModel}, ModelServerOptions, ILoggerFactory, CancellationToken)"/>
    public static Task<ModelServer> StartAsync(IEnumerable<ServedModel> models, ModelServerOptions options, CancellationToken cancellationToken) =>
        StartAsync(models, options, NullLoggerFactory.Instance, cancellationToken);

    /// <summary>
    /// Stops the server: new requests get 503 at once, running ones may still end within <see cref="ModelServerOptions.ShutdownTimeout"/>, and
    /// what is not finished by then is ended with 503.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting: what still runs is ended now.</param>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_stopLock)
            return _stopped ??= StopOnceAsync(cancellationToken);
    }

    /// <summary>Stops the server without waiting for requests that run.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        await _hurrying.CancelAsync().ConfigureAwait(false);
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        if (_application is not null)
            await _application.DisposeAsync().ConfigureAwait(false);
        _gate.Dispose();
        _stopping.Dispose();
        _hurrying.Dispose();
    }

    private static async Task<IReadOnlyList<IPAddress>> AddressesAsync(ModelServerOptions options, CancellationToken cancellationToken)
    {
        var addresses = await ListenAddresses.FindAsync(options.Host, cancellationToken).ConfigureAwait(false);
        return options.ApiKey is null && ListenAddresses.OpenOne(addresses) is { } open
            ? throw new ArgumentException(
                $"{options.Host} ({open}) can be reached from other machines, so the server needs an API key: without one, everybody there could use the model. " +
                "Give a key, or listen at 127.0.0.1.")
            : addresses;
    }

    private async Task ListenAsync(IReadOnlyList<IPAddress> addresses, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        _application = BareKestrel.Create(addresses, _options.Port, _options.MaxBodyBytes, loggers);
        _application.Run(HandleAsync);
        await _application.StartAsync(cancellationToken).ConfigureAwait(false);
        Endpoint = new(new Uri(_application.Urls.First()), "/v1");
        ServerLog.Started(_logger, _models.Names, Endpoint);
    }

    private async Task StopOnceAsync(CancellationToken cancellationToken)
    {
        _gate.Close();
        if (_application is null)
            return;
        int inside = _gate.Working + _gate.Waiting;
        ServerLog.Stopping(_logger, inside, _options.ShutdownTimeout.TotalSeconds);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _hurrying.Token);
        // Still listening meanwhile, so that who comes now hears why it can't.
        await WaitAsync(_options.ShutdownTimeout, waiting.Token).ConfigureAwait(false);
        if (!_gate.Emptied.IsCompleted)
        {
            ServerLog.Cut(_logger, _gate.Working + _gate.Waiting);
            await _stopping.CancelAsync().ConfigureAwait(false);
            await WaitAsync(s_grace, CancellationToken.None).ConfigureAwait(false);
        }

        using var bound = new CancellationTokenSource(s_grace);
        await _application.StopAsync(bound.Token).ConfigureAwait(false);
        ServerLog.Stopped(_logger);
    }

    private async Task WaitAsync(TimeSpan bound, CancellationToken cancellationToken) =>
        await Task.WhenAny(_gate.Emptied, Task.Delay(bound, cancellationToken)).ConfigureAwait(false);

    private async Task HandleAsync(HttpContext context)
    {
        long started = Stopwatch.GetTimestamp();
        var exchange = new Exchange(context, _options);
        var route = Route.Of(context.Request);
        try
        {
            await AnswerAsync(route, exchange).ConfigureAwait(false);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            ServerLog.Left(_logger, route.Name, Milliseconds(started), exchange.Model);
            return;
        }
        catch (ApiException e)
        {
            await RefuseAsync(exchange, e).ConfigureAwait(false);
        }

        ServerLog.Answered(
            _logger,
            route.Method,
            route.Name,
            context.Response.StatusCode,
            Milliseconds(started),
            exchange.Model,
            exchange.Usage.InputTokenCount ?? 0,
            exchange.Usage.OutputTokenCount ?? 0);
    }

    private async Task AnswerAsync(Route route, Exchange exchange)
    {
        var context = exchange.Context;
        // A web page could otherwise reach a server on loopback by a name of its own that leads here.
        if (_options.ApiKey is null && !ListenAddresses.IsLoopbackName(context.Request.Host.Host))
        {
            throw new ApiException(
                StatusCodes.Status403Forbidden, "invalid_request_error", "host_not_allowed", param: null, "Without an API key this server answers only to localhost and loopback addresses.");
        }

        if (route.Kind == RouteKind.Health)
        {
            await HealthAsync(exchange).ConfigureAwait(false);
            return;
        }

        _key.Demand(context.Request);
        route.DemandMethod(context);
        switch (route.Kind)
        {
            case RouteKind.Models:
                await exchange.ReplyAsync(StatusCodes.Status200OK, _models.Write, context.RequestAborted).ConfigureAwait(false);
                break;
            case RouteKind.Model:
                var model = _models.Find(route.Model);
                await exchange.ReplyAsync(StatusCodes.Status200OK, writer => _models.Write(writer, model), context.RequestAborted).ConfigureAwait(false);
                break;
            default:
                await WorkAsync(route, exchange).ConfigureAwait(false);
                break;
        }
    }

    private Task HealthAsync(Exchange exchange) => exchange.ReplyAsync(
        _gate.IsClosed ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK,
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("status", _gate.IsClosed ? "stopping" : "ok");
            writer.WriteNumber("running", _gate.Working);
            writer.WriteNumber("waiting", _gate.Waiting);
            writer.WriteEndObject();
        },
        exchange.Context.RequestAborted);

    private async Task WorkAsync(Route route, Exchange exchange)
    {
        var context = exchange.Context;
        _gate.Enter();
        bool hasBody = false;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        ending.CancelAfter(_options.Timeout);
        try
        {
            if (route.Kind == RouteKind.Chat)
            {
                var request = await exchange.ReadBodyAsync(body => ChatRequest.Read(body, _options.Slots), ending.Token).ConfigureAwait(false);
                hasBody = true;
                await ChatAsync(exchange, request, ending.Token).ConfigureAwait(false);
            }
            else
            {
                var request = await exchange.ReadBodyAsync(EmbeddingRequest.Read, ending.Token).ConfigureAwait(false);
                hasBody = true;
                await EmbedAsync(exchange, request, ending.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is not ApiException && !context.RequestAborted.IsCancellationRequested)
        {
            throw _stopping.IsCancellationRequested ? ApiException.Stopping()
                : ending.IsCancellationRequested ? hasBody ? ApiException.TooSlow(_options.Timeout) : ApiException.BodyTooSlow()
                : e is ArgumentException and not ArgumentNullException ? ApiException.Invalid(param: null, MessageOf((ArgumentException)e))
                : Failure(route, exchange, e);
        }
        finally
        {
            _gate.Leave();
        }
    }

    private Task ChatAsync(Exchange exchange, ChatRequest request, CancellationToken cancellationToken)
    {
        var model = _models.Find(request.Model);
        exchange.Model = model.Name;
        var client = model.Chat ?? throw ApiException.Unsupported("model", $"The model {model.Name} makes embeddings, but does not chat.");
        return _gate.WorkAsync(request.Choices, () => new ChatCompletions(exchange, request, client).AnswerAsync(cancellationToken), cancellationToken);
    }

    private Task EmbedAsync(Exchange exchange, EmbeddingRequest request, CancellationToken cancellationToken)
    {
        var model = _models.Find(request.Model);
        exchange.Model = model.Name;
        var generator = model.Embeddings ?? throw ApiException.Unsupported("model", $"The model {model.Name} chats, but makes no embeddings.");
        return _gate.WorkAsync(1, () => Embeddings.AnswerAsync(exchange, request, generator, cancellationToken), cancellationToken);
    }

    private ApiException Failure(Route route, Exchange exchange, Exception failure)
    {
        string text = failure.ToString();
        if (_options.ApiKey is { } key)
            text = text.Replace(key, "***", StringComparison.Ordinal);
        ServerLog.Failed(_logger, route.Name, exchange.Model, text);
        return ApiException.Failed();
    }

    // What the model says of a request that it can't take, without the name of the parameter that the caller does not know.
    private static string MessageOf(ArgumentException error)
    {
        int end = error.ParamName is { } name ? error.Message.IndexOf($" (Parameter '{name}')", StringComparison.Ordinal) : -1;
        return end < 0 ? error.Message : error.Message[..end];
    }

    private static async Task RefuseAsync(Exchange exchange, ApiException error)
    {
        var context = exchange.Context;
        if (!exchange.HasStarted)
        {
            await exchange.ReplyAsync(error, context.RequestAborted).ConfigureAwait(false);
            return;
        }

        // Too late for a status: an event says it, and the connection closes without the end of the reply, so that no client takes it for whole.
        await exchange.SendAsync(error.Write, context.RequestAborted).ConfigureAwait(false);
        throw error;
    }

    private static long Milliseconds(long started) => (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
}
