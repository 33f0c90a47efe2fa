using System.CommandLine;
using Microsoft.Extensions.Logging;
using Optimas.Cli.CommandLine;
using Optimas.Serving;

namespace Optimas.Cli.Serve;

/// <summary><c>optimas serve</c>: a local model behind OpenAI's protocol.</summary>
internal static class ServeVerb
{
    public const string KeyVariable = "OPTIMAS_API_KEY";

    private const int MostSlots = 1024;

    public static Command Create()
    {
        var defaults = ModelServerOptions.Default;
        var model = new Option<string?>("--model") { Description = "A model's folder as Hugging Face has them; the pocket model without it.", HelpName = "FOLDER" };
        var host = new Option<string>("--host") { Description = "The address to listen at. Other than loopback needs a key.", DefaultValueFactory = _ => defaults.Host };
        var port = new Option<int>("--port") { Description = "The port; 0 takes a free one.", DefaultValueFactory = _ => defaults.Port };
        var key = new Option<string?>("--api-key")
        {
            Description = $"What requests must carry as a bearer token. Other users of this machine can see it on the command line; the variable {KeyVariable} hides it.",
            HelpName = "KEY",
        };
        var body = new Option<long>("--max-body") { Description = "The longest request body.", HelpName = "BYTES", DefaultValueFactory = _ => defaults.MaxBodyBytes };
        var queue = new Option<int>("--max-queue") { Description = "How many requests may wait; beyond that they get 429.", DefaultValueFactory = _ => defaults.MaxQueue };
        var timeout = new Option<double>("--timeout")
        {
            Description = "How long a request may take, its waiting included.",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => defaults.Timeout.TotalSeconds,
        };
        var slots = new Option<int>("--slots") { Description = "How many texts are written at once, in shared forward passes.", DefaultValueFactory = _ => defaults.Slots };
        var context = new Option<int>("--context")
        {
            Description = "The longest text of a model from a folder, prompt and reply together; the model's own limit where that is lower.",
            HelpName = "TOKENS",
            DefaultValueFactory = _ => 2048,
        };
        var device = new Option<string>("--device") { Description = "cpu or cuda.", DefaultValueFactory = _ => "cpu" };
        device.AcceptOnlyFromAmong("cpu", "cuda");

        var command = new Command("serve", "Serves a model over HTTP, by OpenAI's protocol: chat completions, embeddings, models.")
        {
            model, host, port, key, body, queue, timeout, slots, context, device,
        };
        command.SetVerb(async (parsed, ct) =>
        {
            double seconds = parsed.GetValue(timeout);
            if (seconds is not (> 0 and <= 86_400))
                throw new ArgumentException($"--timeout is {seconds}. Give a positive number of seconds, 86400 (a day) at most.");
            if (parsed.GetValue(slots) is < 1 or > MostSlots)
                throw new ArgumentException($"--slots is {parsed.GetValue(slots)}. Give a number from 1 to {MostSlots}.");
            if (parsed.GetValue(context) < 2)
                throw new ArgumentException($"--context is {parsed.GetValue(context)}. Give at least 2 tokens.");
            var options = new ModelServerOptions
            {
                Host = parsed.GetValue(host)!,
                Port = parsed.GetValue(port),
                ApiKey = parsed.GetValue(key) ?? (Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } named ? named : null),
                MaxBodyBytes = parsed.GetValue(body),
                MaxQueue = parsed.GetValue(queue),
                Slots = parsed.GetValue(slots),
                Timeout = TimeSpan.FromSeconds(seconds),
            };
            using var loggers = ConsoleLog.Create(LogLevel.Information);
            await RunAsync(parsed, new ModelSource(parsed.GetValue(model), parsed.GetValue(device)!, options.Slots, parsed.GetValue(context)), options, loggers, ct)
                .ConfigureAwait(false);
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(ParseResult parsed, ModelSource source, ModelServerOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var output = parsed.InvocationConfiguration.Output;
        // Before the weights are read, since that can take minutes.
        await ModelServer.CheckAsync(options, cancellationToken).ConfigureAwait(false);
        var models = await source.LoadAsync(cancellationToken).ConfigureAwait(false);
        await using var loaded = models.ConfigureAwait(false);
        var server = await ModelServer.StartAsync(models.Served, options, loggers, cancellationToken).ConfigureAwait(false);
        await using var started = server.ConfigureAwait(false);
        string names = string.Join(" and ", models.Served.Select(m => m.Name));
        await output.WriteLineAsync($"Serving {names} at {server.Endpoint}{(options.ApiKey is null ? "" : " to who has the API key")}. Ctrl-C stops.").ConfigureAwait(false);
        await output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await output.WriteLineAsync($"Stopping; running requests have {options.ShutdownTimeout.TotalSeconds:0} seconds to end. A second Ctrl-C ends them now.").ConfigureAwait(false);
        await server.StopAsync(CancellationToken.None).ConfigureAwait(false);
    }
}
