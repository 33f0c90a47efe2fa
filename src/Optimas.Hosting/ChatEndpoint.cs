using Microsoft.Extensions.AI;
using Optimas.Providers;

namespace Optimas.Hosting;

/// <summary>
/// The options <c>--endpoint</c>, <c>--model</c> and <c>--embedding-model</c>: a program runs on a model of its own offline, and on any server
/// that speaks OpenAI's protocol by one option. The options of the middleware around the server's client come with them.
/// </summary>
public static class ChatEndpoint
{
    /// <summary>The environment variable that holds the server's key.</summary>
    public const string KeyVariable = "OPENAI_API_KEY";

    internal const string Endpoint = "--endpoint";
    private const string Model = "--model", EmbeddingModel = "--embedding-model";

    /// <summary>The options, for <see cref="SystemHost{TIn, TOut, TLabel, TConfiguration}.Options"/>.</summary>
    public static IReadOnlyList<HostOption> Options { get; } =
    [
        new(Endpoint, $"A server that speaks OpenAI's protocol, as https://api.openai.com/v1; its key is read from {KeyVariable}. Needs --model."),
        new(Model, "The server's model; where the system chooses among models, name one for each, in the order of its choices."),
        .. ChatMiddleware.Options,
    ];

    /// <summary>The options of a program that searches by meaning too.</summary>
    public static IReadOnlyList<HostOption> SearchOptions { get; } =
    [
        .. Options,
        new(EmbeddingModel, "The server's embedding model, for retrieval by meaning beside retrieval by words."),
    ];

    /// <summary>A proposer of prompts for the server that the command line names, half by OPRO and half by critique; without a server, the program's own.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="client">The client, as made by <see cref="CreateChatClient"/>.</param>
    /// <param name="offline">Makes the program's own proposer out of its own client.</param>
    public static IPromptProposer CreateProposer(HostArguments arguments, IChatClient client, Func<IChatClient, IPromptProposer> offline)
    {
        ArgumentNullException.ThrowIfNull(offline);
        return IsNamed(arguments) ? new ProposerPanel(new OproProposer(client), new CritiqueProposer(client)) : offline(client);
    }

    /// <summary>Whether the command line names a server.</summary>
    /// <param name="arguments">The command line.</param>
    public static bool IsNamed(HostArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return arguments.Values.ContainsKey(Endpoint);
    }

    /// <summary>
    /// A client for the server that the command line names, with the middleware that it asks for; without a server, the program's own, within the
    /// limits of calls, tokens and time. All clients of a command line share cache, cassette, rate and budget.
    /// </summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="offline">Makes the program's own client.</param>
    /// <param name="models">The model names that the system's choices use, to be replaced by the server's in this order.</param>
    /// <exception cref="ArgumentException">The options don't fit together; the message says what to give.</exception>
    public static IChatClient CreateChatClient(HostArguments arguments, Func<IChatClient> offline, params IReadOnlyList<string> models)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(offline);
        ArgumentNullException.ThrowIfNull(models);
        var named = arguments.Values.GetValueOrDefault(Model) ?? [];
        if (!IsNamed(arguments))
            return named.Count == 0 ? Middleware(arguments).AroundOwn(offline) : throw new ArgumentException($"{Model} names a server's model, but {Endpoint} is missing.");
        if (named.Count == 0)
            throw new ArgumentException($"{Endpoint} needs {Model} NAME: the model to ask for.");
        if (named.Count > Math.Max(1, models.Count))
            throw new ArgumentException($"{Model} names {named.Count} models, but the system chooses among {Math.Max(1, models.Count)}.");
        // Fewer names than choices: the last one stands for the rest.
        var names = models.Select((m, i) => (m, Name: named[Math.Min(i, named.Count - 1)])).ToDictionary(p => p.m, p => p.Name, StringComparer.Ordinal);
        return new ModelNames(Middleware(arguments).AroundServer(new OpenAICompatibleChatClient(Server(arguments, named[0])), named), names);
    }

    /// <summary>An embedding generator of the server that the command line names; null without <c>--embedding-model</c>.</summary>
    /// <param name="arguments">The command line.</param>
    /// <exception cref="ArgumentException">The options don't fit together; the message says what to give.</exception>
    public static IEmbeddingGenerator<string, Embedding<float>>? CreateEmbeddingGenerator(HostArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return arguments.Values.GetValueOrDefault(EmbeddingModel) switch
        {
            null => null,
            [var name] when IsNamed(arguments) => new OpenAICompatibleEmbeddingGenerator(Server(arguments, name)),
            [_] => throw new ArgumentException($"{EmbeddingModel} names a server's model, but {Endpoint} is missing."),
            _ => throw new ArgumentException($"{EmbeddingModel} takes one name."),
        };
    }

    private static ChatMiddleware Middleware(HostArguments arguments) => arguments.Middleware
        ?? (arguments.Values.Keys.FirstOrDefault(ChatMiddleware.Options.Select(o => o.Name).Contains) is not { } option
            ? ChatMiddleware.Default
            : throw new ArgumentException($"{option} needs arguments that a SystemHost has read: they hold what all of its clients share."));

    private static OpenAICompatibleOptions Server(HostArguments arguments, string model)
    {
        if (arguments.Values[Endpoint] is not [var address] || !Uri.TryCreate(address, UriKind.Absolute, out var endpoint))
            throw new ArgumentException($"{Endpoint} takes one address, as http://localhost:11434/v1.");
        string? key = Environment.GetEnvironmentVariable(KeyVariable);
        return new() { Endpoint = endpoint, Model = model, ApiKey = string.IsNullOrEmpty(key) ? null : key };
    }
}
