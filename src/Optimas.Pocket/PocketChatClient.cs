using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Optimas.Learning;

namespace Optimas.Pocket;

/// <summary>
/// The pocket model as a chat client: a real language model of a few million parameters that runs offline. It comes in two sizes, which
/// <see cref="ChatOptions.ModelId"/> chooses from. Each is loaded when it is first asked. Concurrent requests share forward passes.
/// </summary>
/// <remarks>
/// It can do what it was trained on: the components of the five systems of the samples, in a made-up world, and the proposing of instructions for
/// them. Where no temperature is given it is 0.7; where no limit is given a reply has 192 tokens at most.
/// </remarks>
public sealed class PocketChatClient : IChatClient, IAsyncDisposable
{
    /// <summary>The larger model, and the default.</summary>
    public const string Large = "pocket";

    /// <summary>The smaller model: six times fewer parameters.</summary>
    public const string Small = "pocket-mini";

    private const int LongestText = 1024;

    // Passes of fewer texts cost more of each.
    private const int LeastTextsOfLane = 4;

    private readonly PocketOptions _options;
    private readonly Dictionary<string, Lazy<Task<Loaded>>> _models;
    private bool _isDisposed;

    /// <summary>A client over the weights that come with the package.</summary>
    public PocketChatClient()
        : this(PocketOptions.Default)
    {
    }

    /// <summary>A client.</summary>
    /// <param name="options">How the model runs.</param>
    public PocketChatClient(PocketOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _models = new[] { Large, Small }.ToDictionary(
            name => name, name => new Lazy<Task<Loaded>>(() => Task.Run(() => LoadAsync(name))), StringComparer.Ordinal);
    }

    /// <summary>The folder of the checkpoints that come with the package.</summary>
    public static string ShippedFolder => Path.Combine(AppContext.BaseDirectory, "pocket-models");

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The model's name is none of the two, or the conversation is too long.</exception>
    /// <exception cref="CheckpointException">The weights are missing or damaged, or the configuration names weights that are not there.</exception>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var model = await FindAsync(options, cancellationToken).ConfigureAwait(false);
        return await model.Client.GetResponseAsync(messages, Complete(options), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The model's name is none of the two, or the conversation is too long.</exception>
    /// <exception cref="CheckpointException">The weights are missing or damaged, or the configuration names weights that are not there.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var model = await FindAsync(options, cancellationToken).ConfigureAwait(false);
        await foreach (var update in model.Client.GetStreamingResponseAsync(messages, Complete(options), cancellationToken).ConfigureAwait(false))
            yield return update;
    }

    /// <summary>
    /// Gives, besides the usual, the larger model's <see cref="LanguageModel"/>, <see cref="GenerationEngine"/> and <see cref="AdapterStore"/>,
    /// and loads it for that.
    /// </summary>
    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
            return null;
        if (serviceType.IsInstanceOfType(this))
            return this;
        return serviceType == typeof(ChatClientMetadata)
            ? new ChatClientMetadata("optimas", providerUri: null, Large)
            : serviceType == typeof(LanguageModel) || serviceType == typeof(GenerationEngine) || serviceType == typeof(AdapterStore)
                ? _models[Large].Value.GetAwaiter().GetResult().Client.GetService(serviceType)
                : null;
    }

    /// <inheritdoc/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Ends the texts under way and frees the models.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        foreach (var model in _models.Values.Where(m => m.IsValueCreated))
        {
            if (await Task.WhenAny(model.Value).ConfigureAwait(false) is { IsCompletedSuccessfully: true } loaded)
                await (await loaded.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
    }

    private static ChatOptions Complete(ChatOptions? options)
    {
        var complete = options?.Clone() ?? new();
        complete.Temperature ??= 0.7f;
        complete.MaxOutputTokens ??= 192;
        return complete;
    }

    private async Task<Loaded> FindAsync(ChatOptions? options, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        string name = options?.ModelId ?? Large;
        return _models.TryGetValue(name, out var model)
            ? await model.Value.WaitAsync(cancellationToken).ConfigureAwait(false)
            : throw new ArgumentException($"There is no model {name}; there are {string.Join(" and ", _models.Keys)}.", nameof(options));
    }

    private async Task<Loaded> LoadAsync(string name)
    {
        var model = await LanguageModel.LoadAsync(
            Path.Combine(_options.ModelFolder ?? ShippedFolder, name), new() { Device = _options.Device }, CancellationToken.None).ConfigureAwait(false);
        var adapters = name == Large && _options.AdapterFolder is { } folder ? new AdapterStore(folder, model.Network.Config, model.Network.Device) : null;
        var engine = new GenerationEngine(model, new() { Slots = _options.Slots, Lanes = Lanes(), MaxTokens = LongestText });
        return new(model, engine, new(engine, adapters), adapters);
    }

    // A pass of so small a model is too short to be divided among threads.
    private int Lanes() => _options.Device == "cpu" ? Math.Clamp(_options.Slots / LeastTextsOfLane, 1, TorchSharp.torch.get_num_threads()) : 1;

    private sealed record Loaded(LanguageModel Model, GenerationEngine Engine, LocalChatClient Client, AdapterStore? Adapters) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Engine.DisposeAsync().ConfigureAwait(false);
            Adapters?.Dispose();
            Model.Dispose();
        }
    }
}
